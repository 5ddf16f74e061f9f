import { isUnset } from './edit-value.ts';
import { isMapping } from './emit.ts';

type Mapping = Record<string, unknown>;

/**
 * The data with older spellings moved to their present places, as the public Hermes Agent folds them when it loads the
 * file: text `model`, `model.model|name`, `api_base`, root `provider|base_url|context_length`, `compression.summary_*`.
 * A value that stands at the present place wins. The file itself is not touched.
 */
export function foldLegacy(raw: Mapping): Mapping {
  const root = { ...raw };
  const model: Mapping = isMapping(raw['model']) ? { ...raw['model'] } : { default: raw['model'] };
  if (isMapping(model['default'])) {
    const { provider, model: id } = model['default'];
    model['default'] = id;
    if (isUnset(model['provider']) || model['provider'] === 'auto') model['provider'] = provider;
  }
  fill(model, 'default', model['model'], model['name']);
  fill(model, 'base_url', model['api_base'], root['base_url'], root['api_base']);
  fill(model, 'provider', root['provider']);
  fill(model, 'context_length', root['context_length']);
  fill(model, 'api_key', model['api']);
  for (const old of ['model', 'name', 'api_base', 'api']) delete model[old];
  for (const old of ['provider', 'base_url', 'api_base', 'context_length']) delete root[old];
  root['model'] = model;

  const compression = isMapping(root['compression']) ? { ...root['compression'] } : {};
  const auxiliary = isMapping(root['auxiliary']) ? { ...root['auxiliary'] } : {};
  const task = isMapping(auxiliary['compression']) ? { ...auxiliary['compression'] } : {};
  for (const key of ['model', 'provider', 'base_url']) {
    fill(task, key, compression[`summary_${key}`]);
    delete compression[`summary_${key}`];
  }
  if (Object.keys(task).length > 0) auxiliary['compression'] = task;
  return { ...root, compression, auxiliary };
}

function fill(target: Mapping, key: string, ...candidates: unknown[]): void {
  if (!isUnset(target[key])) return;
  const found = candidates.find((candidate) => !isUnset(candidate));
  if (found !== undefined) target[key] = found;
}

/** One provider entry in its present spelling, whichever of the dialects it was written in. */
export function foldProvider(entry: Mapping): Mapping {
  const folded: Mapping = {};
  for (const [key, value] of Object.entries(entry)) {
    const name = PROVIDER_SPELLINGS.get(key) ?? key;
    if (!isUnset(value) && (name === key || isUnset(entry[name]))) folded[name] = value;
  }
  if (Array.isArray(folded['models'])) folded['models'] = modelsFromList(folded['models']);
  return folded;
}

const PROVIDER_SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['url', 'base_url'],
  ['api', 'base_url'],
  ['baseUrl', 'base_url'],
  ['apiKey', 'api_key'],
  ['api_key_env', 'key_env'],
  ['apiKeyEnv', 'key_env'],
  ['keyEnv', 'key_env'],
  ['transport', 'api_mode'],
  ['apiMode', 'api_mode'],
  ['default_model', 'model'],
  ['defaultModel', 'model'],
  ['contextLength', 'context_length'],
]);

/** The name under which an entry of the file holds a key, so that an edit changes that one instead of adding a second. */
export const spelledIn = (entry: Readonly<Mapping>, key: string): string =>
  Object.hasOwn(entry, key) ? key : (Object.keys(entry).find((other) => PROVIDER_SPELLINGS.get(other) === key) ?? key);

/** `models` may be a list of ids or of rows with `id`, `name` or `model`. */
function modelsFromList(list: unknown[]): Mapping {
  const entries = list.flatMap((item): [string, unknown][] => {
    if (typeof item === 'string') return [[item, {}]];
    if (!isMapping(item)) return [];
    const { id, name, model, ...rest } = item;
    const key = id ?? name ?? model;
    return typeof key === 'string' ? [[key, rest]] : [];
  });
  return Object.fromEntries(entries);
}
