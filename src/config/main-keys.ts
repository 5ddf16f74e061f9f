import { isUnset } from './edit-value.ts';
import { isMapping } from './emit.ts';
import { foldLegacy } from './fold.ts';
import type { KeyPath } from './key-path.ts';
import { valueAt } from './key-path.ts';
import type { LoadedFile } from './load.ts';

/** Keys of a section, or `true` for all of it. */
type Keys = true | { readonly [key: string]: Keys };

const TASK: Keys = { provider: true, model: true, base_url: true, api_key: true };

/** What is shown of the defaults: the keys that this program acts on and the walkthrough of a new user names. */
const MAIN: Keys = {
  model: { default: true, provider: true, base_url: true, api_key: true, api_mode: true, context_length: true },
  custom_providers: true,
  compression: {
    enabled: true,
    threshold: true,
    target_ratio: true,
    protect_last_n: true,
    hygiene_hard_message_limit: true,
  },
  auxiliary: { vision: TASK, compression: TASK, title_generation: TASK, session_search: TASK, approval: TASK },
  servers: true,
};

/** `value`, the effective config, reduced to what the file sets and the main keys. */
export const mainPart = (config: LoadedFile, value: Record<string, unknown>): Record<string, unknown> =>
  part(value, foldLegacy(config.raw), MAIN) as Record<string, unknown>;

/** Whether only a part of a section is of interest to most, so that the rest is shown on demand. */
export function hasMainPart(path: KeyPath): boolean {
  const keys = valueAt(MAIN, path);
  return isMapping(keys);
}

function part(value: unknown, written: unknown, keys: Keys | undefined): unknown {
  if (!isMapping(value) || keys === true) return value;
  const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    const set = isMapping(written) && Object.hasOwn(written, key) ? written[key] : undefined;
    const wanted = keys && Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (isUnset(set) && wanted === undefined) return [];
    return [[key, isUnset(set) || isMapping(set) ? part(item, set, wanted) : item]];
  });
  return Object.fromEntries(entries);
}
