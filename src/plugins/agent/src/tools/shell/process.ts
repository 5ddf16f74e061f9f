import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Capture } from './capture.ts';
import type { Variables } from './environment.ts';
import { groupLives } from './process-group.ts';

/** Between asking a group of processes to end and ending it. */
const TERM_MS = 2_000;
/** How long one that was ended may take to be gone, on a machine however busy; only what hangs in the kernel takes longer. */
const KILL_MS = 3_000;
/** How long the output of a shell that has ended may be silent before it is taken for complete. */
const QUIET_MS = 150;
/** Characters; more than the pipe and our own buffers hold together. */
const PIPE_HOLDS = 1_000_000;

export interface ShellRun {
  file: string;
  args: readonly string[];
  cwd: string;
  env: Variables;
  capture: Capture;
}

export interface ShellProcess {
  pid: number;
  /** Exit code, 128 + signal number where a signal ended it; resolves when the output is complete or somebody else holds it. */
  ended: Promise<number>;
  /** Whether processes that the command left behind still run. */
  lives(): boolean;
  /** Ends the whole group: SIGTERM, after `graceMs` (two seconds by default) SIGKILL. */
  stop(graceMs?: number): Promise<void>;
  /** SIGKILL to the whole group, before it returns. */
  kill(): void;
}

/** Starts a shell as leader of its own group, reading nothing, its output going into the capture. Rejects when it cannot. */
export async function startShell(run: ShellRun): Promise<ShellProcess> {
  const child = spawn(run.file, run.args, {
    cwd: run.cwd,
    env: run.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (child.pid === undefined) {
    const [error] = await once(child, 'error');
    throw error;
  }
  const { pid } = child;
  // Nothing more can go wrong that `exit` would not tell.
  child.on('error', () => undefined);
  const work = { busy: false };
  const pumped = pump(child, run.capture, work);
  const exited = once(child, 'exit').then(([code, signal]) => exitCode(code, signal));
  let gone = false;
  /** A group that is gone never comes back: its number may by now be that of a stranger. */
  const lives = (): boolean => {
    gone ||= !groupLives(pid);
    return !gone;
  };
  return {
    pid,
    lives,
    ended: exited.then(async (code) => {
      await drained(pumped, run.capture, work, lives);
      if (!lives()) child.stdout?.destroy();
      return code;
    }),
    stop: (graceMs = TERM_MS) => stopGroup(pid, lives, graceMs),
    kill: () => {
      if (lives()) send(pid, 'SIGKILL');
    },
  };
}

/** Never rejects: the stream ends early where we destroy it, when nobody in the group is left to write. */
async function pump(child: ChildProcess, capture: Capture, work: { busy: boolean }): Promise<void> {
  try {
    for await (const chunk of child.stdout ?? []) {
      work.busy = true;
      await capture.write(chunk);
      work.busy = false;
    }
  } catch {
    child.stdout?.destroy();
  } finally {
    work.busy = false;
  }
}

/**
 * The shell's end is not the output's: some is still in the pipe, and a process left behind may hold it for hours. One
 * that has left the group is not waited for, nor followed when it writes more than a pipe can hold.
 */
async function drained(pumped: Promise<void>, capture: Capture, work: { busy: boolean }, lives: () => boolean) {
  let done = false;
  const end = pumped.finally(() => {
    done = true;
  });
  const most = capture.total() + PIPE_HOLDS;
  for (let before = -1; !done && capture.total() < most; ) {
    if (before === capture.total() && !work.busy) return;
    before = capture.total();
    await Promise.race([end, sleep(QUIET_MS)]);
    if (lives() && !done) return;
  }
}

const exitCode = (code: number | null, signal: string | null): number =>
  code ?? 128 + (constants.signals[signal as NodeJS.Signals] ?? 0);

/** SIGTERM to the whole group, after `graceMs` SIGKILL. */
export async function stopGroup(pid: number, lives: () => boolean, graceMs: number): Promise<void> {
  if (!lives()) return;
  send(pid, 'SIGTERM');
  // A stopped process sees the signal only once it goes on.
  send(pid, 'SIGCONT');
  if (await ends(lives, graceMs)) return;
  send(pid, 'SIGKILL');
  await ends(lives, KILL_MS);
}

async function ends(lives: () => boolean, ms: number): Promise<boolean> {
  for (const end = Date.now() + ms; Date.now() < end; ) {
    await sleep(20);
    if (!lives()) return true;
  }
  return false;
}

/** To the whole group; one that has ended by itself is no failure. */
export function send(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // It has ended by itself.
  }
}
