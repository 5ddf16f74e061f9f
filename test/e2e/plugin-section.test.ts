import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hermes } from '../helpers/cli.ts';
import { fixturePlugin } from '../helpers/fixture-plugin.ts';
import { tempHome } from '../helpers/home.ts';

const NO_REGISTRY = { npm_config_registry: 'http://127.0.0.1:9' };

const CONTRIBUTE = `export default async () => ({
  apiVersion: 1,
  config: [{
    name: 'watch',
    schema: {
      title: 'Watching', description: 'How often a server is looked at.', type: 'object', additionalProperties: false,
      properties: {
        interval_seconds: { type: 'integer', description: 'Time between two looks.', minimum: 1, default: 30, 'x-unit': 's' },
        on_failure: { enum: ['restart', 'report', 'off'], description: 'What to do about a dead server.', default: 'report' },
      },
    },
    rules: (content) => content?.interval_seconds === 13
      ? [{ code: 'watch.superstition', severity: 'warning', message: 'thirteen', path: ['interval_seconds'] }] : [],
  }],
});`;

/** oclif runs the class with its config; without a kit this is all that a command needs. */
const COMMAND = `export default class WatchShow {
  static id = 'watch-show'; static summary = 'Show the section.';
  static async run(argv, config) {
    const { successes } = await config.runHook('hermes:host', {});
    process.stdout.write(JSON.stringify((await successes[0].result.config()).value.watch));
  }
}`;

/** A home in which a plugin with a section \`watch\` is installed. */
async function homeWithPlugin(config: string): Promise<string> {
  const { home } = tempHome({ 'config.yaml': config });
  const plugin = fixturePlugin(
    'hermes-watch',
    { 'contribute.js': CONTRIBUTE, 'commands/watch-show.js': COMMAND },
    { hooks: { 'hermes:contribute': './contribute.js' } },
  );
  const installed = await hermes(['plugins', 'install', plugin], { home, env: NO_REGISTRY });
  expect(installed.code, installed.stderr).toBe(0);
  return home;
}

test('a section that a plugin brings is known, checked, explained and published', async () => {
  const home = await homeWithPlugin('watch:\n  interval_seconds: 0\n  on_failure: "off"\n  intervall: 3\n');

  const bad = await hermes(['config', 'validate', '--json'], { home });
  expect(bad.json()).toMatchObject({
    files: [
      {
        diagnostics: [
          { code: 'config.range', path: 'watch.interval_seconds', line: 2 },
          { code: 'config.unknown-key', path: 'watch.intervall', line: 4 },
        ],
      },
    ],
  });

  const other = join(home, 'other.yaml');
  writeFileSync(other, 'watch: {interval_seconds: 13}\n');
  const ruled = await hermes(['config', 'validate', other, '--json'], { home });
  expect(ruled.json()).toMatchObject({ valid: true, files: [{ diagnostics: [{ code: 'watch.superstition' }] }] });

  const inspected = await hermes(['plugins', 'inspect', 'hermes-watch', '--json'], { home });
  expect(inspected.json()).toMatchObject({ contributes: { sections: ['watch'] } });

  const schema = await hermes(['config', 'schema'], { home });
  expect(JSON.parse(schema.stdout).properties.watch.properties.interval_seconds.minimum).toBe(1);

  const set = await hermes(['config', 'set', 'watch.interval_seconds', '5'], { home });
  expect(set.code, set.stderr).toBe(0);
  expect(readFileSync(join(home, 'config.yaml'), 'utf8')).toContain('interval_seconds: 5\n');

  const explained = await hermes(['config', 'explain', 'watch.interval_seconds'], { home });
  expect(explained.stdout).toContain('Time between two looks.');
});

test("a plugin's command sees the defaults of its section", async () => {
  const home = await homeWithPlugin('watch: {on_failure: restart}\n');
  const shown = await hermes(['watch-show'], { home });
  expect(JSON.parse(shown.stdout)).toEqual({ interval_seconds: 30, on_failure: 'restart' });
});

test('without the plugin the section is unknown', async () => {
  const { home } = tempHome({ 'config.yaml': 'watch: {interval_seconds: 5}\n' });
  const checked = await hermes(['config', 'validate', '--json'], { home });
  expect(checked.json()).toMatchObject({ files: [{ diagnostics: [{ code: 'config.unknown-key', path: 'watch' }] }] });
});
