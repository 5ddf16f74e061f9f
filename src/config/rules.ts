import { isLocal } from '../catalog/addresses.ts';
import { smallWindowWarning } from '../catalog/limits.ts';
import { isMapping } from './emit.ts';
import type { Finding } from './finding.ts';
import { hasReference } from './interpolate.ts';
import { formatKeyPath, type KeyPath, valueAt } from './key-path.ts';
import { isSecret, isSecretKey, isSecretName } from './mask.ts';

/** What a schema cannot say. Each rule looks at the file's own data and returns what it found. */
export const ruleFindings = (data: unknown): Finding[] => [
  ...endpoints(data).flatMap(urlRule),
  ...contextLengths(data).flatMap(contextRule),
  ...plainSecrets(data, []),
];

interface Place {
  path: KeyPath;
  value: unknown;
  /** The wire that is spoken there, as written. */
  mode?: unknown;
}

/** Base URLs that the user chose: the main model's and those of named endpoints. */
function endpoints(data: unknown): Place[] {
  const places: Place[] = ['base_url', 'api_base'].map((key) => place(data, ['model'], key));
  for (const path of entryPaths(data)) {
    for (const key of ['base_url', 'url', 'api']) places.push(place(data, path, key));
  }
  return places;
}

const place = (data: unknown, parent: KeyPath, key: string): Place => ({
  path: [...parent, key],
  value: valueAt(data, [...parent, key]),
  mode: valueAt(data, [...parent, 'api_mode']),
});

/** Paths of all entries of `custom_providers` and `providers`. */
function entryPaths(data: unknown): KeyPath[] {
  const list = valueAt(data, ['custom_providers']);
  const map = valueAt(data, ['providers']);
  return [
    ...(Array.isArray(list) ? list.map((_item, i): KeyPath => ['custom_providers', i]) : []),
    ...(isMapping(map) ? Object.keys(map).map((key): KeyPath => ['providers', key]) : []),
  ];
}

/**
 * A server of one's own without `/v1` answers 404. Hosted services have paths of their own and are left alone, unless
 * nothing follows the host at all; those of the Anthropic wire need no `/v1`.
 */
function urlRule({ path, value, mode }: Place): Finding[] {
  if (typeof value !== 'string' || hasReference(value) || !/^https?:\/\//.test(value)) return [];
  if (!URL.canParse(value)) {
    const message = `\`${formatKeyPath(path)}\` is not a valid URL`;
    return [{ code: 'config.url', severity: 'error', path, message, suggestion: 'such as http://127.0.0.1:8000/v1' }];
  }
  const url = new URL(value);
  const bare = url.pathname.replace(/\/+$/, '');
  if (bare.endsWith('/v1') || /anthropic|messages/.test(String(mode)) || !isLocal(value)) return [];
  return [
    {
      code: 'config.url-no-v1',
      severity: 'warning',
      path,
      message: `\`${formatKeyPath(path)}\` does not end in /v1; llama-server and most others answer under /v1`,
      suggestion: `did you mean ${url.origin}${bare.replace(/\/v\d+$/, '')}/v1?`,
    },
  ];
}

function contextLengths(data: unknown): Place[] {
  const places: Place[] = [place(data, ['model'], 'context_length')];
  for (const path of entryPaths(data)) {
    places.push(place(data, path, 'context_length'));
    const models = valueAt(data, [...path, 'models']);
    if (!isMapping(models)) continue;
    for (const id of Object.keys(models)) places.push(place(data, [...path, 'models', id], 'context_length'));
  }
  return places;
}

function contextRule({ path, value }: Place): Finding[] {
  const warning = typeof value === 'number' && value >= 1 ? smallWindowWarning(value) : undefined;
  if (!warning) return [];
  return [
    {
      code: 'config.context-small',
      severity: 'warning',
      path,
      message: `\`${formatKeyPath(path)}\`: ${warning}`,
      suggestion: 'start the server with -c 65536 and set 65536 here, or keep it and expect short sessions',
    },
  ];
}

/** Secrets outside of `.env`. References and stand-ins such as `no-key-required` are fine. */
function plainSecrets(value: unknown, path: KeyPath): Finding[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => plainSecrets(item, [...path, i]));
  if (isMapping(value)) return Object.entries(value).flatMap(([key, item]) => plainSecrets(item, [...path, key]));
  const key = path.at(-1);
  if (typeof key !== 'string' || !isSecretKey(key) || !isSecret(value)) return [];
  const name = variableFor(path);
  return [
    {
      code: 'config.secret',
      severity: 'warning',
      path,
      message: `\`${formatKeyPath(path)}\` is a secret in plain text`,
      suggestion: `hermes config set ${name} -   (reads it from standard input into .env), then write \${${name}} here`,
    },
  ];
}

/** The variable to keep a secret in: the one that it is already meant for, else one named after its place. */
function variableFor(path: KeyPath): string {
  const own = String(path.at(-1));
  if (isSecretName(own)) return own.toUpperCase();
  const words = path.filter((step) => typeof step === 'string' && !/^(api_?key|apiKey|key)$/i.test(step));
  const base = words
    .join('_')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
    .toUpperCase();
  return /_(API_KEY|TOKEN|SECRET)$/.test(base) ? base : `${base || 'MODEL'}_API_KEY`;
}
