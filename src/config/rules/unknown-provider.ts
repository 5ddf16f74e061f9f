import { agentProviderNames, isAgentProvider } from '../../catalog/agent-providers.ts';
import { findProvider } from '../../catalog/providers.ts';
import { nearest } from '../../errors/nearest.ts';
import { isMapping } from '../emit.ts';
import type { Finding } from '../finding.ts';
import { hasReference } from '../interpolate.ts';
import { formatKeyPath, valueAt } from '../key-path.ts';
import { maskText } from '../mask.ts';
import { namesIn, plainName } from './named-endpoints.ts';
import { isPlaceholder } from './placeholder.ts';
import { routes, textOf } from './places.ts';
import { setKey, shown } from './remedy.ts';
import type { Rule, RuleContext } from './rule.ts';
import { holdsSecret } from './secret.ts';
import { mainRoute } from './window.ts';

/** Names of providers that nobody defines. Where a store of definitions cannot be read, that is what is reported. */
export const unknownProviderRule: Rule = (data, context) => {
  if (!readable(data, context)) return [];
  const defined = definedNames(data);
  const mainUrl = textOf(mainRoute(data)['base_url']);
  const places = [...routes(data), { path: ['cron'], value: { provider: valueAt(data, ['cron', 'model_provider']) } }];
  const remedies = new Map<string, string>();
  const remedyFor = (name: string, own: boolean): string => {
    const known = remedies.get(name) ?? remedy(name, own, remedies.size < MOST ? defined : new Set());
    remedies.set(name, known);
    return known;
  };
  return places.flatMap(({ path, value }): Finding[] => {
    const name = textOf(value['provider']);
    if (name === undefined || hasReference(name) || isPlaceholder(name) || holdsSecret(name)) return [];
    const own = /^custom:/i.test(name);
    if (namesIn(name).some((it) => defined.has(it))) return [];
    const url = textOf(value['base_url']) ?? (path[0] === 'model' ? mainUrl : undefined);
    if (!own && (url !== undefined || isAgentProvider(name) || findProvider(plainName(name)))) return [];
    const key = [...path, path[0] === 'cron' ? 'model_provider' : 'provider'];
    return [
      {
        code: 'config.unknown-provider',
        severity: own ? 'error' : 'warning',
        path: key,
        message: own
          ? `\`${formatKeyPath(key)}\` is ${shown(name)}, but neither \`providers\` nor \`custom_providers\` has an entry of that name`
          : `\`${formatKeyPath(key)}\` is ${shown(name)}, which nothing defines: it is no provider that is known, and no entry of \`providers\``,
        suggestion: remedyFor(name, own),
      },
    ];
  });
};

/** Names that a similar one is looked for; a file with more of them has another cause. */
const MOST = 20;

function remedy(name: string, own: boolean, defined: ReadonlySet<string>): string {
  if (/^https?:/i.test(name)) return 'an address belongs into `base_url`; the provider is then `custom`';
  const bare = name.replace(/^custom:/i, '');
  const mine = nearest(bare, [...defined]);
  if (mine) return `did you mean \`${own ? `custom:${mine}` : mine}\`?`;
  const known = own ? undefined : nearest(bare, agentProviderNames());
  if (known) return `did you mean \`${known}\`?`;
  const key = /^[\w.-]{1,40}$/.test(bare) && maskText(bare) === bare ? bare : 'NAME';
  return `describe it: ${setKey(['providers', key, 'base_url'], 'http://HOST:PORT/v1')}`;
}

/** Whether both stores of definitions are there in full and in their own shape. */
function readable(data: Readonly<Record<string, unknown>>, { partial }: RuleContext): boolean {
  if (partial?.has('providers') || partial?.has('custom_providers')) return false;
  return [data['providers'], data['custom_providers']].every(
    (store) => typeof store !== 'string' || store.trim() === '',
  );
}

/**
 * Keys and names of every entry, in lower case. Entries of a store in the wrong place or shape, or with a misspelt
 * heading, count: it is that mistake which is reported.
 */
function definedNames(data: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const names = new Set<string>();
  const take = (store: unknown): void => {
    if (typeof store !== 'object' || store === null) return;
    for (const [key, entry] of Object.entries(store)) {
      if (!Array.isArray(store)) names.add(plainName(key));
      const name = isMapping(entry) ? textOf(entry['name']) : undefined;
      if (name) names.add(plainName(name));
    }
  };
  for (const [key, section] of Object.entries(data)) {
    if (STORE.test(key)) take(section);
    else if (isMapping(section)) {
      for (const inner of ['providers', 'custom_providers']) take(valueAt(section, [inner]));
    }
  }
  return names;
}

/** `custom_providers`, `customProviders`, `endpoints` and the like; not the keys that only refer to providers. */
const STORE = /^(?!fallback|provider_routing|provider$)\w*(?:provid\w*|endpoints?)$/i;
