import { isUnset } from './edit-value.ts';
import { isMapping } from './emit.ts';
import { spelledIn } from './fold.ts';
import { type KeyPath, valueAt } from './key-path.ts';
import type { LoadedFile } from './load.ts';
import { oldKeys } from './old-keys.ts';
import { mainRoute, type Resolution, type Route, resolveMain, resolveRoute, routeOf } from './provider-target.ts';
import { type NamedProvider, namedProviders } from './providers.ts';
import { asNumber } from './typed.ts';

/** A model that the config names, who answers it, and where in the file each part of that stands. */
export interface PlacedRoute {
  /** `['model']`, `['auxiliary', 'vision']`, `['fallback_providers', 0]`. */
  at: KeyPath;
  main: boolean;
  route: Route;
  resolution: Resolution;
  /** Tokens that the config counts on, and the place that says so. */
  window?: { tokens: number; path: KeyPath };
  /** Places as the file spells them; the present spelling where nothing is written. */
  paths: Record<'provider' | 'base_url' | 'api_key' | 'key_env' | 'model', KeyPath>;
  /** Place of the address, be it in the route or in the named endpoint; undefined where the table of providers has it. */
  address?: KeyPath;
}

/** Older places of a part, in the order in which they count. `foldLegacy` is the same from the other side. */
const OLDER: Readonly<Record<string, readonly KeyPath[]>> = {
  'model.provider': [['model', 'default', 'provider'], ['provider']],
  'model.base_url': [['model', 'api_base'], ['base_url'], ['api_base']],
  'model.api_key': [['model', 'api']],
  'model.default': [['model', 'default', 'model'], ['model', 'model'], ['model', 'name'], ['model']],
  'model.context_length': [['context_length']],
  'auxiliary.compression.provider': [['compression', 'summary_provider']],
  'auxiliary.compression.base_url': [['compression', 'summary_base_url']],
  'auxiliary.compression.model': [['compression', 'summary_model']],
};

/**
 * Every place that sends requests to a model: the main model first, then the auxiliary tasks, the fallbacks, subagents
 * and aliases. Tasks that are switched off or that nothing runs any more are left out.
 */
export function placedRoutes(config: LoadedFile): PlacedRoute[] {
  const { value } = config;
  const removed = new Set(oldKeys(config.raw).flatMap(({ path, now }) => (now ? [] : [path.join('\n')])));
  const tasks = mapsIn(value['auxiliary'], ['auxiliary']).filter(
    ({ at, entry }) => entry['enabled'] !== false && !removed.has(at.join('\n')),
  );
  const { delegation } = value;
  const others = [
    ...tasks,
    ...tasks.flatMap(({ at, entry }) => mapsIn(entry['fallback_chain'], [...at, 'fallback_chain'])),
    ...mapsIn(value['fallback_providers'], ['fallback_providers']),
    ...fallbackModel(config),
    ...(isMapping(delegation) ? [{ at: ['delegation'], entry: delegation }] : []),
    ...(isMapping(delegation) ? mapsIn(delegation['fallback_providers'], ['delegation', 'fallback_providers']) : []),
    ...mapsIn(value['model_aliases'], ['model_aliases']),
  ];
  return [mainPlace(config), ...others.map(({ at, entry }) => place(config, at, routeOf(entry), entry))];
}

/** The route whose model stands at a path, in whatever spelling; also the own model of a named endpoint. */
export function routeAtModel(config: LoadedFile, path: KeyPath): PlacedRoute | undefined {
  const wanted = path.join('\n');
  const own = placedRoutes(config).find(({ at, main, paths }) =>
    [paths.model, [...at, main ? 'default' : 'model']].some((candidate) => candidate.join('\n') === wanted),
  );
  return own ?? entryRoute(config, path);
}

interface Entry {
  at: KeyPath;
  entry: Readonly<Record<string, unknown>>;
}

/** The maps of a list, or of a map of names. */
function mapsIn(value: unknown, at: KeyPath): Entry[] {
  const items: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(isMapping(value) ? value : {});
  return items.flatMap(([key, entry]) => (isMapping(entry) ? [{ at: [...at, key], entry }] : []));
}

