import type { CustomProvider, LoadedConfig } from '../contract/index.ts';
import { isMapping } from './emit.ts';
import { providerOf } from './typed.ts';

/** An endpoint that the user named: an item of `custom_providers` or an entry of `providers`. */
export interface NamedProvider extends CustomProvider {
  /** Key under `providers`, else the item's name. */
  key: string;
  from: 'custom_providers' | 'providers';
}

/** Both stores, the list first, as the public Hermes Agent reads them. Entries without a URL are kept. */
export function namedProviders(config: LoadedConfig): NamedProvider[] {
  const list = config.value.custom_providers.map((entry): NamedProvider => {
    return { ...entry, key: entry.name ?? '', from: 'custom_providers' };
  });
  const map = isMapping(config.value['providers']) ? Object.entries(config.value['providers']) : [];
  const entries = map.flatMap(([key, entry]): NamedProvider[] =>
    isMapping(entry) && entry['enabled'] !== false ? [{ ...providerOf(entry), key, from: 'providers' }] : [],
  );
  return [...list, ...entries];
}

/** By key or display name, with or without the `custom:` in front; case does not matter. */
export function findNamed(config: LoadedConfig, provider: string): NamedProvider | undefined {
  const wanted = provider.replace(/^custom:/, '').toLowerCase();
  if (!wanted) return undefined;
  return namedProviders(config).find(({ key, name }) => [key, name].some((it) => it?.toLowerCase() === wanted));
}
