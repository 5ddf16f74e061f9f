import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@oclif/core';
import type { LoadedFile, PluginSections } from '../config/index.ts';
import type { AuxiliaryRoom, EndpointRoom, Host, LlmRoom, Paths, SettingsRoom, Target } from '../contract/index.ts';
import { HermesError, isHermesError } from '../errors/hermes-error.ts';
import type { ServerRoomApi } from '../server/index.ts';
import { reportFailure } from '../ui/failure.ts';
import { hostUi } from '../ui/host-ui.ts';
import { Contributions } from './contributions.ts';
import { Interrupts } from './interrupts.ts';
import { pathsOf } from './paths.ts';
import type { Plugins } from './plugins.ts';

/** The host as the core's own commands see it: rooms with their full front doors. */
export interface CoreHost extends Omit<Host, 'server'> {
  readonly interrupts: Interrupts;
  readonly contributions: Contributions;
  config(): Promise<LoadedFile>;
  freshConfig(): Promise<LoadedFile>;
  server(): Promise<ServerRoomApi>;
  plugins(): Promise<Plugins>;
  /** Sections of config.yaml that installed plugins bring. */
  sections(): Promise<PluginSections>;
}

/**
 * Rooms are imported on first use and kept for the run. `withSections`: the config has the defaults of the sections that
 * plugins bring; commands that need none of them are spared the plugins.
 */
export function createHost(oclif: Config, { withSections = false } = {}): CoreHost {
  const paths: Paths = pathsOf(process.env['HERMES_HOME'] ?? '', process.cwd());
  const interrupts = new Interrupts();
  const contributions = new Contributions(oclif);
  const sections = once(async () =>
    (await import('../config/index.ts')).preparePlugins(await contributions.sections()),
  );
  const config = once(async (): Promise<LoadedFile> => {
    const { loadConfig } = await import('../config/index.ts');
    return loadConfig(paths, process.env, withSections ? await sections() : {});
  });
  const endpoint = once(async (): Promise<EndpointRoom> => (await import('../endpoint/index.ts')).createEndpointRoom());
  const llm = once(async (): Promise<LlmRoom> => (await import('../llm/index.ts')).createLlmRoom({ ops: paths.ops }));
  const server = once(
    async (): Promise<ServerRoomApi> =>
      (await import('../server/index.ts')).createServerRoom({ paths, env: process.env, endpoint: await endpoint() }),
  );
  /** The config as the files are now, for what may run for hours. */
  const fresh = once(async () =>
    (await import('../services/fresh-config.ts')).freshConfig(paths, process.env, withSections ? sections : undefined),
  );
  const readFresh = async (): Promise<LoadedFile> => (await fresh())();
  const masker = once(async () => {
    const { readEnvFile } = await import('../config/index.ts');
    const { createMasker } = await import('../services/mask-secrets.ts');
    return createMasker(readFresh, process.env, () => readEnvFile(paths.env));
  });
  const host: CoreHost = {
    apiVersion: 1,
    paths,
    interrupts,
    contributions,
    get signal() {
      return interrupts.signal;
    },
    config,
    freshConfig: readFresh,
    target: async (): Promise<Target> => (await import('../config/index.ts')).requireTarget(await config()),
    endpoint,
    llm,
    server,
    startLine: async (baseUrl) =>
      (await import('../services/own-server.ts')).startLineAt(baseUrl, await readFresh(), { paths, server }),
    auxiliary: once(async (): Promise<AuxiliaryRoom> => {
      const { createAuxiliary } = await import('../services/auxiliary.ts');
      return createAuxiliary({ paths, config: readFresh, llm, endpoint, pluginTasks: () => contributions.tasks() });
    }),
    settings: once(
      async (): Promise<SettingsRoom> =>
        (await import('../services/settings.ts')).createSettings({ paths, sections }, process.env),
    ),
    fallbacks: async () => (await import('../services/fallback-targets.ts')).fallbackTargets(await readFresh()),
    mask: async (text) => (await masker())(text),
    lock: async (name, options, work) => {
      const { ensureOps, withLock } = await import('../state/index.ts');
      return withLock(join(await ensureOps(paths.ops, 'locks'), `${name}.lock`), options, work);
    },
    ensureOps: async (...below) => (await import('../state/index.ts')).ensureOps(paths.ops, ...below),
    plugins: once(async () =>
      (await import('./plugins.ts')).createPlugins(oclif, paths, {
        signal: interrupts.signal,
        onWait: () => hostUi.err('waiting for another `hermes plugins` to end'),
      }),
    ),
    sections,
    doctor: async () => ({
      run: async () => (await import('../services/run-doctor.ts')).runDoctor(host),
    }),
    usage: {
      append: async (entry) => (await import('../llm/index.ts')).appendUsage(paths.ops, entry),
      read: async (options) => (await import('../llm/index.ts')).readUsage(paths.ops, options),
    },
    errors: {
      user: (code, message, options) => new HermesError(code, message, options),
      isUserError: isHermesError,
    },
    failed(error, options) {
      if (interrupts.exitCode === undefined) process.exitCode = reportFailure(error, options);
    },
    keepResult(result) {
      const file = process.env['HERMES_RESULT_FILE'];
      if (!file || result === undefined) return;
      try {
        writeFileSync(file, `${hostUi.json(result)}\n`);
      } catch (error) {
        // As text also with --json: standard output has had its one document.
        const failure = new HermesError('usage.invalid', `HERMES_RESULT_FILE cannot be written: ${String(error)}`, {
          where: { file },
        });
        process.exitCode = reportFailure(failure, { json: false });
      }
    },
    settle() {
      if (interrupts.exitCode !== undefined) process.exitCode = interrupts.exitCode;
    },
    ui: hostUi,
    service: (id) => contributions.service(id),
    points: (id) => contributions.points(id),
    run: (commandId, argv) => oclif.runCommand(commandId, argv),
  };
  return host;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
