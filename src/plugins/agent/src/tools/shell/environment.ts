import { isAbsolute, relative, resolve } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { configNow, settingOf } from '../setting-of.ts';

export type Variables = Record<string, string>;

/** Names of variables that hold secrets. `SSH_AUTH_SOCK` is a path and stays. */
const SECRET_NAME =
  /(?:^|_)(?:API_?KEY|KEY|KEYS|TOKEN|TOKENS|SECRET|SECRETS|PASS|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|PAT|COOKIE|DSN)(?:_|$)/i;
const CREDENTIALS_IN_URL = /:\/\/[^/\s:@]*:[^/\s@]+@/;

/** What makes a shell run code before the command, or what it makes anew. */
const NEVER =
  /^(?:BASH_ENV|ENV|BASH_FUNC_.*|SHELLOPTS|BASHOPTS|PROMPT_COMMAND|PS4|NODE_CHANNEL_FD|NODE_UNIQUE_ID|_|SHLVL|PWD)$/;

/**
 * What changes which code a program runs or what its words mean. A command that somebody agreed to earlier must do what it
 * did then, whatever commands in between exported; the user's own environment is the user's.
 */
const STEERS =
  /^(?:PATH|IFS|CDPATH|GLOBIGNORE|POSIXLY_CORRECT|LD_.*|DYLD_.*|GLIBC_.*|MALLOC_.*|NODE_.*|NPM_.*|YARN_.*|PNPM_.*|PYTHON.*|PIP_.*|UV_.*|VIRTUAL_ENV|CONDA_.*|PERL.*|RUBY.*|GEM_.*|BUNDLE_.*|PHP.*|LUA_.*|JAVA_.*|JDK_.*|_JAVA_.*|MAVEN_.*|GRADLE_.*|GO.*|CARGO_.*|RUST.*|CC|CXX|CFLAGS|CXXFLAGS|LDFLAGS|CMAKE_.*|MAKE.*|GIT_.*|SSH_.*|DOCKER_.*|KUBE.*|AWK.*|JQ.*|GREP_.*|RIPGREP_.*|PS_.*|OPENSSL_.*|SSL_.*|CURL_.*|WGET.*|LESS.*|MAN.*|TAR_OPTIONS|GZIP|ZSTD_.*|XZ_.*|EDITOR|VISUAL|.*PAGER|BROWSER|SHELL|HOME|USER|LOGNAME|XDG_.*|GCONV_PATH|LOCPATH|NLSPATH|TERMINFO.*|TERMCAP|TMPDIR|HERMES_.*|https?_proxy|all_proxy|no_proxy)$/i;

/** Whether a variable decides what code a program runs and is no secret, so that who is asked about it may read it. */
export const isTelling = (name: string, value: string): boolean =>
  (NEVER.test(name) || STEERS.test(name)) &&
  !SECRET_NAME.test(name) &&
  !/AUTH/i.test(name) &&
  !CREDENTIALS_IN_URL.test(value);

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
  const loaded = await configNow(host);
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

/** For a command that nobody was asked about: nothing that a command exported, so that it does what its words say. */
export const unaskedEnvironment = (first: Variables): Variables => ({ ...first, PYTHONSAFEPATH: '1' });

/** For a command that somebody agreed to earlier: what was exported, but steered as `from` is. */
export function steeredAs(from: Variables, now: Variables): Variables {
  const steering = ([name]: [string, string]) => STEERS.test(name);
  const own = Object.entries(now).filter((entry) => !steering(entry));
  return Object.fromEntries([...own, ...Object.entries(from).filter(steering)]);
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
