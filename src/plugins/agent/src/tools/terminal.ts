import type { Host } from '@hermes-ops/contract';
import { timerMs } from '../settings.ts';
import { reviewCommand } from './command-review.ts';
import { settingOf } from './setting-of.ts';
import { type Capture, createCapture } from './shell/capture.ts';
import { createJobs, type Jobs } from './shell/jobs.ts';
import { openOutputFile } from './shell/output-file.ts';
import type { ShellProcess } from './shell/process.ts';
import { createShellSession, type ShellSession } from './shell/session.ts';
import { failed, ok, type Tool, type ToolEnvironment, type ToolOutcome, type ToolRun } from './tool.ts';

/** Of one argument of a program on Linux (MAX_ARG_STRLEN is 131,072 bytes). */
const LONGEST_COMMAND = 100_000;
/** Longest that a command may hold up the conversation, in s, unless the config's own limit is longer. */
const LONGEST_WAIT = 600;
/** How long a background command is watched before the model goes on, in ms. */
const FIRST_LOOK_MS = 1_000;
const FILE_LIMIT = 50_000_000;

interface State {
  session: ShellSession;
  jobs: Jobs;
  /** Commands of one session run one after the other: each starts where the one before has left off. */
  last: Promise<unknown>;
  /** Where a command would have run when it was looked at, and whether it had to be asked about then, by its text. */
  looked: Map<string, { cwd: string; asked: boolean }>;
}

/** `close` and `kill` as those of `ShellSession`, `running` as that of `Jobs`. */
export function terminalTool(): Tool & Pick<ShellSession, 'close' | 'kill'> & Pick<Jobs, 'running'> {
  let state: State | undefined;
  let closed = false;
  const stateOf = (host: Host, workspace: string): State => {
    state ??= {
      session: createShellSession(host, workspace),
      jobs: createJobs(),
      last: Promise.resolve(),
      looked: new Map(),
    };
    return state;
  };

  return {
    name: 'terminal',
    description:
      'Run a bash command. Folder and exported variables persist. No stdin. Use background for servers and long work.',
    parameters: {
      type: 'object',
      properties: {
        command: { type: 'string' },
        timeout: { type: 'integer', minimum: 1, description: 'seconds, default 180' },
        background: { type: 'boolean' },
        job: { type: 'integer', minimum: 1, description: 'id of a background job; command is then read or kill' },
      },
      required: ['command'],
    },
    summary: ({ command, job }) => (job === undefined ? `$ ${command}` : `${command} job ${job}`),
    async review(args, environment) {
      if (args['job'] !== undefined) return undefined;
      const { session, last, looked } = stateOf(environment.host, environment.workspace);
      await last;
      const [command, cwd] = [String(args['command']), await session.cwd()];
      const review = await reviewCommand(command, environment, cwd);
      looked.set(command, { cwd, asked: review !== undefined });
      return review;
    },
    async run(args, run) {
      if (closed) return failed('the session has ended');
      const now = stateOf(run.host, run.workspace);
      if (args['job'] !== undefined) return askJob(args, run, now.jobs);
      const command = String(args['command']);
      if (command.trim() === '') return failed('command is empty');
      if (command.length > LONGEST_COMMAND) return failed('command is too long: put it into a script with write_file');
      const turn = now.last.then(() => runCommand(command, args, run, now));
      now.last = turn.catch(() => undefined);
      return turn;
    },
    running: () => state?.jobs.running() ?? [],
    async close() {
      closed = true;
      await state?.session.close();
    },
    kill() {
      closed = true;
      state?.session.kill();
    },
  };
}

