import type { HermesConfig, ServerEntry } from '../contract/index.ts';
import { isUnset } from './edit-value.ts';
import { isMapping } from './emit.ts';
import { asBoolean, asNumber, asText, providerOf, serverOf } from './typed.ts';

type Mapping = Record<string, unknown>;

const AUXILIARY_TASK = { provider: 'auto', model: '', base_url: '', api_key: '' };

/** What holds where the file says nothing. Background tasks use the main model (`auto`) until told otherwise. */
export const DEFAULTS = {
  model: { default: '', provider: 'auto', base_url: '', api_key: '', api_mode: '', context_length: null },
  compression: {
    enabled: true,
    threshold: 0.8,
    target_ratio: 0.2,
    protect_last_n: 20,
    hygiene_hard_message_limit: 400,
  },
  auxiliary: {
    compression: AUXILIARY_TASK,
    title_generation: AUXILIARY_TASK,
    vision: AUXILIARY_TASK,
    session_search: AUXILIARY_TASK,
  },
  custom_providers: [] as unknown[],
  servers: {},
} as const;

/**
 * Defaults under the folded data. `null` and empty text count as not set; a value of the wrong type gives way to the
 * default, so that readers can rely on the types (`hermes config validate` is what reports it).
 */
export function withDefaults(folded: Mapping): HermesConfig {
  const { custom_providers: list, servers } = folded;
  return {
    ...folded,
    model: merge(DEFAULTS.model, folded['model']) as HermesConfig['model'],
    compression: merge(DEFAULTS.compression, folded['compression']) as HermesConfig['compression'],
    auxiliary: merge(DEFAULTS.auxiliary, folded['auxiliary']),
    custom_providers: (Array.isArray(list) ? list : []).filter(isMapping).map(providerOf),
    servers: serversOf(servers),
  };
}

/** Entries that are maps. */
function serversOf(given: unknown): Record<string, ServerEntry> {
  const entries = Object.entries(isMapping(given) ? given : {}).flatMap(([name, entry]): [string, ServerEntry][] => {
    return isMapping(entry) ? [[name, serverOf(entry)]] : [];
  });
  return Object.fromEntries(entries);
}

function merge(defaults: Mapping, given: unknown): Mapping {
  const merged: Mapping = { ...defaults };
  for (const [key, value] of Object.entries(isMapping(given) ? given : {})) {
    const fallback = defaults[key];
    if (isMapping(fallback)) merged[key] = merge(fallback, value);
    else if (isUnset(value)) merged[key] ??= fallback ?? null;
    else merged[key] = fallback === undefined ? value : typedLike(fallback, value);
  }
  return merged;
}

/** The value as the type of the default, from text where that is possible (`${VAR}`, `yes`), else the default. */
function typedLike(fallback: unknown, value: unknown): unknown {
  const read = typeof fallback === 'string' ? asText : typeof fallback === 'boolean' ? asBoolean : asNumber;
  return read(value) ?? fallback;
}
