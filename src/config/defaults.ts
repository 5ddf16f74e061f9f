import type { HermesConfig, ServerEntry } from '../contract/index.ts';
import { isUnset } from './edit-value.ts';
import { isMapping } from './emit.ts';
import { schemaDefaults } from './schema-defaults.ts';
import { asBoolean, asNumber, asText, providerOf, serverOf } from './typed.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** What "not set" is for keys of which the core relies on the type and for which the schema names no default. */
const UNSET = {
  model: { default: '', provider: 'auto', base_url: '', api_key: '', api_mode: '', context_length: null },
};

/** Everything that holds where the file says nothing, with the sections of plugins. */
export function defaultValues(plugins: Mapping = {}): Mapping {
  const defaults = { ...schemaDefaults(), ...plugins };
  return { ...defaults, model: { ...UNSET.model, ...(defaults['model'] as object) } };
}

/**
 * Defaults under the folded data. `null` and empty text count as not set; a value of the wrong type gives way to the
 * default, so that readers can rely on the types (`hermes config validate` is what reports it).
 */
export function withDefaults(folded: Mapping, defaults: Mapping = defaultValues()): HermesConfig {
  const { custom_providers: list, servers } = folded;
  return {
    ...(merge(defaults, folded) as HermesConfig),
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

/** Sections that the core acts on: a value there has the type of its default, or gives way to it. */
const TYPED = ['model', 'compression', 'auxiliary'];

function merge(defaults: Mapping, given: unknown, typed?: boolean): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...defaults };
  for (const [key, value] of Object.entries(isMapping(given) ? given : {})) {
    const fallback = defaults[key];
    const strict = typed ?? TYPED.includes(key);
    if (isMapping(fallback) && (isMapping(value) || isUnset(value) || strict)) {
      merged[key] = merge(fallback, value, strict);
    } else if (isUnset(value)) merged[key] ??= fallback ?? null;
    else merged[key] = strict && fallback !== null && fallback !== undefined ? typedLike(fallback, value) : value;
  }
  return merged;
}

/** The value as the type of the default, from text where that is possible (`${VAR}`, `yes`), else the default. */
function typedLike(fallback: unknown, value: unknown): unknown {
  if (typeof fallback === 'object') return typeof value === 'object' ? value : fallback;
  const read = typeof fallback === 'string' ? asText : typeof fallback === 'boolean' ? asBoolean : asNumber;
  return read(value) ?? fallback;
}
