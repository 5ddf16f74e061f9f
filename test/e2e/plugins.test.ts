import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hermes } from '../helpers/cli.ts';
import { fixturePlugin } from '../helpers/fixture-plugin.ts';
import { tempHome } from '../helpers/home.ts';
import { expectShape } from '../helpers/schema.ts';

/** Nothing answers on port 9 of this machine: npm can reach no registry. */
const NO_REGISTRY = { HERMES_NPM_REGISTRY: 'http://127.0.0.1:9', npm_config_registry: 'http://127.0.0.1:9' };
const BENCHMARK = '@hermes-ops/plugin-benchmark';

test('bench is announced, installed without a registry, inspected and removed', async () => {
  const { home } = tempHome();
  const help = await hermes(['--help'], { home });
  expect(help.stdout).toContain('INSTALLABLE');
  const missing = await hermes(['bench', '--json'], { home });
  expect(missing.code).toBe(2);
  expectShape('error', missing.json());
  expect(missing.json()).toMatchObject({
    error: { code: 'plugin.not-installed', try: ['hermes plugins install benchmark'] },
  });

  const installed = await hermes(['plugins', 'install', 'benchmark', '--json'], { home, env: NO_REGISTRY });
  expect(installed.stderr).not.toContain('Warning');
  expect(installed.code).toBe(0);
  expectShape('plugins-install', installed.json());
  expect(installed.json()).toMatchObject({ name: BENCHMARK, commands: ['bench'] });
  expect((await hermes(['bench', '--help'], { home })).code).toBe(0);
  expect((await hermes(['--help'], { home })).stdout).not.toContain('hermes plugins install benchmark');

  const inspected = await hermes(['plugins', 'inspect', 'benchmark', '--json'], { home });
  expectShape('plugins-inspect', inspected.json());
  expect(inspected.json()).toMatchObject({ contributes: { points: { 'agent.tools': 1 } }, faults: [] });

  const removed = await hermes(['plugins', 'uninstall', 'benchmark', '--json'], { home, env: NO_REGISTRY });
  expectShape('plugins-uninstall', removed.json());
  expect(readdirSync(join(home, 'ops/plugins/tarballs'))).toEqual([]);
  const listed = await hermes(['plugins', '--json'], { home });
  expectShape('plugins', listed.json());
  expect(listed.json()).toMatchObject({ plugins: [], installable: ['benchmark', 'agent', 'compression'] });
});

test.each([
  { input: './nothing-here.tgz', code: 'plugin.not-found', exit: 1 },
  { input: 'hermes-no-such-plugin', code: 'plugin.not-found', exit: 1 },
])('plugins install $input fails with $code', async ({ input, code, exit }) => {
  const { home } = tempHome();
  const run = await hermes(['plugins', 'install', input, '--json'], { home, env: NO_REGISTRY });
  expectShape('error', run.json());
  expect(run.json()).toMatchObject({ error: { code } });
  expect(run.code).toBe(exit);
});

test('a package that is no plugin leaves nothing behind', async () => {
  const { home } = tempHome();
  const folder = fixturePlugin('not-a-plugin', {});
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  delete manifest.oclif;
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const run = await hermes(['plugins', 'install', folder, '--json'], { home, env: NO_REGISTRY });
  expect(run.json()).toMatchObject({ error: { code: 'plugin.not-a-plugin' } });
  expect(readdirSync(join(home, 'ops/plugins/tarballs'))).toEqual([]);
  expect(JSON.parse(readFileSync(join(home, 'ops/plugins/package.json'), 'utf8')).dependencies).toEqual({});
});

const COMMAND = `export default class Shadow {
  static id = 'x'; static summary = 'x';
  static async run() { process.stdout.write('shadowed\\n'); }
}`;

test('a plugin that would hide a command of the core is refused and removed', async () => {
  const { home } = tempHome();
  const folder = fixturePlugin('shadowing', { 'commands/config/path.js': COMMAND });
  const run = await hermes(['plugins', 'install', folder, '--json'], { home, env: NO_REGISTRY });
  expect(run.json()).toMatchObject({ error: { code: 'plugin.shadows-core' } });
  expect((await hermes(['plugins', '--json'], { home })).json()).toMatchObject({ plugins: [] });
});

test('a plugin whose contribution throws is named and disturbs nothing; it cannot answer for the host', async () => {
  const { home } = tempHome();
  const folder = fixturePlugin(
    'broken',
    {
      'contribute.js': "export default async () => { throw new Error('no luck'); };",
      'host.js': 'export default async () => ({ apiVersion: 1, evil: true });',
      'commands/other.js': COMMAND,
    },
    { hooks: { 'hermes:contribute': './contribute.js', 'hermes:host': './host.js' } },
  );
  expect((await hermes(['plugins', 'install', folder], { home, env: NO_REGISTRY })).code).toBe(0);
  expect((await hermes(['plugins', 'install', 'benchmark'], { home, env: NO_REGISTRY })).code).toBe(0);
  const inspected = await hermes(['plugins', 'inspect', 'broken', '--json'], { home });
  expect(inspected.json()).toMatchObject({ faults: ['no luck'] });
  const other = await hermes(['plugins', 'inspect', 'benchmark', '--json'], { home });
  expect(other.json()).toMatchObject({ contributes: { points: { 'agent.tools': 1 } } });
  const bench = await hermes(['bench', '--json'], { home });
  expect(bench.json()).toMatchObject({ error: { code: 'endpoint.not-configured' } });
});

test('two installations at once both come true', async () => {
  const { home } = tempHome();
  const folders = ['one', 'two'].map((name) => fixturePlugin(name, { [`commands/${name}.js`]: COMMAND }));
  const runs = await Promise.all(
    folders.map((folder) => hermes(['plugins', 'install', folder], { home, env: NO_REGISTRY })),
  );
  expect(
    runs.map(({ code }) => code),
    runs.map(({ stderr }) => stderr).join(''),
  ).toEqual([0, 0]);
  const { plugins } = (await hermes(['plugins', '--json'], { home })).json() as { plugins: { name: string }[] };
  expect(plugins.map(({ name }) => name)).toEqual(['one', 'two']);
});
