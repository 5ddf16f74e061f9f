import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '@oclif/core';
import type { Paths } from '../contract/index.ts';
import { Contributions } from './contributions.ts';

/**
 * Writes the schema for editors anew where the home has one (`hermes init` makes it), with the sections of the plugins
 * that are installed now.
 */
export async function refreshSchema(oclif: Config, paths: Paths): Promise<void> {
  const { preparePlugins, SCHEMA_PLACE, writeSchema } = await import('../config/index.ts');
  const file = join(paths.home, SCHEMA_PLACE);
  const there = await stat(file).catch(() => undefined);
  if (!there) return;
  // What the host has collected is from before.
  const sections = await new Contributions(oclif).sections();
  await writeSchema(file, await preparePlugins(sections));
}
