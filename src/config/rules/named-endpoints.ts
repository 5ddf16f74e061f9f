import { sameAddress } from '../../catalog/addresses.ts';
import { isEndpointWord } from '../../catalog/agent-providers.ts';
import { isUnset } from '../edit-value.ts';
import { foldProvider } from '../fold.ts';
import type { KeyPath } from '../key-path.ts';
import { endpointEntries, textOf } from './places.ts';

/** An entry of `providers` or `custom_providers`, in the present spelling. */
export interface NamedEndpoint {
  path: KeyPath;
  /** What `provider` may call it, in lower case with `-` for spaces: its key and its `name`. */
  names: string[];
  entry: Record<string, unknown>;
}

export const namedEndpoints = (data: Readonly<Record<string, unknown>>): NamedEndpoint[] =>
  endpointEntries(data).map(({ path, value }) => {
    const key = typeof path[1] === 'string' ? path[1] : undefined;
    return { path, entry: foldProvider(value), names: [key, textOf(value['name'])].filter(isText).map(plainName) };
  });

/** Who answers: `provider` and `base_url` of a route. */
export interface Route {
  provider?: unknown;
  base_url?: unknown;
}

/**
 * The entry that a route leads to: by name, with or without `custom:`, or, where the provider is a word such as
 * `custom`, by its address.
 */
export function endpointOf(route: Route, endpoints: readonly NamedEndpoint[]): NamedEndpoint | undefined {
  const provider = textOf(route.provider) ?? 'auto';
  const url = textOf(route.base_url);
  const named = endpoints.find(({ names }) => namesIn(provider).some((name) => names.includes(name)));
  if (named || url === undefined) return named;
  if (provider !== 'auto' && !isEndpointWord(provider)) return undefined;
  return endpoints.find(({ entry }) => sameAddress(textOf(entry['base_url']), url));
}

/** Names that a `provider` may mean: `custom:box:model` is the endpoint `box`, unless one is called `box:model`. */
export function namesIn(provider: string): string[] {
  const name = plainName(provider.replace(/^custom:/i, ''));
  const colon = name.lastIndexOf(':');
  return colon > 0 ? [name, name.slice(0, colon)] : [name];
}

export const plainName = (name: string): string => name.trim().toLowerCase().replace(/\s+/g, '-');

/** The base URL that requests of a route go to, as far as the file says so. */
export function urlOf(route: Route, endpoints: readonly NamedEndpoint[]): string | undefined {
  return textOf(route.base_url) ?? textOf(endpointOf(route, endpoints)?.entry['base_url']);
}

const isText = (value: string | undefined): value is string => !isUnset(value);
