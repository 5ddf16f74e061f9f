import type { EndpointRoom, ServerEntry, ServerStatus, Target } from '../contract/index.ts';
import { commandLine } from '../errors/command-line.ts';
import { type HermesError, userError } from '../errors/hermes-error.ts';
import { isSameProcess, withLock } from '../state/index.ts';
import { startFailure } from './failure.ts';
import { settingsIn } from './flags.ts';
import type { GgufHeader } from './gguf-header.ts';
import { launch } from './launch.ts';
import { readFrom } from './log-file.ts';
import { checkModelFile } from './model-file.ts';
import { planServer, type ServerPlan } from './plan.ts';
import { requireBinary, requirePort } from './preflight.ts';
import { differences, readbackOf, recordedReadback } from './readback.ts';
import { checkName, type Readback, type Records, type ServerRecord } from './records.ts';
import { terminate } from './terminate.ts';
import { untilServing, type WaitResult, type Watched } from './wait.ts';

export interface StartRequest {
  name: string;
  /** `model` as an absolute path. */
  entry: ServerEntry;
  apiKey?: string;
  /** Default 300,000: large models load for minutes. */
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Told what is going on: every second at first, then less and less often. */
  progress?: (text: string) => void;
}

export interface StartedServer extends ServerStatus {
  /** False when it was running already, with the same command line. */
  started: boolean;
  binary: string;
  argv: string[];
  log: string;
  /** Variable that holds the key it asks for; null when it asks for none that is known. */
  apiKeyEnv: string | null;
  /** Whether requests may carry tools; null when the server does not say. */
  templateTools: boolean | null;
  warnings: string[];
  durationMs: number;
}

export interface ServerContext {
  records: Records;
  endpoint: EndpointRoom;
  env: NodeJS.ProcessEnv;
  cwd: string;
}

const DEFAULT_TIMEOUT_MS = 300_000;
const HUNG_AFTER_MS = 5_000;

/**
 * Starts one server and returns when it serves. Everything that can be checked is checked before; when it fails, or the
 * signal aborts it, nothing is left running and no state is left. Two starts of one name start one server.
 */
export async function startServer(context: ServerContext, request: StartRequest): Promise<StartedServer> {
  const begin = performance.now();
  const name = checkName(request.name);
  const apiKey = request.apiKey ?? context.env['LLAMA_API_KEY'];
  const plan = planServer(request.entry, apiKey ? { apiKey } : {});
  const binary = requireBinary(context.env, context.cwd);
  await context.records.prepare();
  const lock = {
    ...(request.signal ? { signal: request.signal } : {}),
    onWait: () => request.progress?.('waiting for another `hermes server start`'),
  };
  return withLock(context.records.lockFile(name), lock, async () => {
    const running = await context.records.read(name);
    const job = { context, request, plan, binary, begin };
    if (running && isSameProcess(running.pid, running.identity)) return joinRunning(job, running);
    return startNew(job, name);
  });
}

interface Job {
  context: ServerContext;
  request: StartRequest;
  plan: ServerPlan;
  binary: string;
  begin: number;
}

async function startNew(job: Job, name: string): Promise<StartedServer> {
  const { context, request, plan, binary } = job;
  const header = plan.model === undefined ? requireSomeModel(plan) : checkModelFile(plan.model);
  await requirePort(plan, context.endpoint, context.records);
  const log = context.records.logFile(name);
  const { exit, ...process } = await launch(binary, plan, { log, env: context.env, cwd: context.cwd });
  const record: ServerRecord = {
    schemaVersion: 1,
    name,
    ...process,
    binary,
    argv: plan.shownArgv,
    url: plan.url,
    host: plan.host,
    port: plan.port,
    model: plan.model ?? null,
    apiKeyEnv: request.entry.api_key_env ?? (plan.env['LLAMA_API_KEY'] ? 'LLAMA_API_KEY' : null),
    startedAt: new Date().toISOString(),
    log,
    ready: null,
  };
  try {
    await context.records.write(record);
    return await finish(job, record, { ...record, exit }, header, true);
  } catch (error) {
    if (request.signal?.aborted) request.progress?.('interrupted, ending the server');
    // Why the start failed is what the user has to know; a server that is left keeps its record.
    await terminate(record.pid, record.identity, 2_000)
      .then(() => context.records.remove(record))
      .catch((left: Error) => request.progress?.(`ending the server failed: ${left.message}`));
    throw error;
  }
}

