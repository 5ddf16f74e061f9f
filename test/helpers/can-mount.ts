import { execFileSync } from 'node:child_process';

/** Whether this user may give a process file systems of its own (`unshare -m`): a small disk, or one that is read-only. */
export const canMount = (() => {
  try {
    execFileSync('unshare', ['-m', 'mount', '--bind', '/tmp', '/tmp'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
