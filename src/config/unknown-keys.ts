import type { Finding } from './finding.ts';
import { type KeyPath, valueAt } from './key-path.ts';
import { placeName } from './misplaced.ts';
import type { PluginSections } from './schema.ts';
import { meantBy } from './suggest.ts';
import { unknownKey } from './unknown-key.ts';

/** A map with more unknown keys than this is no config of ours, or is full of the user's own: not each needs a finding. */
const MANY = 50;
/** Of so many keys the first are described, and so many further ones if they were meant for something. */
const DESCRIBED = 20;
/** Beyond this the map is not looked through any more. */
const LOOKED_AT = 1_000;

/** The unknown keys of one map: one finding each, or a few and one for all the others. */
export function unknownKeys(
  parent: KeyPath,
  keys: readonly string[],
  data: unknown,
  plugins: PluginSections,
): Finding[] {
  const each = (key: string): Finding => unknownKey(parent, key, data, plugins);
  if (keys.length <= MANY) return keys.map(each);
  const meant = keys
    .slice(DESCRIBED, LOOKED_AT)
    .filter((key) => meantBy(parent, key, valueAt(data, [...parent, key]), plugins) !== undefined)
    .slice(0, DESCRIBED);
  const described = new Set([...keys.slice(0, DESCRIBED), ...meant]);
  const others = keys.filter((key) => !described.has(key));
  const [first = ''] = others;
  return [
    ...[...described].map(each),
    {
      code: 'config.unknown-key',
      severity: 'warning',
      path: [...parent, first],
      part: 'key',
      message: `${others.length.toLocaleString('en-US')} more keys are not known ${placeName(parent)}, from here on`,
      suggestion: 'delete them unless a program of yours reads them',
    },
  ];
}
