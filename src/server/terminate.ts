import { setTimeout as sleep } from 'node:timers/promises';
import { userError } from '../errors/hermes-error.ts';
import { isSameProcess } from '../state/index.ts';

export type Ending = 'stopped' | 'killed' | 'was-gone';

const KILL_WAIT_MS = 5_000;

/**
 * Ends one of our servers with everything it started: SIGTERM, after `graceMs` SIGKILL. Signals are sent only while the
 * process is the one that was recorded. llama-server ignores SIGTERM while a request runs, so "killed" is nothing rare.
 */
export async function terminate(pid: number, identity: string, graceMs: number): Promise<Ending> {
  if (!isSameProcess(pid, identity)) return 'was-gone';
  send(pid, 'SIGTERM');
  // A stopped process handles signals only after it has been continued; Windows knows neither.
  if (process.platform !== 'win32') send(pid, 'SIGCONT');
  if (await isGone(pid, identity, graceMs)) return 'stopped';
  send(pid, 'SIGKILL');
  if (await isGone(pid, identity, KILL_WAIT_MS)) return 'killed';
  throw userError('server.stop-failed', `process ${pid} did not end, not even by SIGKILL`, {
    try: [`ps -o pid,state,wchan,args -p ${pid}`],
  });
}

/** To the process group, which the server leads; where there are no groups, to the process. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH') return;
    if (code !== 'EPERM') throw error;
    throw userError('server.stop-failed', `process ${pid} belongs to another user`, { try: [`sudo kill ${pid}`] });
  }
}

async function isGone(pid: number, identity: string, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  for (let pause = 5; isSameProcess(pid, identity); pause = Math.min(100, pause * 2)) {
    if (performance.now() > deadline) return false;
    await sleep(pause);
  }
  return true;
}
