import { isLocal } from '../../catalog/addresses.ts';
import { isHostedProvider } from '../../catalog/agent-providers.ts';
import { hasReference } from '../interpolate.ts';
import { formatKeyPath, valueAt } from '../key-path.ts';
import { namedEndpoints, namesIn } from './named-endpoints.ts';
import { isEmpty, routes, textOf } from './places.ts';
import { setKey, shown } from './remedy.ts';
import type { Rule } from './rule.ts';
import { mainRoute } from './window.ts';

/** Variables that Hermes Agent takes the address of a custom endpoint from where the file names none. */
const URL_VARIABLES = ['OPENAI_BASE_URL', 'CUSTOM_BASE_URL'];

/** `provider: custom` for the main model while nothing in the file or the environment says which endpoint that is. */
export const mainUrlRule: Rule = (data, { env, partial }) => {
  const main = mainRoute(data);
  const path = ['model', 'provider'];
  if (textOf(main['provider'])?.toLowerCase() !== 'custom' || textOf(valueAt(data, path)) === undefined) return [];
  if (partial?.has('model') || !isEmpty(main['base_url']) || ['providers', 'custom_providers'].some(isSetIn(data))) {
    return [];
  }
  if (URL_VARIABLES.some((name) => env && Object.hasOwn(env, name) && Boolean(env[name]))) return [];
  // An address under another name: the schema knows the right one.
  if (Object.entries(main).some(isAddress)) return [];
  return [
    {
      code: 'config.no-url',
      severity: 'error',
      path,
      message: '`model.provider` is "custom", but there is no `model.base_url`, so nothing can be sent to the model',
      suggestion: setKey(['model', 'base_url'], 'http://HOST:PORT/v1'),
    },
  ];
};

const isAddress = ([key, item]: [string, unknown]): boolean =>
  typeof item === 'string' && (/^\w+:\/\//.test(item) || (hasReference(item) && /url|base|host|endpoint/i.test(key)));

const isSetIn = (data: Readonly<Record<string, unknown>>) => (key: string) => !isEmpty(data[key]);

/** A hosted service with an address on the user's own network: one of the two is wrong. */
export const hostedLocalRule: Rule = (data) => {
  const defined = new Set(namedEndpoints(data).flatMap(({ names }) => names));
  return routes(data).flatMap(({ path, value }): ReturnType<Rule> => {
    const [provider, url] = [textOf(value['provider']), textOf(value['base_url'])];
    if (provider === undefined || url === undefined || !isHostedProvider(provider) || !isLocal(url)) return [];
    if (namesIn(provider).some((name) => defined.has(name))) return [];
    const key = [...path, 'provider'];
    return [
      {
        code: 'config.contradiction',
        severity: 'warning',
        path: key,
        message: `\`${formatKeyPath(key)}\` is ${shown(provider)}, a hosted service, but \`base_url\` beside it lies on your own network`,
        suggestion: `${setKey(key, 'custom')}, if your own server is meant`,
      },
    ];
  });
};
