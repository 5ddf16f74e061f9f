import type { Config } from '@oclif/core';
import { unknownCommand } from './unknown-command.ts';

/** Replaces oclif's bare "command not found". */
export default async function (this: { config: Config }, options: { id: string; config: Config }): Promise<never> {
  throw await unknownCommand(options.id, options.config);
}
