import type { Contribution } from '@hermes-ops/contract';
import type { Config } from '@oclif/core';

/** What this plugin adds besides its commands. Loaded with every collection of contributions, so it imports nothing. */
export default async function contribute({ config }: { config: Config }): Promise<Contribution> {
  return {
    apiVersion: 1,
    services: {
      'agent.sessions': async () => (await import('./sessions/service.ts')).sessionService(config),
    },
  };
}
