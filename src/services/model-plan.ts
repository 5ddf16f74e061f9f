import { sameAddress } from '../catalog/addresses.ts';
import { type Edit, type LoadedFile, spelledIn } from '../config/index.ts';
import type { CustomProvider } from '../contract/index.ts';
import { hostLabel } from '../endpoint/index.ts';
import { listLength, sameEntry, savedFor } from './model-saved.ts';
import type { ApiModeChoice, Key, ModelChoice, SavedEndpoint } from './model-types.ts';

type Path = readonly (string | number)[];

/** Sets the value, or removes the key when there is none. */
const put = (path: Path, value: unknown): Edit =>
  value === undefined || value === null ? { path, remove: true } : { path, value };

const envName = (key: Key): string | undefined => (key.kind === 'none' ? undefined : key.name);

/**
 * The choice for a file that may have been written since it was made: its entry where that stands now, the entry that
 * has got its address meanwhile, or a new one under a name that is free.
 */
export function placed(choice: ModelChoice, saved: readonly SavedEndpoint[]): ModelChoice {
  const { saveAs, baseUrl } = choice;
  if (!saveAs) return choice;
  const existing = ('existing' in saveAs ? sameEntry(saved, saveAs.existing) : undefined) ?? savedFor(saved, baseUrl);
  if (existing) return { ...choice, saveAs: { existing } };
  return { ...choice, saveAs: { name: freeName('existing' in saveAs ? saveAs.existing.name : saveAs.name, saved) } };
}

/**
 * What has to be written into config.yaml for a choice. Keys of the former endpoint that would be wrong for the new one
 * are removed, in their older spellings too; a saved entry keeps its name and whatever else it holds.
 */
export function planEdits(choice: ModelChoice, config: LoadedFile): Edit[] {
  const { key, saveAs } = choice;
  const name = saveAs ? envName(key) : undefined;
  return [
    put(['model', 'default'], choice.model),
    put(['model', 'provider'], choice.provider),
    put(['model', 'base_url'], choice.baseUrl),
    put(['model', 'api_key'], name && `\${${name}}`),
    put(['model', 'api'], undefined),
    put(['model', 'api_mode'], declared(choice.apiMode)),
    put(['model', 'context_length'], choice.contextLength),
    put(['context_length'], undefined),
    ...entryEdits(choice, config),
  ];
}

const declared = (mode: ApiModeChoice): string | undefined => (mode === 'auto' ? undefined : mode);

function entryEdits(choice: ModelChoice, config: LoadedFile): Edit[] {
  const { model, contextLength, key, saveAs } = choice;
  if (!saveAs) return [];
  if ('name' in saveAs) return [appendEntry(newEntry(choice, saveAs.name), listLength(config))];
  const { at, raw, baseUrl, apiMode } = saveAs.existing;
  // A mode that hermes does not speak, such as bedrock_converse, is not ours to remove.
  const keepMode = choice.apiMode === 'auto' && apiMode === undefined;
  const set = (field: string, value: unknown) => put([...at, spelledIn(raw, field)], value);
  return [
    ...(sameAddress(baseUrl, choice.baseUrl) ? [] : [set('base_url', choice.baseUrl)]),
    set('api_key', undefined),
    set('key_env', envName(key)),
    set('model', model),
    ...(keepMode ? [] : [set('api_mode', declared(choice.apiMode))]),
    ...contextEdits(raw['models'], [...at, 'models'], model, contextLength),
  ];
}

const appendEntry = (entry: CustomProvider, length: number): Edit =>
  length === 0 ? { path: ['custom_providers'], value: [entry] } : { path: ['custom_providers', length], value: entry };

function newEntry(choice: ModelChoice, name: string): CustomProvider {
  const { model, contextLength, key } = choice;
  const keyEnv = envName(key);
  return {
    name,
    base_url: choice.baseUrl,
    ...(keyEnv ? { key_env: keyEnv } : {}),
    model,
    ...(choice.apiMode === 'auto' ? {} : { api_mode: choice.apiMode }),
    ...(contextLength === null ? {} : { models: { [model]: { context_length: contextLength } } }),
  };
}

/** `models` is a map of ids, or in older files a list of ids or rows; the form that is there stays. */
function contextEdits(models: unknown, at: Path, model: string, contextLength: number | null): Edit[] {
  if (!Array.isArray(models)) {
    const known = (models as CustomProvider['models'])?.[model]?.context_length !== undefined;
    if (contextLength === null && !known) return [];
    return [put([...at, model, 'context_length'], contextLength)];
  }
  const index = models.findIndex((row) => idOf(row) === model);
  if (contextLength === null) {
    return typeof models[index] === 'object' ? [put([...at, index, 'context_length'], undefined)] : [];
  }
  if (typeof models[index] === 'object') return [put([...at, index, 'context_length'], contextLength)];
  return [put([...at, index === -1 ? models.length : index], { id: model, context_length: contextLength })];
}

/** The id of a model in the list form of `models`. */
function idOf(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row;
  const { id, name, model } = row as { id?: unknown; name?: unknown; model?: unknown };
  return id ?? name ?? model;
}

/** A name for an address: host and port, numbered where that is taken. */
export const deriveName = (baseUrl: string, saved: readonly SavedEndpoint[]): string =>
  freeName(hostLabel(baseUrl), saved);

/** The name, numbered where another saved endpoint has it. */
function freeName(label: string, saved: readonly SavedEndpoint[]): string {
  const taken = new Set(saved.map(({ name }) => name));
  let name = label;
  for (let n = 2; taken.has(name); n++) name = `${label} (${n})`;
  return name;
}
