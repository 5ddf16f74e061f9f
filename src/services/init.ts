import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { exampleConfig, type PluginSections, SCHEMA_PLACE, writeSchema } from '../config/index.ts';
import type { Paths } from '../contract/index.ts';
import { createFile, ensureOps, makeFolder } from '../state/index.ts';

export interface InitResult {
  schemaVersion: 1;
  home: string;
  /** Paths that were made. */
  created: string[];
  /** Paths that were there already and stay as they are. */
  kept: string[];
  /** Our own files that another version of hermes, or other plugins, had written. */
  updated: string[];
  /** The command line to go on with. */
  next: string;
}

/**
 * Lays out a home: commented config.yaml and empty `.env` (both 0600), our own state folder `ops/` (0700) that git ignores,
 * in it the schema to which config.yaml points editors. Of the user's files none is ever overwritten. `plugins`: sections
 * that installed plugins bring. Throws node's own errors where the home cannot be written (shown as `home.not-writable`).
 */
export async function initHome(paths: Paths, plugins: () => Promise<PluginSections>): Promise<InitResult> {
  const result: InitResult = {
    schemaVersion: 1,
    home: paths.home,
    created: [],
    kept: [],
    updated: [],
    next: 'hermes model',
  };
  const note = (path: string, made: boolean) => result[made ? 'created' : 'kept'].push(path);
  const write = (file: string, text: string) => createFile(file, text, { mode: 0o600, flush: true });
  await makeFolder(paths.home);
  note(paths.config, await write(paths.config, exampleConfig()));
  note(paths.env, await write(paths.env, ''));
  note(paths.ops, !(await stat(paths.ops).catch(() => undefined)));
  await ensureOps(paths.ops);
  const schema = join(paths.home, SCHEMA_PLACE);
  result[await writeSchema(schema, await plugins())].push(schema);
  return result;
}