/** Waits until it serves and reads back what it gives. */
async function finish(
  job: Job,
  record: ServerRecord,
  watched: Watched,
  header: GgufHeader | undefined,
  started: boolean,
): Promise<StartedServer> {
  const { context, request, plan, begin } = job;
  const { timeoutMs = DEFAULT_TIMEOUT_MS, signal, progress } = request;
  // One that has served answers at once, unless it hangs.
  const limitMs = record.ready === null ? timeoutMs : Math.min(timeoutMs, HUNG_AFTER_MS);
  const outcome = await untilServing(watched, {
    endpoint: context.endpoint,
    timeoutMs: limitMs,
    ...(signal ? { signal } : {}),
    ...(progress ? { progress } : {}),
  });
  if (outcome.kind === 'timeout') throw record.ready ? hung(record, limitMs) : tooSlow(record, timeoutMs, started);
  if (outcome.kind !== 'serving') throw await failureOf(outcome, plan, record, context.records);
  const target = { baseUrl: `${plan.url}/v1`, ...(plan.apiKey === undefined ? {} : { apiKey: plan.apiKey }) };
  const props = await context.endpoint.props(target);
  const got = props ? readbackOf(props) : recordedReadback(record);
  if (await context.records.isStopping(record)) throw stopped(record);
  // The record of a server that is joined keeps what it said to the key it was started with.
  if (record.ready === null) await context.records.write({ ...record, ready: got ?? EMPTY_READBACK });
  const keyChanged = !started && !props && (await refusesKey(context.endpoint, target));
  return {
    name: record.name,
    state: 'ready',
    pid: record.pid,
    url: record.url,
    build: got?.build ?? null,
    model: got?.model ?? null,
    uptimeSeconds: secondsSince(record.startedAt),
    contextPerSlot: got?.contextPerSlot ?? null,
    slots: got?.slots ?? null,
    started,
    binary: record.binary,
    argv: record.argv,
    log: record.log,
    apiKeyEnv: record.apiKeyEnv,
    templateTools: plan.jinja ? (got?.templateTools ?? null) : false,
    warnings: [
      ...(keyChanged ? [otherKey(record)] : []),
      ...plan.warnings,
      ...differences(plan, got, header?.trainContext),
    ],
    durationMs: Math.round(performance.now() - begin),
  };
}

/** The same command line again is no error; another one is, because the running server does not do what was asked. */
async function joinRunning(job: Job, running: ServerRecord): Promise<StartedServer> {
  const { plan, binary } = job;
  if (running.binary === binary && JSON.stringify(running.argv) === JSON.stringify(plan.shownArgv)) {
    return finish(job, running, running, undefined, false);
  }
  throw userError(
    'server.already-running',
    `"${running.name}" is running with other settings (pid ${running.pid}, ${running.url})`,
    { try: [stopLine(running), 'Or give the new one another name: hermes server start NAME ...'] },
  );
}

function requireSomeModel(plan: ServerPlan): undefined {
  if (settingsIn(plan.argv).has('remoteModel')) return undefined;
  throw userError('server.no-model', 'no model was given', {
    try: ['hermes server start -m /path/to/model.gguf', 'Or set it: hermes config set servers.default.model FILE'],
  });
}

const refusesKey = async (endpoint: EndpointRoom, target: Target): Promise<boolean> => {
  const models = await endpoint.models(target);
  return !models.ok && models.reason === 'unauthorized';
};

const otherKey = (running: ServerRecord): string =>
  `it runs with another key than the one that is set now; to use that one: ${stopLine(running)}, then start it again`;

const stopLine = ({ name }: ServerRecord): string => commandLine('hermes', 'server', 'stop', name);

async function failureOf(
  outcome: Extract<WaitResult, { kind: 'ended' | 'aborted' }>,
  plan: ServerPlan,
  record: ServerRecord,
  records: Records,
): Promise<Error> {
  if (outcome.kind === 'aborted') return new DOMException('the start was interrupted', 'AbortError');
  if (await records.isStopping(record)) return stopped(record);
  return startFailure(await readFrom(record.log, record.logStart), outcome.exit, plan, record.log);
}

const stopped = ({ name }: ServerRecord): HermesError =>
  userError('server.stopped', `"${name}" was stopped while it was starting`, {
    try: ['Start it again, unless that was meant.'],
  });

function hung(record: ServerRecord, limitMs: number): HermesError {
  const message = `"${record.name}" runs (pid ${record.pid}) but has not answered for ${limitMs / 1000} s; it is left running`;
  return userError('server.unresponsive', message, {
    where: { file: record.log },
    try: [stopLine(record), 'Then start it again; the log named above may say why it hangs.'],
  });
}

/** A server that this start began is ended when it is too slow; one that ran before is left alone. */
function tooSlow(record: ServerRecord, timeoutMs: number, started: boolean): HermesError {
  const seconds = timeoutMs / 1000;
  const where = { file: record.log };
  if (started) {
    return userError('server.start-timeout', `it did not serve within ${seconds} s and was ended`, {
      where,
      try: [`Give it more time: --timeout ${Math.ceil(seconds * 3)}`, 'Read the log named above.'],
    });
  }
  const message = `"${record.name}" runs already (pid ${record.pid}) but did not answer within ${seconds} s; it still runs`;
  return userError('server.start-timeout', message, {
    where,
    try: [`If it hangs, stop it, then start it again: ${stopLine(record)}`, 'Read the log named above.'],
  });
}

const EMPTY_READBACK: Readback = { build: '', model: '', contextPerSlot: 0, slots: 0, templateTools: null };

export const secondsSince = (iso: string): number => Math.max(0, Math.floor((Date.now() - Date.parse(iso)) / 1000));
