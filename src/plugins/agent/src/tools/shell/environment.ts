import { isAbsolute, relative, resolve } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { settingOf } from '../setting-of.ts';

export type Variables = Record<string, string>;

/** Names of variables that hold secrets. `SSH_AUTH_SOCK` is a path and stays. */
const SECRET_NAME =
  /(?:^|_)(?:API_?KEY|KEY|KEYS|TOKEN|TOKENS|SECRET|SECRETS|PASS|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|PAT|COOKIE|DSN)(?:_|$)/i;
const CREDENTIALS_IN_URL = /:\/\/[^/\s:@]*:[^/\s@]+@/;

/** What makes a shell run code before the command, or what it makes anew. */
const NEVER =
  /^(?:BASH_ENV|ENV|BASH_FUNC_.*|SHELLOPTS|BASHOPTS|PROMPT_COMMAND|PS4|NODE_CHANNEL_FD|NODE_UNIQUE_ID|_|SHLVL|PWD)$/;

/**
 * What changes which code a program runs. A command that nobody was asked about must do what its words say, whatever
 * commands before it exported; the user's own environment is the user's.
 */
const STEERS =
  /^(?:PATH|IFS|CDPATH|GLOBIGNORE|LD_.*|DYLD_.*|NODE_.*|PYTHON.*|PERL.*|RUBY.*|JAVA_.*|JDK_.*|GIT_.*|SSH_ASKPASS|GREP_OPTIONS|RIPGREP_CONFIG_PATH|LESS.*|MAN.*|TAR_OPTIONS|EDITOR|VISUAL|.*PAGER|BROWSER|CURL_HOME|HOME|XDG_.*|GCONV_PATH|LOCPATH|TMPDIR|HERMES_.*|https?_proxy|all_proxy)$/i;

/** No questions, no pagers, no colours. `CI` is not set: it changes what build tools do, not only how they look. */
const QUIET: Variables = {
  TERM: 'dumb',
  NO_COLOR: '1',
  PAGER: 'cat',
  GIT_PAGER: 'cat',
  MANPAGER: 'cat',
  SYSTEMD_PAGER: 'cat',
  GIT_TERMINAL_PROMPT: '0',
  GIT_EDITOR: 'true',
  DEBIAN_FRONTEND: 'noninteractive',
  PIP_PROGRESS_BAR: 'off',
  PIP_NO_INPUT: '1',
};

/**
 * The environment of the session's first command: ours without secrets (by name, and whatever the host would mask),
 * except what `terminal.env_passthrough` names. A HERMES_HOME is passed on so that `hermes` means the same home there.
 */
export async function firstEnvironment(host: Host, workspace: string, own: NodeJS.ProcessEnv): Promise<Variables> {
  const allowed = (await settingOf<unknown[]>(host, 'terminal', 'env_passthrough', [])).map(String);
  const kept: Variables = {};
  for (const [name, value] of Object.entries(own)) {
    if (
      value === undefined ||
      NEVER.test(name) ||
      name.startsWith('HERMES_') ||
      SECRET_NAME.test(name) ||
      CREDENTIALS_IN_URL.test(value)
    )
      continue;
    if ((await host.mask(value)) === value) kept[name] = value;
  }
  const loaded = await host.config().catch(() => undefined);
  for (const name of allowed) {
    const value = loaded?.env[name] ?? own[name];
    if (value !== undefined) kept[name] = value;
  }
  return { ...kept, ...QUIET, PATH: cleanPath(kept['PATH'], workspace), HERMES_HOME: host.paths.home };
}

/** PATH without relative folders and those of the workspace, where files may be called like any program. */
export function cleanPath(path: string | undefined, workspace: string): string {
  const folders = (path ?? '')
    .split(':')
    .filter((folder) => isAbsolute(folder) && !isInside(resolve(folder), workspace));
  return folders.join(':') || '/usr/local/bin:/usr/bin:/bin';
}

export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith('../') || isAbsolute(way));
}

/** For a command that nobody was asked about: what the session exported, but steered as at the beginning. */
export function unaskedEnvironment(now: Variables, first: Variables): Variables {
  const steering = ([name]: [string, string]) => STEERS.test(name);
  const own = Object.entries(now).filter((entry) => !steering(entry));
  return Object.fromEntries([...own, ...Object.entries(first).filter(steering)]);
}

const MOST_CHARS = 200_000;

/** What `env -0` printed. Undefined: nothing usable. Too much is not kept, because no later program could be started. */
export function parseEnvironment(records: readonly string[]): Variables | undefined {
  const pairs = records.flatMap((record): [string, string][] => {
    const at = record.indexOf('=');
    return at > 0 && !NEVER.test(record.slice(0, at)) ? [[record.slice(0, at), record.slice(at + 1)]] : [];
  });
  const size = pairs.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return pairs.length > 0 && size <= MOST_CHARS ? Object.fromEntries(pairs) : undefined;
}