async function askJob(args: Record<string, unknown>, run: ToolRun, jobs: Jobs): Promise<ToolOutcome> {
  const [id, command] = [Number(args['job']), String(args['command']).trim()];
  if (command !== 'read' && command !== 'kill') return failed('with job, command must be read or kill');
  if (command === 'kill') await jobs.stop(id);
  const wait = command === 'read' ? Math.min(Number(args['timeout'] ?? 0), LONGEST_WAIT) * 1000 : 0;
  const read = await jobs.read(id, wait, run.signal);
  if (read) return ok(read.text);
  const ids = jobs.ids();
  return failed(`there is no job ${id}; running: ${ids.length > 0 ? ids.join(', ') : 'none'}`);
}

async function runCommand(
  command: string,
  args: Record<string, unknown>,
  run: ToolRun,
  now: State,
): Promise<ToolOutcome> {
  if (run.signal.aborted) return failed('interrupted before it started');
  const cwd = await now.session.cwd();
  const review = await reviewCommand(command, run, cwd);
  if (review?.refuse) return failed(review.refuse);
  const before = now.looked.get(command);
  // Another call of the same answer may have changed the folder meanwhile.
  if (review && before && before.cwd !== cwd) {
    return failed(`the folder is ${cwd} now, not the one for which this was looked at: call it again`);
  }
  if (review && before?.asked === false) {
    return failed(`something changed since this was looked at, and now it needs agreement: call it again`);
  }
  const capture = captureFor(run);
  const started = await now.session
    .start(command, { capture, agreed: review ? (run.agreed ?? 'now') : 'nobody' })
    .catch((error: Error) => error);
  if (started instanceof Error) return failed(`the shell cannot be started: ${started.message}`);
  const { process, keep } = started;
  if (args['background'] === true) {
    const id = now.jobs.add(command, process, capture);
    const read = await now.jobs.read(id, FIRST_LOOK_MS, run.signal);
    return ok(read?.text ?? '');
  }
  const limit = await limitOf(args, run);
  const end = await waitFor(process, limit, run.signal);
  if (end === 'interrupted') return failed(`${await printed(capture)}[interrupted by the user]`);
  if (end === 'late') {
    const advice = 'For a command that needs longer give timeout, for one that keeps running background: true.';
    return failed(`${await printed(capture)}[ended after ${limit} s. ${advice}]`);
  }
  const folder = await keep();
  const notes = [`exit code ${end}`, ...(folder ? [`now in ${folder}`] : [])];
  if (process.lives()) notes.push(`its background processes go on as job ${now.jobs.add(command, process, capture)}`);
  return { status: end === 0 ? 'ok' : 'error', text: `${await printed(capture)}[${notes.join('; ')}]` };
}

async function printed(capture: Capture): Promise<string> {
  const text = await capture.take();
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

const captureFor = (environment: ToolEnvironment): Capture =>
  createCapture({
    // Room for the notes at the end.
    maxChars: Math.max(200, environment.maxChars - 300),
    mask: (text) => environment.host.mask(text),
    openFile: async () => openOutputFile(await environment.outputs(), 'terminal'),
    fileLimit: FILE_LIMIT,
  });

/** In s. A limit of 0, or below, in the config means the longest one. */
async function limitOf(args: Record<string, unknown>, { host }: ToolRun): Promise<number> {
  const wished = await settingOf(host, 'terminal', 'timeout', 180);
  const usual = wished > 0 ? wished : LONGEST_WAIT;
  return Math.min(Number(args['timeout'] ?? usual), Math.max(usual, LONGEST_WAIT));
}

/** The exit code, or why the command was ended before. */
async function waitFor(
  process: ShellProcess,
  seconds: number,
  signal: AbortSignal,
): Promise<number | 'late' | 'interrupted'> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const early = new Promise<'late' | 'interrupted'>((resolve) => {
    timer = setTimeout(() => resolve('late'), timerMs(seconds));
    onAbort = () => resolve('interrupted');
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
  try {
    const end = await Promise.race([process.ended, early]);
    if (typeof end !== 'number') {
      await process.stop();
      await process.ended;
    }
    return end;
  } finally {
    clearTimeout(timer);
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}
