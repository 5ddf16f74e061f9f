import { isUnset } from '../edit-value.ts';
import { isMapping } from '../emit.ts';
import { foldLegacy } from '../fold.ts';
import { endpointOf, namedEndpoints, type Route, urlOf } from './named-endpoints.ts';
import { ownServers, serverAt } from './own-servers.ts';
import { sizeOf, textOf } from './places.ts';

type Mapping = Record<string, unknown>;

/** The context window of one request, in tokens, and the key that says so. */
export interface KnownWindow {
  tokens: number;
  from: string;
}

/** `model` in its present spelling. Keys that other sections or the root hold under older names are included. */
export const mainRoute = (data: Readonly<Mapping>): Mapping => {
  const model = foldLegacy(data)['model'];
  return isMapping(model) ? model : {};
};

/**
 * The window of a route as far as the file tells: its own `context_length`, else the row of its model in its named
 * endpoint, else that endpoint's `context_length`. Undefined where the file does not say, or says it in a way that only
 * the environment resolves.
 */
export function statedWindow(route: Readonly<Mapping> & Route, data: Readonly<Mapping>): KnownWindow | undefined {
  if (!isUnset(route['context_length'])) return known(route['context_length'], 'context_length');
  const endpoint = endpointOf(route, namedEndpoints(data));
  if (!endpoint) return undefined;
  const model = textOf(route['default']) ?? textOf(route['model']) ?? textOf(endpoint.entry['model']);
  const rows = endpoint.entry['models'];
  const row = model !== undefined && isMapping(rows) && Object.hasOwn(rows, model) ? rows[model] : undefined;
  const own = isMapping(row) ? row['context_length'] : undefined;
  return isUnset(own)
    ? known(endpoint.entry['context_length'], 'context_length')
    : known(own, `models.${model}.context_length`);
}

/** The stated window, else one slot of the own server that the route's `base_url` leads to. */
export function windowOf(route: Readonly<Mapping> & Route, data: Readonly<Mapping>): KnownWindow | undefined {
  const stated = statedWindow(route, data);
  if (stated || !isUnset(route['context_length'])) return stated;
  const server = serverAt(urlOf(route, namedEndpoints(data)), ownServers(data));
  return known(server?.perSlot, 'servers');
}

function known(value: unknown, from: string): KnownWindow | undefined {
  const tokens = sizeOf(value);
  return tokens === undefined ? undefined : { tokens, from };
}
