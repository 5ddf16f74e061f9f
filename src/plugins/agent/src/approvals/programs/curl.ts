import { sortArguments } from './arguments.ts';
import type { Rule } from './rule.ts';

/** Plain addresses only: no name and password, no lists in braces or brackets, nothing that programs read differently. */
const ADDRESS =
  /^(?:(https?):\/\/)?([A-Za-z0-9.-]{1,253}|\[::1\])(?::([0-9]{1,5}))?(\/[A-Za-z0-9_.,/~%+-]*)?(\?[A-Za-z0-9_.,/~%+=&-]*)?$/;
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;
/** What a model server answers without changing anything but its cache. `/props` and `/slots` change settings when posted to. */
const POSTS =
  /\/(?:chat\/completions|completions?|responses|messages|messages\/count_tokens|embeddings?|tokenize|detokenize|apply-template|infill|rerank(?:ing)?)$/;
/** `%output{FILE}` of newer versions writes a file, `@FILE` reads one. */
const WRITE_OUT = /^(?:%\{[a-z_.]+\}|[^%@\\]|\\[nrt])*$/;

const FLAGS = {
  short: 'sSfiIvNX:H:d:m:w:o:',
  long: 'silent show-error fail fail-with-body include head verbose no-buffer request= header= data= data-raw= data-binary= json= max-time= connect-timeout= write-out= output= get compressed retry= no-progress-meter',
};

/** Requests to the endpoints of the config, and GET to this machine. */
export const curl: Rule = (words, { endpoints }) => {
  if (words.some((word) => word.glob)) return 'a pattern in an address';
  const args = sortArguments(words, FLAGS);
  if (typeof args === 'string') return args;
  let method = 'GET';
  let posts = false;
  for (const { name, value = '' } of args.flags) {
    if (name === 'X' || name === 'request') method = value;
    if (/^(?:d|data|data-raw|data-binary|json)$/.test(name)) posts = true;
    if (/^(?:d|data|data-binary|json|H|header)$/.test(name) && value.startsWith('@')) return 'a file would be sent';
    if (/^(?:o|output)$/.test(name) && value !== '/dev/null') return 'the answer would be written to a file';
    if (/^(?:w|write-out)$/.test(name) && !WRITE_OUT.test(value)) return 'the format may write or read a file';
  }
  if (!/^(?:GET|HEAD|POST)$/.test(method)) return `a ${method} request may change something`;
  if (args.operands.length === 0) return 'no address';
  for (const { text } of args.operands) {
    const why = whyNotAsk(text, posts || method === 'POST', endpoints);
    if (why) return why;
  }
  return undefined;
};

function whyNotAsk(address: string, posts: boolean, endpoints: readonly string[]): string | undefined {
  const [, scheme = 'http', host = '', port, path = '/', query] = ADDRESS.exec(address) ?? [];
  if (host === '') return `\`${address}\` is not a plain address`;
  const origin = originOf(`${scheme}://${host}${port === undefined ? '' : `:${port}`}`);
  const configured = endpoints.some((endpoint) => originOf(endpoint) === origin);
  if (!configured && (posts || query !== undefined || !LOOPBACK.test(host)))
    return posts
      ? `\`${host}\` is not the configured endpoint`
      : `\`${host}\` is neither the configured endpoint nor this machine`;
  return posts && !POSTS.test(path) ? `a POST to \`${path}\` may change something` : undefined;
}

function originOf(address: string): string | undefined {
  try {
    return new URL(address).origin;
  } catch {
    return undefined;
  }
}
