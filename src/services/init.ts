import { mkdir, stat, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { exampleConfig } from '../config/index.ts';
import type { Paths } from '../contract/index.ts';
import { ensureOps } from '../state/index.ts';

export interface InitResult {
  schemaVersion: 1;
  home: string;
  /** Paths that were made. */
  created: string[];
  /** Paths that were there already and stay as they are. */
  kept: string[];
  /** The command line to go on with. */
  next: string;
}

/**
 * Lays out a home: commented config.yaml and empty `.env` (both 0600), our own state folder `ops/` (0700) that git ignores.
 * Never overwrites anything. `schemaFile` is the schema shipped with the package, for editors.
 * Throws node's own errors where the home cannot be written (shown as `home.not-writable`).
 */
export async function initHome(paths: Paths, schemaFile: string): Promise<InitResult> {
  const result: InitResult = { schemaVersion: 1, home: paths.home, created: [], kept: [], next: 'hermes model' };
  const note = (path: string, made: boolean) => result[made ? 'created' : 'kept'].push(path);
  await mkdir(paths.home, { recursive: true, mode: 0o700 });
  note(paths.config, await writeNew(paths.config, exampleConfig(pathToFileURL(schemaFile).href)));
  note(paths.env, await writeNew(paths.env, ''));
  note(paths.ops, !(await stat(paths.ops).catch(() => undefined)));
  await ensureOps(paths.ops);
  return result;
}

/** Writes a file, for its owner alone, unless there is one; true when it was written. */
async function writeNew(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600, flush: true });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
