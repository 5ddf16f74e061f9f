import { basename } from 'node:path';
import { DEFAULT_CONTEXT, DEFAULT_PORT } from '../catalog/limits.ts';
import type { ServerEntry } from '../contract/index.ts';
import { maskSecrets } from '../errors/secrets.ts';
import { type GivenFlag, type Setting, settingsIn } from './flags.ts';

/** What to run and what to expect of it. Token counts; undefined where llama-server decides itself. */
export interface ServerPlan {
  /** Everything after the program's name. */
  argv: string[];
  /** The same with secrets masked, fit for state files, JSON and logs. */
  shownArgv: string[];
  /** Added to the environment of the server. */
  env: Record<string, string>;
  apiKey?: string;
  /** Address for requests from this machine, without `/v1`. */
  url: string;
  host: string;
  port: number;
  /** The GGUF file; undefined when llama-server fetches or routes models itself. */
  model?: string;
  context?: number;
  slots?: number;
  /** All slots share one window instead of dividing it. */
  shared: boolean;
  /** False with `--no-jinja`: requests that carry tools are then refused, whatever `/props` says of the template. */
  jinja: boolean;
  warnings: string[];
}

/**
 * The command line for one server: defaults, then its entry (with `model` as an absolute path), then `extra_args`,
 * which win over both. A key goes into the environment, where other users of the machine cannot read it.
 */
export function planServer(entry: ServerEntry, key: { apiKey?: string } = {}): ServerPlan {
  const extra = entry.extra_args ?? [];
  const given = settingsIn(extra);
  const own = ownArguments(entry, given);
  const setting = (name: Setting, fallback: number): number => numberOf(given.get(name), fallback);
  const host = given.get('host')?.value ?? entry.host ?? LOOPBACK;
  const port = setting('port', entry.port ?? DEFAULT_PORT);
  const context = setting('context', entry.ctx_size ?? DEFAULT_CONTEXT) || undefined;
  const parallel = setting('parallel', entry.parallel ?? 1);
  const model = given.get('model')?.value ?? (given.has('remoteModel') ? undefined : entry.model);
  const apiKey = given.get('apiKey')?.value ?? key.apiKey;
  const argv = [...own.flatMap(({ args }) => args), ...extra];
  return {
    argv,
    shownArgv: maskSecrets(argv),
    env: key.apiKey === undefined ? {} : { LLAMA_API_KEY: key.apiKey },
    ...(apiKey === undefined ? {} : { apiKey }),
    url: urlOf(host, port, given),
    host,
    port,
    ...(model === undefined ? {} : { model }),
    ...(context === undefined ? {} : { context }),
    ...(parallel > 0 ? { slots: parallel } : {}),
    shared: given.has('unified') || parallel <= 0,
    jinja: !refusesTools(given),
    warnings: [...overridden(entry, given), ...risks(host, apiKey, given)],
  };
}

const LOOPBACK = '127.0.0.1';

/** What counts for a key that an entry leaves out. */
export const ENTRY_DEFAULTS = { host: LOOPBACK, port: DEFAULT_PORT, ctx_size: DEFAULT_CONTEXT, parallel: 1 } as const;

const EVERYWHERE = new Set(['0.0.0.0', '::', '*']);

interface OwnArgument {
  setting: Setting;
  args: string[];
}

/** What hermes sets, always in full because llama-server's defaults differ between builds. */
function ownArguments(entry: ServerEntry, given: ReadonlyMap<Setting, GivenFlag>): OwnArgument[] {
  const model = given.has('remoteModel') ? undefined : entry.model;
  // Without an alias the model's id would be its whole path. A comma would make two aliases of one name.
  const alias = basename(given.get('model')?.value ?? model ?? '');
  const all: OwnArgument[] = [
    ...(model === undefined ? [] : [{ setting: 'model' as const, args: ['-m', model] }]),
    ...(alias === '' || alias.includes(',') ? [] : [{ setting: 'alias' as const, args: ['--alias', alias] }]),
    { setting: 'host', args: ['--host', entry.host ?? LOOPBACK] },
    { setting: 'port', args: ['--port', String(entry.port ?? DEFAULT_PORT)] },
    { setting: 'context', args: ['-c', String(entry.ctx_size ?? DEFAULT_CONTEXT)] },
    { setting: 'parallel', args: ['-np', String(entry.parallel ?? 1)] },
    { setting: 'jinja', args: ['--jinja'] },
    { setting: 'metrics', args: ['--metrics'] },
  ];
  return all.filter(({ setting }) => !given.has(setting));
}

function urlOf(host: string, port: number, given: ReadonlyMap<Setting, GivenFlag>): string {
  const [first = LOOPBACK] = host.split(',');
  const reachable = EVERYWHERE.has(first) ? (first === '::' ? '::1' : LOOPBACK) : first;
  const scheme = given.has('sslKey') && given.has('sslCert') ? 'https' : 'http';
  const prefix = (given.get('apiPrefix')?.value ?? '').replace(/\/+$/, '');
  return `${scheme}://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}${prefix}`;
}

/** Extra arguments that replace what the entry or a flag of ours says. */
function overridden(entry: ServerEntry, given: ReadonlyMap<Setting, GivenFlag>): string[] {
  const said: [Setting, string | number | undefined][] = [
    ['model', entry.model],
    ['host', entry.host],
    ['port', entry.port ?? DEFAULT_PORT],
    ['context', entry.ctx_size ?? DEFAULT_CONTEXT],
    ['parallel', entry.parallel ?? 1],
  ];
  return said.flatMap(([setting, ours]) => {
    const theirs = given.get(setting);
    if (!theirs || ours === undefined || String(ours) === theirs.value) return [];
    return [`\`${theirs.flag} ${theirs.value}\` among the llama-server flags replaces ${setting} ${ours}`];
  });
}

function risks(host: string, apiKey: string | undefined, given: ReadonlyMap<Setting, GivenFlag>): string[] {
  const found: string[] = [];
  const open = host.split(',').find((part) => !isLoopbackHost(part));
  if (open !== undefined && apiKey === undefined) {
    const where = EVERYWHERE.has(open) ? 'on all network interfaces' : `on ${open}`;
    found.push(`it listens ${where} without a key: whoever can reach this machine can use it (--api-key-env NAME)`);
  }
  if (given.has('apiKey')) {
    found.push('`--api-key` shows the key to every user of this machine in its process list: use --api-key-env NAME');
  }
  if (refusesTools(given)) {
    found.push('with `--no-jinja` every request that carries tools fails: agents cannot work with this server');
  }
  return found;
}

const refusesTools = (given: ReadonlyMap<Setting, GivenFlag>): boolean => given.get('jinja')?.flag === '--no-jinja';

const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\./.test(host) || host.endsWith('.sock');

/** A value that is no number is left to llama-server, which refuses it in its own words. */
function numberOf(given: GivenFlag | undefined, fallback: number): number {
  const value = Number(given?.value ?? fallback);
  return Number.isInteger(value) ? value : fallback;
}
