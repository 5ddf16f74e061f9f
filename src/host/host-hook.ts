import type { Config } from '@oclif/core';
import { createHost } from './core-host.ts';

/** Answers `hermes:host`: a plugin's command receives the live core without importing it. */
export default async function (this: { config: Config }) {
  return createHost(this.config, { withSections: true });
}
