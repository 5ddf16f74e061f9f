import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hermes } from '../helpers/cli.ts';
import { tempDir, tempHome } from '../helpers/home.ts';
import { loadedModules } from '../helpers/loaded-modules.ts';

/** Libraries that a light command has no business with. */
const HEAVY = ['openai', 'listr2', 'execa', '@oclif/plugin-plugins', 'ajv', 'diff', 'ink'];
const CONFIG =
  'model:\n  default: m\n  provider: custom\n  base_url: http://127.0.0.1:8000/v1\n  context_length: 65536\n';

test('--version loads no module of a package', async () => {
  expect(await loadedModules(['--version'], tempHome().home)).toEqual({ packages: [], sources: [] });
});

test.each([[['--help']], [['config', 'validate']], [['config', 'path']]])('%j loads nothing heavy', async (args) => {
  const { home } = tempHome({ 'config.yaml': CONFIG });
  const { packages, sources } = await loadedModules(args, home);
  expect(packages).toContain('@oclif/core');
  expect(packages.filter((name) => HEAVY.includes(name))).toEqual([]);
  const rooms = sources.filter((file) => /^src\/(server|llm|doctor|endpoint|services|state)\//.test(file));
  expect(rooms.filter((file) => file !== 'src/services/validate-config.ts')).toEqual([]);
});

test('what was compiled is kept for this user alone, and not where others could have put something', async () => {
  const [{ home }, temp] = [tempHome({ 'config.yaml': CONFIG }), tempDir()];
  const run = async () => expect((await hermes(['config', 'path'], { home, env: { TMPDIR: temp } })).code).toBe(0);
  const folder = join(temp, `hermes-ops-compiled-${process.getuid?.()}`);
  await run();
  expect(readdirSync(temp)).toEqual([`hermes-ops-compiled-${process.getuid?.()}`]);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(folder)).toHaveLength(1);

  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  await run();
  expect(readdirSync(folder)).toEqual([]);

  rmSync(folder, { recursive: true });
  const elsewhere = tempDir();
  symlinkSync(elsewhere, folder);
  await run();
  expect(readdirSync(elsewhere)).toEqual([]);
});
