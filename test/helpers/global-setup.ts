import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The end-to-end tests drive what `npm run build` made, so it must be there and not be older than the sources. */
export default function setup(): void {
  const built = join(ROOT, 'oclif.manifest.json');
  const made = existsSync(built) && existsSync(join(ROOT, 'dist/host/main.js')) ? statSync(built).mtimeMs : 0;
  const newer = globSync('{src/**/*.ts,schemas/**/*.json}', { cwd: ROOT }).find(
    (file) => !/node_modules|\/test\//.test(file) && statSync(join(ROOT, file)).mtimeMs > made,
  );
  if (newer) throw new Error(`dist/ is older than ${newer}: run \`npm run build\` first (npm test does)`);
}
