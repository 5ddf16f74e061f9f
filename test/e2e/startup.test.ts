import { expect, test } from 'vitest';
import { tempHome } from '../helpers/home.ts';
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
