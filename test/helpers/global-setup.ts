import { existsSync } from 'node:fs';

/** The end-to-end tests drive what `npm run build` made. */
export default function setup(): void {
  if (!existsSync(new URL('../../dist/host/main.js', import.meta.url))) {
    throw new Error('dist/ is missing: run `npm run build` first (npm test does)');
  }
}
