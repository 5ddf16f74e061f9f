import { isMapping } from './emit.ts';
import type { Finding } from './finding.ts';
import { hasKeyOf, resembles, sectionOf } from './fits.ts';
import { fixFor, sayMeant } from './invented-section.ts';
import { formatKeyPath, type KeyPath, valueAt } from './key-path.ts';
import { levelTooMuch, misplacedKey, misplacedSection, placeName, wrapped } from './misplaced.ts';
import { instead, turned } from './no-such-key.ts';
import { keysAt, type PluginSections } from './schema.ts';
import { type Meant, meantBy } from './suggest.ts';

/** A key that its place does not have: misplaced where another place has it, else unknown. */
export function unknownKey(parent: KeyPath, key: string, data: unknown, plugins: PluginSections): Finding {
  const path = [...parent, key];
  const value = valueAt(data, path);
  const section = wholeSection(parent, key, value);
  if (section && isMapping(value) && formatKeyPath(section) === formatKeyPath(parent)) {
    return levelTooMuch(path, value, data);
  }
  if (section) return misplacedSection(path, section, data);
  const remedy = turned(parent, key, data);
  const meant = remedy ? undefined : meantBy(parent, key, value, plugins);
  if (parent.length === 0 && isWrapper(meant, value)) return wrapped(path, value, data);
  if (meant?.by === 'place' || meant?.by === 'outside') return misplacedKey(path, meant.path, data, meant.by);
  const suggestion = remedy?.suggestion ?? (meant ? sayMeant(meant, key, value) : instead(parent, key, value));
  const fix = remedy?.fix ?? (meant && fixFor(path, meant, value, data));
  return {
    code: 'config.unknown-key',
    severity: 'warning',
    path,
    part: 'key',
    message: `\`${key}\` is not known ${placeName(parent)}${effect(parent, value)}`,
    suggestion,
    ...(fix ? { fix } : {}),
  };
}

/** Hermes Agent puts single values of the top level into the environment of its tools. */
const effect = (parent: KeyPath, value: unknown): string =>
  parent.length === 0 && typeof value !== 'object'
    ? '; Hermes Agent does no more than export it to the environment'
    : ', so it has no effect';

/** The section that was put below another one with its content. */
const wholeSection = (parent: KeyPath, key: string, value: unknown): KeyPath | undefined =>
  parent.length > 0 && typeof value === 'object' && value !== null && keysAt([]).includes(key)
    ? sectionOf(key, value)
    : undefined;

/** A map of sections under a name that stands for the whole file, or that stands for nothing and holds several. */
function isWrapper(meant: Meant | undefined, value: unknown): value is Record<string, unknown> {
  if (!isMapping(value)) return false;
  const whole = meant?.by === 'section' && meant.path.length === 0;
  if (!whole && meant && (meant.by === 'section' || hasKeyOf(meant.path, value))) return false;
  const sections = Object.entries(value).filter(
    ([name, item]) => isMapping(item) && keysAt([]).includes(name) && resembles([name], item),
  );
  return sections.length >= (whole ? 1 : 2);
}
