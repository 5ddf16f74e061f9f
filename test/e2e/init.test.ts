import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hermes } from '../helpers/cli.ts';
import { tempDir, tempHome } from '../helpers/home.ts';
import { expectShape } from '../helpers/schema.ts';

test('makes a home that validates, and says the next step', async () => {
  const home = join(tempDir(), 'new');
  const init = await hermes(['init', '--home', home, '--json'], { home: tempDir() });
  expect(init.code).toBe(0);
  expectShape('init', init.json());
  const config = join(home, 'config.yaml');
  expect(init.json()).toMatchObject({ home, next: 'hermes model' });
  expect((init.json() as { created: string[] }).created).toEqual(expect.arrayContaining([config, join(home, '.env')]));
  expect(statSync(join(home, '.env')).mode & 0o777).toBe(0o600);
  expect(statSync(join(home, 'ops')).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(home, 'ops/.gitignore'), 'utf8')).toBe('*\n');
  // Relative, so that it still holds after the home was moved.
  const schema = /^# yaml-language-server: \$schema=(\S+)/.exec(readFileSync(config, 'utf8'))?.[1] ?? '';
  expect(schema).toBe('ops/config.schema.json');
  const written = JSON.parse(readFileSync(join(home, schema), 'utf8'));
  expect(Object.keys(written.properties)).toEqual(expect.arrayContaining(['model', 'compression', 'servers']));
  expect((init.json() as { created: string[] }).created).toContain(join(home, schema));
  const valid = await hermes(['config', 'validate', '--json'], { home });
  expect(valid.json()).toMatchObject({ valid: true, files: [{ errors: 0, warnings: 0 }] });
});

test('keeps what is there', async () => {
  const { home, config } = tempHome({ 'config.yaml': 'model: mine\n' });
  const init = await hermes(['init', '--json'], { home });
  expect(init.code).toBe(0);
  expect(init.json()).toMatchObject({ kept: expect.arrayContaining([config]) });
  expect(readFileSync(config, 'utf8')).toBe('model: mine\n');
});

test('a home that cannot be made', async () => {
  const dir = tempDir();
  writeFileSync(join(dir, 'file'), '');
  const init = await hermes(['init', '--home', join(dir, 'file', 'home'), '--json'], { home: dir });
  expect(init.code).toBe(2);
  expectShape('error', init.json());
  expect(init.json()).toMatchObject({ error: { code: 'home.not-writable' } });
});
