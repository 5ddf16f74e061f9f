import { defineConfig } from 'vitest/config';

/**
 * Unit tests run in process; live ones against a real llama-server; e2e ones drive the built CLI. The limits are for what hangs:
 * a test may take several times what it usually does.
 */
const project = (name: string, include: string[], testTimeout: number) => ({
  test: { name, include, testTimeout, hookTimeout: 180_000, disableConsoleIntercept: true },
});

export default defineConfig({
  test: {
    globalSetup: ['test/helpers/global-setup.ts'],
    // Most tests wait for processes and servers: a third worker fills the two cores.
    maxWorkers: 3,
    // A busy machine is no failure.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      {
        extends: true,
        ...project(
          'unit',
          [
            'test/**/*.test.ts',
            '!test/{live,e2e}/**',
            'src/plugins/*/test/**/*.test.ts',
            '!src/plugins/*/test/live/**',
          ],
          60_000,
        ),
      },
      { extends: true, ...project('live', ['test/live/**/*.test.ts', 'src/plugins/*/test/live/*.test.ts'], 180_000) },
      { extends: true, ...project('e2e', ['test/e2e/**/*.test.ts'], 180_000) },
    ],
  },
});
