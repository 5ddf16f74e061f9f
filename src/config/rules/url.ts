import { isLocal } from '../../catalog/addresses.ts';
import { isUnset } from '../edit-value.ts';
import { hasReference } from '../interpolate.ts';
import { formatKeyPath, type KeyPath } from '../key-path.ts';
import { isPlaceholder } from './placeholder.ts';
import { endpointEntries, routes, textOf } from './places.ts';
import type { Rule } from './rule.ts';

/** Base URLs that the user chose: of the main model, of named endpoints, of auxiliary tasks and of all other routes. */
export const urlRule: Rule = (data) => [
  ...routes(data).flatMap(({ path, value }) => find(path, value, ['base_url', 'api_base'])),
  ...endpointEntries(data).flatMap(({ path, value }) => find(path, value, ['base_url', 'url', 'api', 'baseUrl'])),
];

const find = (path: KeyPath, value: Record<string, unknown>, keys: readonly string[]): ReturnType<Rule> =>
  keys.flatMap((key) => {
    const mode = ['api_mode', 'transport', 'apiMode'].map((name) => value[name]).find((word) => !isUnset(word));
    return check([...path, key], value[key], mode);
  });

/** What the schema's pattern for URLs lets through, apart from templates. */
const LOOKS_WHOLE = /^https?:\/\/[^\s/?#{]\S*$/;

function check(path: KeyPath, value: unknown, mode: unknown): ReturnType<Rule> {
  if (typeof value !== 'string' || hasReference(value) || isPlaceholder(value) || !LOOKS_WHOLE.test(value)) return [];
  if (value.includes('{')) return [];
  const name = `\`${formatKeyPath(path)}\``;
  if (!URL.canParse(value)) {
    const message = `${name} is not a valid URL`;
    const port = Number(/^https?:\/\/[^/]*:(\d+)(?:\/|$)/.exec(value)?.[1] ?? 0);
    const suggestion = port > 65_535 ? `ports end at 65535; ${port} is none` : 'such as http://127.0.0.1:8000/v1';
    return [{ code: 'config.url', severity: 'error', path, message, suggestion }];
  }
  if (!lacksVersion(value, mode)) return [];
  const url = new URL(value);
  const meant = withVersion(url.pathname);
  // Another path may lead somewhere, so a person has to look at it.
  const request = REQUEST.test(url.pathname);
  const twice = TWICE.test(url.pathname);
  const known = request || twice || /^\/*(?:v\d+\/*)?$/.test(url.pathname);
  const plain = known && url.search === '' && url.hash === '';
  return [
    {
      code: 'config.url-no-v1',
      severity: 'warning',
      path,
      message: request
        ? `${name} names a request; a base URL ends before it, in /v1`
        : twice
          ? `${name} has /v1 twice`
          : `${name} does not end in /v1; llama-server and most others answer under /v1`,
      suggestion: `did you mean ${url.origin}${meant}?`,
      ...(plain ? { fix: { title: `write ${url.origin}${meant}`, edits: [{ path, value: rewritten(value) }] } } : {}),
    },
  ];
}

/**
 * A server of one's own without `/v1` answers 404. Hosted services have paths of their own and are left alone; so are
 * local paths with a version further up (`/v1beta/openai`). The Anthropic wire needs no `/v1`.
 */
function lacksVersion(value: string, mode: unknown): boolean {
  if (/anthropic|messages/i.test(textOf(mode) ?? '') || !isLocal(value)) return false;
  const path = new URL(value).pathname.replace(/\/+$/, '');
  return (
    REQUEST.test(path) ||
    TWICE.test(path) ||
    !(path.endsWith('/v1') || /\/v\d[^/]*\/./.test(path) || /\/anthropic$/.test(path))
  );
}

/** Paths of single requests, which the client appends by itself, and Ollama's own API. */
const REQUEST =
  /\/(?:chat\/completions|completions?|responses|models|embeddings|messages)\/*$|^\/+api(?:\/(?:chat|generate|tags|embed|embeddings))?\/*$/;

const TWICE = /\/v1\/+v1\/*$/;

const withVersion = (path: string): string =>
  `${path
    .replace(/\/+$/, '')
    .replace(REQUEST, '')
    .replace(/(?:\/+v\d+)+$/, '')}/v1`;

/** The text as it is written up to its path, so that a login in it stays. */
function rewritten(value: string): string {
  const [head = ''] = /^https?:\/\/[^/]*/.exec(value) ?? [];
  return head + withVersion(value.slice(head.length));
}
