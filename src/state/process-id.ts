import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * What tells a process from a later one with the same pid: boot and start tick on Linux, the start time that `ps` knows
 * elsewhere. Undefined when there is no such process, or only a zombie that nobody has collected.
 */
export function processIdentity(pid: number): string | undefined {
  if (process.platform === 'linux') return linuxIdentity(pid);
  if (!exists(pid)) return undefined;
  // Windows has no ps; there the pid alone has to do.
  if (process.platform === 'win32') return 'unknown';
  try {
    // The text of a start time must not depend on who asks.
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env }).trim() || undefined;
  } catch {
    return undefined;
  }
}

export const isSameProcess = (pid: number, identity: string): boolean => processIdentity(pid) === identity;

/** `/proc/PID/stat` (proc(5)): the name in brackets may hold anything, so fields are counted after the last bracket. */
function linuxIdentity(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [threads, startTick] = [Number(rest[16]), rest[18]];
    // A killed process is a zombie while its other threads still end, and until then it holds its sockets and memory.
    if (((state === 'Z' || state === 'X') && threads <= 1) || startTick === undefined) return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${startTick}`;
  } catch {
    return undefined;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
