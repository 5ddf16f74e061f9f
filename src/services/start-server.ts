import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { backupsIn, checkEdits, checkServerHost, type Edit, editFile, serverEntryProblem } from '../config/index.ts';
import type { Paths, ServerEntry } from '../contract/index.ts';
import { commandLine } from '../errors/command-line.ts';
import { isHermesError, userError } from '../errors/hermes-error.ts';
import { writtenInPlace } from '../errors/words.ts';
import { type StartedServer, settingsIn } from '../server/index.ts';
import { parseContextLength } from './model-context.ts';
import { nameForStart, type ServerHost } from './server-names.ts';

export interface StartOptions {
  name?: string | undefined;
  /** As typed: relative to the working folder. */
  model?: string | undefined;
  /** As typed: `65536`, `64k`, `0` for all that the model was trained for. */
  ctxSize?: string | undefined;
  host?: string | undefined;
  port?: number | undefined;
  parallel?: number | undefined;
  apiKeyEnv?: string | undefined;
  /** Goes verbatim to llama-server, after what the config says. */
  extraArgs: readonly string[];
  /** Writes the entry into config.yaml once the server serves. */
  save: boolean;
  timeoutMs: number;
  signal: AbortSignal;
  progress: (text: string) => void;
}

/**
 * `hermes server start`: the declared entry, with what the options say in its place, started and read back.
 * With `save`, `servers.NAME` then holds what was given, and every other byte of config.yaml stays; an edit
 * that cannot be made is refused before anything is started. So is an entry with errors.
 */
export async function startConfiguredServer(
  host: ServerHost & { paths: Paths },
  options: StartOptions,
): Promise<StartedServer & { saved: boolean }> {
  const config = await host.config();
  const servers = config.value.servers;
  const name = options.name ?? nameForStart(servers, options.model !== undefined);
  const problem = await serverEntryProblem(config, name);
  if (problem) throw problem;
  await checkServerHost(options.host, options.extraArgs);
  const given = givenEntry(options, host.paths);
  const entry = overlay(servers[name], given, host.paths);
  requireModel(name, servers[name], entry);
  const edits = options.save ? savedEdits(name, given, entry) : [];
  if (options.save) refuseSavedSecrets(entry);
  if (edits.length > 0) await checkEdits(host.paths.config, edits);
  const apiKey = keyOf(entry, config.env, host.paths);
  const { timeoutMs, signal, progress } = options;
  const room = await host.server();
  const request = { name, entry, timeoutMs, signal, progress, ...(apiKey === undefined ? {} : { apiKey }) };
  const started = await room.start(request);
  if (edits.length === 0) return { ...started, saved: false };
  try {
    const { inPlace } = await editFile(host.paths.config, edits, { backups: backupsIn(host.paths.ops) });
    if (inPlace) options.progress(writtenInPlace(host.paths.config));
  } catch (error) {
    throw unsaved(error, started);
  }
  return { ...started, saved: true };
}

/** What `--save` writes: only what was given; of the arguments all, because they are one list. */
function savedEdits(name: string, given: ServerEntry, entry: ServerEntry): Edit[] {
  const changed = given.extra_args === undefined ? given : { ...given, extra_args: entry.extra_args };
  return Object.entries(changed).map(([key, value]) => ({ path: ['servers', name, key], value }));
}

/** The file changed, or its disk filled up, while the server started: it runs all the same, so that is said. */
function unsaved(error: unknown, { name, url }: StartedServer): unknown {
  if (!isHermesError(error)) return error;
  return userError(
    error.code as 'config.edit-refused',
    `"${name}" serves at ${url}, but was not saved: ${error.message}`,
    {
      ...(error.where ? { where: error.where } : {}),
      try: [...error.try, `To end it: ${commandLine('hermes', 'server', 'stop', name)}`],
      exit: 1,
      cause: error,
    },
  );
}

/** A declared entry with its model path, which is relative to the home folder, made absolute. */
export function declaredEntry(entry: ServerEntry | undefined, paths: Paths): ServerEntry {
  const { model, ...rest } = entry ?? {};
  const file = absolute(model || undefined, paths.home);
  return file === undefined ? rest : { ...rest, model: file };
}

/** The declared entry overlaid with what the options say. */
function overlay(declared: ServerEntry | undefined, given: ServerEntry, paths: Paths): ServerEntry {
  const { extra_args: declaredArgs, ...rest } = declaredEntry(declared, paths);
  const { extra_args: givenArgs = [], ...settings } = given;
  return { ...rest, ...settings, extra_args: [...(declaredArgs ?? []), ...givenArgs] };
}

/** The options in the form of a config entry, its model path relative to the working folder made absolute. */
function givenEntry(options: StartOptions, paths: Paths): ServerEntry {
  const model = absolute(options.model, paths.cwd);
  return {
    ...(model === undefined ? {} : { model }),
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.ctxSize === undefined ? {} : { ctx_size: tokensOf(options.ctxSize) }),
    ...(options.parallel === undefined ? {} : { parallel: options.parallel }),
    ...(options.apiKeyEnv === undefined ? {} : { api_key_env: options.apiKeyEnv }),
    ...(options.extraArgs.length === 0 ? {} : { extra_args: [...options.extraArgs] }),
  };
}

function tokensOf(text: string): number {
  const tokens = /^0+$/.test(text.trim()) ? 0 : parseContextLength(text);
  if (typeof tokens === 'number') return tokens;
  throw userError('usage.invalid', `--ctx-size ${text} is not a number of tokens`, {
    where: { flag: '--ctx-size' },
    try: ['-c 65536', '-c 64k', '-c 0   (all that the model was trained for)'],
  });
}

function absolute(file: string | undefined, base: string): string | undefined {
  if (file === undefined) return undefined;
  return /^~[/\\]/.test(file) ? join(homedir(), file.slice(2)) : resolve(base, file);
}

function requireModel(name: string, declared: ServerEntry | undefined, entry: ServerEntry): void {
  const given = settingsIn(entry.extra_args ?? []);
  if (entry.model !== undefined || given.has('model') || given.has('remoteModel')) return;
  const known = declared ? `the server "${name}" has no model` : `no server "${name}" is declared in config.yaml`;
  throw userError('server.no-model', `${known}, and none was given with -m`, {
    try: [
      // Whoever names a file where a name belongs means the model.
      /\.gguf$/i.test(name)
        ? commandLine('hermes', 'server', 'start', '-m', name)
        : `${commandLine('hermes', 'server', 'start', name)} -m /path/to/model.gguf`,
    ],
  });
}

function keyOf(
  entry: ServerEntry,
  env: Readonly<Record<string, string | undefined>>,
  paths: Paths,
): string | undefined {
  const { api_key_env: variable } = entry;
  if (!variable) return undefined;
  const key = env[variable];
  if (key) return key;
  throw userError('server.key-missing', `the variable ${variable}, which should hold the server's key, is not set`, {
    where: { file: paths.env },
    try: [`Add a line ${variable}=... to ${paths.env}, or set it in the environment.`],
  });
}

function refuseSavedSecrets(entry: ServerEntry): void {
  if (!settingsIn(entry.extra_args ?? []).has('apiKey')) return;
  throw userError('usage.invalid', '--save would write the value of `--api-key` into config.yaml', {
    where: { flag: '--save' },
    try: ['Put the key into the .env file and give its variable: --api-key-env NAME'],
  });
}
