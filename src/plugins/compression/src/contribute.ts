import type { Contribution } from '@hermes-ops/contract';
import type { Config } from '@oclif/core';

/** What this plugin adds besides its commands. Loaded with every collection of contributions, so it imports nothing. */
export default async function contribute({ config }: { config: Config }): Promise<Contribution> {
  const engine = async () => {
    const [{ findHost }, { createEngine }] = await Promise.all([
      import('@hermes-ops/plugin-kit'),
      import('./engine.ts'),
    ]);
    return createEngine(await findHost(config));
  };
  let made: ReturnType<typeof engine> | undefined;
  const once = () => {
    made ??= engine();
    return made;
  };
  return {
    apiVersion: 1,
    points: {
      'agent.contextEngine': [
        {
          id: 'compression',
          fit: async (state: never) => (await once()).fit(state),
          describe: async (state: never) => (await once()).describe(state),
        },
      ],
    },
  };
}