/** `fallback_model` is the older form of the list, which wins where both are set. */
function fallbackModel({ value }: LoadedFile): Entry[] {
  const { fallback_providers: list, fallback_model: old } = value;
  if (Array.isArray(list) && list.length > 0) return [];
  if (Array.isArray(old)) return mapsIn(old, ['fallback_model']);
  return isMapping(old) ? [{ at: ['fallback_model'], entry: old }] : [];
}

function mainPlace(config: LoadedFile): PlacedRoute {
  const { model } = config.value;
  return place(config, ['model'], mainRoute(config), { context_length: model.context_length });
}

function place(config: LoadedFile, at: KeyPath, route: Route, entry: Entry['entry']): PlacedRoute {
  const main = at.length === 1 && at[0] === 'model';
  const resolution = main ? resolveMain(config) : resolveRoute(config, route);
  const part = (key: string) => writtenAt(config, at, key);
  const paths = {
    provider: part('provider'),
    base_url: part('base_url'),
    api_key: part('api_key'),
    key_env: part('key_env'),
    model: part(main ? 'default' : 'model'),
  };
  const inherits = resolution.ok && resolution.inherited;
  const named = resolution.ok && !inherits ? resolution.entry : undefined;
  const entryAt = named && entryPath(config, named);
  const entryPart = (key: string): KeyPath | undefined => entryAt && writtenAt(config, entryAt, key);
  const address = route.base_url ? paths.base_url : named?.base_url ? entryPart('base_url') : undefined;
  const modelPath = route.model ? undefined : entryPart('model');
  const window =
    declared(entry['context_length'], part('context_length')) ??
    (named && entryAt ? entryWindow(config, named, entryAt, resolution) : undefined);
  return {
    at,
    main,
    route,
    resolution,
    paths: { ...paths, ...(modelPath ? { model: modelPath } : {}) },
    ...(address ? { address } : {}),
    ...(window ? { window } : {}),
  };
}

const declared = (value: unknown, path: KeyPath): PlacedRoute['window'] => {
  const tokens = asNumber(value);
  return typeof tokens === 'number' && tokens > 0 ? { tokens, path } : undefined;
};

/** What a named endpoint says of the model, else of all its models. */
function entryWindow(
  config: LoadedFile,
  entry: NamedProvider,
  at: KeyPath,
  resolution: Resolution,
): PlacedRoute['window'] {
  const model = resolution.ok ? resolution.target.model : undefined;
  const row = model === undefined || !isMapping(entry.models) ? undefined : entry.models[model];
  const all = (entry as { context_length?: unknown }).context_length;
  return (
    declared(row?.context_length, [...at, 'models', model ?? '', 'context_length']) ??
    declared(all, writtenAt(config, at, 'context_length'))
  );
}

/** Where a part of an entry stands in the file, which may spell it in an older way. */
function writtenAt({ raw }: LoadedFile, at: KeyPath, key: string): KeyPath {
  const holder = valueAt(raw, at);
  const present = [...at, isMapping(holder) ? spelledIn(holder, key) : key];
  const older = OLDER[[...at, key].join('.')] ?? [];
  const set = (path: KeyPath): boolean => {
    const value = valueAt(raw, path);
    return !isUnset(value) && !isMapping(value);
  };
  return [present, ...older].find(set) ?? present;
}

/** The place of a named endpoint; the effective list has lost items that are no maps, so the file itself is counted. */
function entryPath(config: LoadedFile, entry: NamedProvider): KeyPath {
  if (entry.from === 'providers') return ['providers', entry.key];
  const nth = namedProviders(config)
    .filter(({ from }) => from === 'custom_providers')
    .findIndex(({ name, base_url }) => name === entry.name && base_url === entry.base_url);
  const list = config.raw['custom_providers'];
  const maps = (Array.isArray(list) ? list : []).flatMap((item, i) => (isMapping(item) ? [i] : []));
  return ['custom_providers', maps[nth] ?? nth];
}

/** A named endpoint as a route of its own, where the path is that of its model. */
function entryRoute(config: LoadedFile, path: KeyPath): PlacedRoute | undefined {
  const wanted = path.join('\n');
  for (const entry of namedProviders(config)) {
    const at = entryPath(config, entry);
    if (writtenAt(config, at, 'model').join('\n') !== wanted) continue;
    const provider = entry.key || entry.name;
    const route = provider ? { provider } : entry.base_url ? { base_url: entry.base_url } : {};
    return { ...place(config, at, route, {}), main: false };
  }
  return undefined;
}
