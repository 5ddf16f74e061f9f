import { isAbsolute, join } from 'node:path';
import { isObject, section } from '@hermes-ops/plugin-kit/objects';
import { timerMs } from '../settings.ts';

/** A program that speaks over its standard input and output. */
export interface StdioSpec {
  kind: 'stdio';
  command: string;
  args: string[];
  env: Record<string, string>;
  /** Absent: the user's home folder. */
  cwd: string | undefined;
}

export interface OAuthSpec {
  /** `client_credentials`: nobody logs in, the client of the config proves itself by its secret or key. */
  flow: 'browser' | 'client_credentials';
  clientId: string | undefined;
  clientSecret: string | undefined;
  /** PEM file; with it the client signs who it is, in place of a secret. */
  privateKeyFile: string | undefined;
  clientName: string;
  scope: string | undefined;
  /** 0: any free port. */
  redirectPort: number;
  /** ms that a login waits for the browser. */
  timeoutMs: number;
}

/** A server behind an address. */
export interface HttpSpec {
  kind: 'http';
  url: string;
  /** Secrets: sent to the origin of `url` alone, shown nowhere. */
  headers: Record<string, string>;
  /** It speaks the older protocol with events. */
  sse: boolean;
  oauth: OAuthSpec | undefined;
}

/** One enabled entry of `mcp_servers`. */
export interface ServerSpec {
  name: string;
  transport: StdioSpec | HttpSpec;
  protocol: 'auto' | 'stateless' | 'legacy';
  /** ms without an answer or a sign of progress. */
  callMs: number;
  /** ms. */
  connectMs: number;
  /** It is started when one of its tools is called first. */
  lazy: boolean;
  include: string[] | undefined;
  exclude: string[];
  /** Whether it may ask the user for input. */
  elicits: boolean;
  /** ms that such a question waits. */
  elicitMs: number;
}

export interface McpSettings {
  /** By name, as strings are sorted. */
  servers: ServerSpec[];
  /** Entries that cannot be used, each in one line. */
  faults: string[];
  search: { mode: 'auto' | 'on' | 'off'; thresholdPct: number; limit: number; maxLimit: number; listingTokens: number };
  /** ms that a session waits when it starts: in a conversation, and for a single question. */
  discoveryMs: { conversation: number; single: number };
  /** Most characters of one result. */
  resultChars: number;
}

type Section = Readonly<Record<string, unknown>>;

/** What the config says about MCP servers. Values of the wrong type count as not set. `home` is the user's, for `~`. */
export function readMcpSettings(value: Section, home: string): McpSettings {
  const servers: ServerSpec[] = [];
  const faults: string[] = [];
  for (const [name, given] of Object.entries(section(value['mcp_servers'])).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!isObject(given) || given['enabled'] === false) continue;
    const transport = transportOf(given, home);
    if (typeof transport === 'string') faults.push(`the MCP server ${name} is left out: ${transport}`);
    else servers.push(specOf(name, given, transport));
  }
  const search = section(section(value['tools'])['tool_search']);
  const mode = search['enabled'];
  return {
    servers,
    faults,
    search: {
      mode: mode === 'on' || mode === true ? 'on' : mode === 'off' || mode === false ? 'off' : 'auto',
      thresholdPct: number(search['threshold_pct']) ?? 5,
      limit: positive(search['search_default_limit']) ?? 5,
      maxLimit: positive(search['max_search_limit']) ?? 25,
      listingTokens: listingOf(search),
    },
    discoveryMs: {
      conversation: timerMs(number(value['mcp_discovery_timeout']) ?? 1.5),
      single: timerMs(number(value['mcp_single_query_discovery_timeout']) ?? 15),
    },
    resultChars: positive(section(value['tool_budget'])['mcp_result_size_chars']) ?? 50_000,
  };
}

