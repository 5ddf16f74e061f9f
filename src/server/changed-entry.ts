import type { ServerChange, ServerEntry } from '../contract/index.ts';
import { maskSecrets, SECRET_PLACEHOLDER } from '../errors/secrets.ts';
import { settingsIn, withoutFlags, withValue } from './flags.ts';
import { ENTRY_DEFAULTS, planServer } from './plan.ts';
import type { ServerRecord } from './records.ts';

/** What hermes itself puts first on the command line, in the order of `planServer`, and the key it comes from. */
const OWN = [
  ['-m', 'model'],
  ['--alias', undefined],
  ['--host', 'host'],
  ['--port', 'port'],
  ['-c', 'ctx_size'],
  ['-np', 'parallel'],
] as const;

/** The entry that a running server was started with, read back from its command line; secrets stay masked. */
export function entryOf(record: Pick<ServerRecord, 'argv' | 'apiKeyEnv'>): ServerEntry {
  const rest = [...record.argv];
  const found: ServerEntry = {};
  for (const [flag, key] of OWN) {
    if (rest[0] !== flag) continue;
    const [, value = ''] = rest.splice(0, 2);
    if (key === 'model' || key === 'host') found[key] = value;
    else if (key) found[key] = Number(value);
  }
  for (const flag of ['--jinja', '--metrics']) if (rest[0] === flag) rest.shift();
  return {
    ...found,
    ...(record.apiKeyEnv === null ? {} : { api_key_env: record.apiKeyEnv }),
    extra_args: rest,
  };
}

/** The entry with what a change asks for in place of what stands against it; everything else stays. */
export function changedEntry(entry: ServerEntry, change: ServerChange): ServerEntry {
  const widened = change.window === undefined ? entry : withWindow(entry, change.window);
  const { extra_args: extra } = widened;
  if (extra === undefined) return widened;
  const kept = withoutFlags(extra, (setting, flag) => {
    if (setting === 'jinja') return change.jinja === true && flag === '--no-jinja';
    return setting === 'template' && change.ownTemplate === true;
  });
  return { ...widened, extra_args: kept };
}

/** llama.cpp divides the context among slots unless they share it, so one request gets all of it from a single slot. */
function withWindow(entry: ServerEntry, tokens: number): ServerEntry {
  const { context, slots = 1, shared } = planServer(entry);
  const divisor = shared ? 1 : slots;
  if (context !== undefined && context / divisor >= tokens) return entry;
  const single = divisor > 1 ? setting(entry, 'parallel', 1) : entry;
  return context === undefined || context >= tokens ? single : setting(single, 'ctx_size', tokens);
}

/** Changes the setting where it stands: an extra argument wins over the key. */
function setting(entry: ServerEntry, key: 'ctx_size' | 'parallel', value: number): ServerEntry {
  const name = key === 'ctx_size' ? 'context' : 'parallel';
  const extra = entry.extra_args ?? [];
  if (!settingsIn(extra).has(name)) return { ...entry, [key]: value };
  return { ...entry, extra_args: withValue(extra, name, String(value)) };
}

/** Options of `hermes server start` by the key of the entry, and what counts when neither is given. */
const OPTIONS = [
  ['model', '-m'],
  ['host', '--host'],
  ['port', '--port'],
  ['ctx_size', '-c'],
  ['parallel', '--parallel'],
  ['api_key_env', '--api-key-env'],
] as const;

/**
 * Words for `hermes server start NAME` that make the declared entry (empty when there is none) into the wanted one.
 * A masked secret becomes the placeholder YOUR_SECRET, because nobody remembers it for the user.
 */
export function startOptions(declared: ServerEntry, wanted: ServerEntry): string[] {
  const defaults: ServerEntry = ENTRY_DEFAULTS;
  const options = OPTIONS.flatMap(([key, option]) => {
    const value = wanted[key];
    return value === undefined || value === (declared[key] ?? defaults[key]) ? [] : [option, String(value)];
  });
  const [has, wants] = [declared, wanted].map(({ extra_args = [] }) => maskSecrets(extra_args));
  const begins = has?.every((arg, i) => arg === wants?.[i]) ?? false;
  const extra = maskSecrets((begins ? wants?.slice(has?.length) : wants) ?? [], SECRET_PLACEHOLDER);
  return extra.length === 0 ? options : [...options, '--', ...extra];
}
