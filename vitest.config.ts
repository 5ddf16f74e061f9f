import { defineConfig } from 'vitest/config';

/** Unit tests run in process; live ones against a real llama-server; e2e ones drive the built CLI. */
const project = (name: string, include: string[], testTimeout: number) => ({
  test: { name, include, testTimeout, hookTimeout: 60_000, disableConsoleIntercept: true },
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
          15_000,
        ),
      },
      { extends: true, ...project('live', ['test/live/**/*.test.ts', 'src/plugins/*/test/live/*.test.ts'], 60_000) },
      { extends: true, ...project('e2e', ['test/e2e/**/*.test.ts'], 60_000) },
    ],
  },
});
