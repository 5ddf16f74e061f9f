import { isDeepStrictEqual } from 'node:util';
import type { ValueOrigin } from '../contract/index.ts';
import { maskTokens } from '../errors/secret-tokens.ts';
import { isUnset } from './edit-value.ts';
import { isMapping } from './emit.ts';
import { formatKeyPath, valueAt } from './key-path.ts';
import type { LoadedFile } from './load.ts';
import { maskKeys } from './mask.ts';
import { originFinder } from './origin.ts';
import { type PluginSections, schemaAt } from './schema.ts';
import { leavesOf } from './show.ts';
import { shownValue } from './shown-value.ts';

/** A key whose value in force is not the default. */
export type Difference = {
  key: string;
  /** In force, secrets masked. */
  value: unknown;
  /** Absent: the key has none. */
  default?: unknown;
  /** Whether something reads such a key. */
  known: boolean;
} & ValueOrigin;

/** What config.yaml changes, in the order of its lines. Older spellings are listed under their present names. */
export function differences(config: LoadedFile, plugins: PluginSections = {}): Difference[] {
  const shown = shownValue(config);
  const originOf = originFinder(config);
  const found = leavesOf(config.value).flatMap((path): Difference[] => {
    const value = valueAt(config.value, path);
    const node = schemaAt(path, plugins);
    const given = valueAt(config.defaults, path);
    const fallback = isUnset(given) && typeof node !== 'string' ? node.default : given;
    // An empty map that was not set is the default of its section, too.
    if (isUnset(value) || isDeepStrictEqual(value, fallback)) return [];
    if (isMapping(value) && Object.keys(value).length === 0 && fallback === undefined) return [];
    const origin = originOf(path);
    if (origin.origin === 'default') return [];
    const key = maskTokens(formatKeyPath(path));
    const known = node !== 'unknown';
    return [
      {
        key,
        value: maskKeys(valueAt(shown, path)),
        ...(isUnset(fallback) ? {} : { default: fallback }),
        known,
        ...origin,
      },
    ];
  });
  return found.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
