import type { PluginSections } from '../config/index.ts';
import type {
  Check,
  CheckContext,
  CheckRow,
  DoctorReport,
  EndpointRoom,
  LlmRoom,
  LoadedConfig,
  Paths,
  Target,
  TargetPlace,
  UserError,
} from '../contract/index.ts';
import { isHermesError, userError } from '../errors/hermes-error.ts';
import { nearest } from '../errors/nearest.ts';
import type { ServerRoomApi } from '../server/index.ts';

/** What the doctor needs of the host. */
export interface DoctorHost {
  paths: Paths;
  signal: AbortSignal;
  config(): Promise<LoadedConfig>;
  endpoint(): Promise<EndpointRoom>;
  llm(): Promise<LlmRoom>;
  server(): Promise<ServerRoomApi>;
  /** Sections of config.yaml that installed plugins bring. */
  sections(): Promise<PluginSections>;
  /** The checks of installed plugins; no id is one of the core's. */
  contributions: { checks(): Promise<Check[]> };
}

export interface DoctorOptions {
  /** Ids to report; what they depend on runs too. */
  only?: readonly string[];
  /** Longest time for one check, ms; default: each check's own limit. */
  limitMs?: number;
  /** How long a server may take for a question that needs no model, ms; default 3,000. */
  probeMs?: number;
  /** Rows in the order of the report, each as soon as it is known. */
  onRow?: (row: CheckRow) => void;
  /** Default: the process's own. */
  env?: NodeJS.ProcessEnv;
}

const PROBE_MS = 3_000;

/**
 * Runs the core's checks and those of the installed plugins against the configured endpoint. Works with a config that is
 * missing or cannot be parsed: that is then the failing row. Errors: doctor.unknown-check.
 */
export async function runDoctor(host: DoctorHost, options: DoctorOptions = {}): Promise<DoctorReport> {
  const { CORE_CHECKS, runChecks } = await import('../doctor/index.ts');
  const checks = [...CORE_CHECKS, ...(await host.contributions.checks())];
  const only = options.only?.map((id) => knownId(id, checks));
  const context = await createContext(host, options);
  return runChecks(checks, context, {
    ...(only ? { only } : {}),
    ...(options.limitMs === undefined ? {} : { limitMs: options.limitMs }),
    ...(options.onRow ? { onRow: options.onRow } : {}),
  });
}

function knownId(id: string, checks: readonly Check[]): string {
  const ids = checks.map((check) => check.id);
  if (ids.includes(id)) return id;
  const near = ids.find((known) => known.endsWith(`.${id}`)) ?? nearest(id, ids);
  throw userError('doctor.unknown-check', `there is no check \`${id}\``, {
    where: { flag: '--only' },
    try: [...(near === undefined ? [] : [`Did you mean \`${near}\`?`]), `The checks are: ${ids.join(', ')}`],
  });
}

async function createContext(host: DoctorHost, options: DoctorOptions): Promise<Omit<CheckContext, 'limitMs'>> {
  const [{ requireTarget, validateFile }, endpoint, llm] = await Promise.all([
    import('../config/index.ts'),
    host.endpoint(),
    host.llm(),
  ]);
  const { value: config, error: configError } = await attempt(() => host.config());
  const { value: target, error: targetError } = await attempt(() => config && requireTarget(config));
  const { paths, signal } = host;
  const env = options.env ?? process.env;
  const timeoutMs = Math.min(options.probeMs ?? PROBE_MS, (options.limitMs ?? Number.POSITIVE_INFINITY) * 0.8);
  return {
    paths,
    env,
    config,
    configError,
    validation: once(async () => validateFile(paths.config, { env, plugins: () => host.sections() })),
    target,
    targetError,
    place: target && config && (await placeOf(target, config, host)),
    report: once(async () => {
      if (!target) throw new Error('a check that needs the endpoint comes after endpoint.reachable');
      return endpoint.describe(target, { signal, timeoutMs });
    }),
    endpoint,
    llm,
    signal,
  };
}

/** Anything but a fault that the user can mend is thrown on. */
async function attempt<T>(make: () => T | Promise<T>): Promise<{ value: T | undefined; error: UserError | undefined }> {
  try {
    return { value: await make(), error: undefined };
  } catch (error) {
    if (!isHermesError(error)) throw error;
    return { value: undefined, error };
  }
}

async function placeOf(target: Target, config: LoadedConfig, host: DoctorHost): Promise<TargetPlace> {
  const { displayUrl, hostLabel, isLocal, isLoopback, rootOf } = await import('../endpoint/index.ts');
  const { baseUrl } = target;
  const loopback = isLoopback(baseUrl);
  return {
    url: displayUrl(baseUrl),
    root: rootOf(baseUrl),
    host: hostLabel(baseUrl),
    loopback,
    local: isLocal(baseUrl),
    ownServer: once(async () => {
      if (!loopback) return undefined;
      const { ownServerAt } = await import('./own-server.ts');
      return ownServerAt(new URL(baseUrl).port, config, host);
    }),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
