import { sameAddress } from '../../catalog/addresses.ts';
import { isUnset } from '../edit-value.ts';
import type { Finding } from '../finding.ts';
import { foldProvider, spelledIn } from '../fold.ts';
import { formatKeyPath, type KeyPath } from '../key-path.ts';
import { endpointEntries, isOff, type Place, textOf } from './places.ts';
import { setKey, shown } from './remedy.ts';
import type { Rule } from './rule.ts';

/**
 * Endpoints that share a name: only one of them can be reached by it. Reported at the second in the file. Items of
 * `custom_providers` with one name and address are one endpoint with several models.
 */
export const duplicateProviderRule: Rule = (data) => {
  const first = new Map<string, { place: KeyPath; value: Place['value'] }>();
  return endpointEntries(data).flatMap(({ path, value }): Finding[] => {
    const inMap = typeof path[1] === 'string';
    const name = inMap ? String(path[1]) : textOf(value['name']);
    if (name === undefined) return [];
    const place = inMap ? path : [...path, 'name'];
    const known = first.get(name.toLowerCase());
    if (!known) {
      first.set(name.toLowerCase(), { place, value });
      return [];
    }
    if (!inMap && known.place[0] === path[0] && otherModel(known.value, value)) return [];
    const other = known.place;
    const used = [other, place].find(([root]) => root === 'custom_providers') ?? other;
    return [
      {
        code: 'config.duplicate-provider',
        severity: 'warning',
        path: place,
        ...(inMap ? { part: 'key' } : {}),
        message: `two endpoints are called ${shown(name)}: \`${formatKeyPath(other)}\` and \`${formatKeyPath(place)}\`; only \`${formatKeyPath(used)}\` is used`,
        suggestion: inMap ? 'rename one of them, or remove it' : `${setKey(place, 'NEW-NAME')}, or remove the entry`,
      },
    ];
  });
};

function otherModel(a: Place['value'], b: Place['value']): boolean {
  const [one, two] = [foldProvider(a), foldProvider(b)];
  return sameAddress(textOf(one['base_url']), textOf(two['base_url'])) && textOf(one['model']) !== textOf(two['model']);
}

/**
 * An item of `custom_providers` without an address. `providers` may change single keys of a built-in provider. An item
 * that has an address under another name is left to the schema, which knows the right one.
 */
export const noUrlRule: Rule = (data) =>
  endpointEntries(data).flatMap((place): Finding[] => {
    const { path, value } = place;
    const url = spelledIn(value, 'base_url');
    if (typeof path[1] === 'string' || isOff(value['enabled']) || !isUnset(value[url])) return [];
    if (!isUnset(foldProvider(value)['base_url']) || hasAddress(place)) return [];
    const name = textOf(value['name']);
    return [
      {
        code: 'config.no-url',
        severity: 'error',
        path: Object.hasOwn(value, url) ? [...path, url] : path,
        message: `\`${formatKeyPath(path)}\`${name ? ` (${shown(name)})` : ''} has no \`base_url\`, so nothing can be sent to it`,
        suggestion: `${setKey([...path, 'base_url'], 'http://HOST:PORT/v1')}, or remove the entry`,
      },
    ];
  });

const hasAddress = ({ value }: Place): boolean =>
  Object.values(value).some((item) => typeof item === 'string' && /^\w+:\/\/|^[\w.-]+:\d+/.test(item));

/** An item with an address and without a name. Where another key may hold the name, the schema says what to call it. */
export const noNameRule: Rule = (data) =>
  endpointEntries(data).flatMap(({ path, value }): Finding[] => {
    if (typeof path[1] === 'string' || !isUnset(value['name']) || isUnset(foldProvider(value)['base_url'])) return [];
    if (
      Object.keys(value).some(
        (key) => /^(?:id|key|label|title|provider|slug|.?name.*|\w*_name)$/i.test(key) && key !== 'name',
      )
    )
      return [];
    return [
      {
        code: 'config.incomplete',
        severity: 'warning',
        path: Object.hasOwn(value, 'name') ? [...path, 'name'] : path,
        message: `\`${formatKeyPath(path)}\` has no \`name\`, so Hermes Agent ignores it`,
        suggestion: setKey([...path, 'name'], 'NAME'),
      },
    ];
  });
