import { readdirSync, readFileSync } from 'node:fs';

/** Whether a process of this group is at work. Zombies, which nobody collects in many containers, do not count. */
export function groupLives(group: number): boolean {
  try {
    process.kill(-group, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return process.platform !== 'linux' || readdirSync('/proc').some((name) => /^\d+$/.test(name) && isOf(name, group));
}

/** `/proc/PID/stat` (proc(5)): after the name in brackets, which may hold anything, come state, parent and group. */
function isOf(pid: string, group: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state, , own] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(own) === group && state !== 'Z' && state !== 'X';
  } catch {
    return false;
  }
}
