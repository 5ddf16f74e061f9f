import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Processes of another container have numbers of their own, and nobody can say here whether they live. */
function numbering(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replace(/\D/g, '') || '0';
  } catch {
    return '0';
  }
}

/** A new folder for a copy, for its owner only, by whose name it can be told whether its process lives. */
export const makeCopyFolder = (): string =>
  mkdtempSync(join(tmpdir(), `hermes-sessions-${process.pid}-${numbering()}-`));

/** Removes the folders of processes that were killed before they could do it. Never throws. */
export function dropLeftFolders(): void {
  const here = numbering();
  for (const name of namesIn(tmpdir())) {
    const [, pid, numbers] = /^hermes-sessions-(\d+)-(\d+)-/.exec(name) ?? [];
    if (numbers !== here || lives(Number(pid))) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Of another user.
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
