import { sameAddress } from '../catalog/addresses.ts';
import { PROVIDERS } from '../catalog/providers.ts';
import { canonicalApiMode, isMapping, type LoadedFile, namedProviders } from '../config/index.ts';
import { displayUrl, hostLabel, normaliseBaseUrl } from '../endpoint/index.ts';
import type { ApiModeChoice, SavedEndpoint } from './model-types.ts';

export function savedEndpoints(config: LoadedFile): SavedEndpoint[] {
  const { custom_providers: list, providers: map } = config.raw;
  // The effective list has lost items that are no mappings, so the places come from the file itself.
  const items = (Array.isArray(list) ? list : []).flatMap((raw: unknown, i) => (isMapping(raw) ? { raw, i } : []));
  let nth = 0;
  return namedProviders(config).flatMap((named): SavedEndpoint[] => {
    const item = named.from === 'custom_providers' ? items[nth++] : undefined;
    const raw = item?.raw ?? (isMapping(map) ? map[named.key] : undefined);
    if (!named.base_url || !isMapping(raw)) return [];
    return [
      {
        at: item ? ['custom_providers', item.i] : ['providers', named.key],
        name: displayUrl(named.name || named.key || hostLabel(named.base_url)),
        baseUrl: named.base_url,
        model: named.model || undefined,
        apiMode: canonicalApiMode(named.api_mode),
        entry: named,
        raw,
      },
    ];
  });
}

/** Length of the `custom_providers` list in the file, whatever its items are. */
export function listLength(config: LoadedFile): number {
  const list = config.raw['custom_providers'];
  return Array.isArray(list) ? list.length : 0;
}

export const savedFor = (saved: readonly SavedEndpoint[], baseUrl: string): SavedEndpoint | undefined =>
  saved.find((endpoint) => sameAddress(endpoint.baseUrl, baseUrl));

/** An entry in a file that was read again: by name and address, the one at the same place first. */
export function sameEntry(saved: readonly SavedEndpoint[], entry: SavedEndpoint): SavedEndpoint | undefined {
  const same = saved.filter(({ name, baseUrl }) => name === entry.name && sameAddress(baseUrl, entry.baseUrl));
  return same.find(({ at }) => at.join() === entry.at.join()) ?? same[0];
}

/** Declared window of a saved endpoint's model, in tokens. */
export function savedContext(endpoint: SavedEndpoint, model: string): number | null {
  const tokens: unknown = endpoint.entry.models?.[model]?.context_length;
  return typeof tokens === 'number' && tokens > 0 ? tokens : null;
}

/** By name or by key under `providers`, with or without the `custom:` in front; case does not matter. */
export function savedByName(saved: readonly SavedEndpoint[], text: string): SavedEndpoint | undefined {
  const wanted = text.replace(/^custom:/, '').toLowerCase();
  return saved.find(
    ({ name, at }) =>
      name.toLowerCase() === wanted || (String(at[1]).toLowerCase() === wanted && at[0] === 'providers'),
  );
}

/** What `model` of the config points to today. */
export type Active =
  | { kind: 'none' }
  | { kind: 'builtin'; id: string; name: string }
  | { kind: 'saved'; endpoint: SavedEndpoint }
  | { kind: 'custom'; baseUrl: string }
  | { kind: 'other'; id: string };

/** Follows the public Hermes Agent: `custom:<name>` and a bare saved name select an entry, `custom` goes by the URL. */
export function activeProvider(config: LoadedFile, saved: readonly SavedEndpoint[]): Active {
  const { provider, base_url: baseUrl } = config.value.model;
  const named = savedByName(saved, provider);
  if (named) return { kind: 'saved', endpoint: named };
  const builtin = PROVIDERS.find((row) => row.id === provider || row.aliases?.includes(provider));
  if (builtin) return { kind: 'builtin', id: builtin.id, name: builtin.name };
  if (baseUrl) {
    const endpoint = savedFor(saved, baseUrl);
    if (endpoint) return { kind: 'saved', endpoint };
    const known = PROVIDERS.find((row) => sameAddress(row.baseUrl, baseUrl));
    if (known) return { kind: 'builtin', id: known.id, name: known.name };
    return { kind: 'custom', baseUrl };
  }
  return !provider || provider === 'auto' || provider === 'custom' ? { kind: 'none' } : { kind: 'other', id: provider };
}

export function activeName(active: Active): string {
  if (active.kind === 'builtin') return active.name;
  if (active.kind === 'saved') return active.endpoint.name;
  if (active.kind === 'custom') return hostLabel(active.baseUrl);
  return active.kind === 'other' ? active.id : '(none)';
}

/** API mode that the config declares for an address today. */
export function currentMode(config: LoadedFile, saved: SavedEndpoint | undefined, baseUrl: string): ApiModeChoice {
  const own = config.value.model;
  const active = own.base_url && sameAddress(own.base_url, baseUrl) ? canonicalApiMode(own.api_mode) : undefined;
  return active ?? saved?.apiMode ?? 'auto';
}

/** A valid http(s) address as typed, without trailing slash; undefined for anything else. */
export function typedUrl(text: string): string | undefined {
  const typed = text.trim().replace(/\/+$/, '');
  return normaliseBaseUrl(typed) === undefined ? undefined : typed;
}
