import { defineConfig } from 'vitest/config';

/** For `npm run proof`: full volumes, so no limit of time but that of the whole run; one seed for every property test. */
export default defineConfig({
  test: {
    setupFiles: ['scripts/proof-setup.ts'],
    testTimeout: 3_600_000,
    maxWorkers: 1,
    disableConsoleIntercept: true,
  },
});
