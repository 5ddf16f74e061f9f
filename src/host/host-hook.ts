import type { Config } from '@oclif/core';
import { createHost } from './core-host.ts';
import { watchOutput } from './output-errors.ts';

/** Answers `hermes:host`: a plugin's command receives the live core without importing it. */
export default async function (this: { config: Config }) {
  watchOutput();
  return createHost(this.config, { withSections: true });
}