function specOf(name: string, given: Section, transport: ServerSpec['transport']): ServerSpec {
  const tools = section(given['tools']);
  const elicitation = section(given['elicitation']);
  const { protocol } = given;
  return {
    name,
    transport,
    protocol: protocol === 'auto' || protocol === 'stateless' ? protocol : 'legacy',
    callMs: timerMs(positive(given['timeout']) ?? 120),
    connectMs: timerMs(positive(given['connect_timeout']) ?? 60),
    lazy: given['lazy'] === true,
    include: tools['include'] === undefined || tools['include'] === null ? undefined : texts(tools['include']),
    exclude: texts(tools['exclude']),
    elicits: elicitation['enabled'] !== false,
    elicitMs: timerMs(positive(elicitation['timeout']) ?? 300),
  };
}

function transportOf(given: Section, home: string): ServerSpec['transport'] | string {
  const command = text(given['command']);
  const url = text(given['url']);
  if (command !== undefined && url !== undefined) return 'it has both `command` and `url`';
  const found = command === undefined ? httpOf(given, url, home) : stdioOf(given, command, home);
  if (typeof found === 'string') return found;
  const missing = /\$\{(?:env:)?([A-Za-z_]\w*)\}/.exec(JSON.stringify(found))?.[1];
  return missing === undefined ? found : `the variable ${missing} is not set`;
}

/**
 * The folder that hermes was started in is not the server's: a relative command or module there would be found before the
 * one that the user agreed to.
 */
function stdioOf(given: Section, command: string, home: string): StdioSpec | string {
  const cwd = text(given['cwd']);
  const folder = cwd === undefined ? undefined : fromHome(cwd, home);
  if (folder !== undefined && !isAbsolute(folder)) return '`cwd` is no absolute path';
  const program = fromHome(command, home);
  if (program.includes('/') && !isAbsolute(program)) return '`command` is a relative path';
  const env = Object.entries(section(given['env'])).map(([name, value]): [string, string] => [name, String(value)]);
  return { kind: 'stdio', command: program, args: texts(given['args']), env: Object.fromEntries(env), cwd: folder };
}

function httpOf(given: Section, url: string | undefined, home: string): HttpSpec | string {
  if (url === undefined) return 'it has neither `command` nor `url`';
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return '`url` is no http address';
  const { username, password } = new URL(url);
  if (username !== '' || password !== '') return '`url` holds a user or password, which belong into `headers`';
  const headers = Object.entries(section(given['headers'])).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  const oauth = given['auth'] === 'oauth' ? oauthOf(section(given['oauth']), home) : undefined;
  if (typeof oauth === 'string') return oauth;
  return { kind: 'http', url, headers: Object.fromEntries(headers), sse: given['transport'] === 'sse', oauth };
}

function oauthOf(given: Section, home: string): OAuthSpec | string {
  const clientId = text(given['client_id']);
  const keyFile = text(given['private_key_file']);
  if (keyFile !== undefined && clientId === undefined)
    return '`oauth.private_key_file` is the key of a client, and `oauth.client_id` does not say of which';
  return {
    flow: given['flow'] === 'client_credentials' ? 'client_credentials' : 'browser',
    clientId,
    clientSecret: text(given['client_secret']),
    privateKeyFile: keyFile === undefined ? undefined : fromHome(keyFile, home),
    clientName: text(given['client_name']) ?? 'hermes',
    scope: text(given['scope']),
    redirectPort: positive(given['redirect_port']) ?? 0,
    timeoutMs: timerMs(positive(given['timeout']) ?? 300),
  };
}

/** Most tokens that the names of all tools may take in the prompt: `auto` keeps it short, `on` goes by the other key. */
function listingOf({ listing, listing_max_tokens: most }: Section): number {
  if (listing === 'off' || listing === false) return 0;
  return listing === 'on' || listing === true ? (positive(most) ?? 4_000) : 200;
}

const fromHome = (path: string, home: string): string => (path.startsWith('~/') ? join(home, path.slice(2)) : path);

const text = (given: unknown): string | undefined => (typeof given === 'string' && given !== '' ? given : undefined);

/** A list, or one text for a list of one. */
const texts = (given: unknown): string[] =>
  (Array.isArray(given) ? given : given === undefined || given === null ? [] : [given])
    .filter((one) => typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean')
    .map(String);

const number = (given: unknown): number | undefined =>
  typeof given === 'number' && Number.isFinite(given) && given >= 0 ? given : undefined;

const positive = (given: unknown): number | undefined => number(given) || undefined;
