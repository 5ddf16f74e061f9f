import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migratedText, migrateFile } from '../../src/config/migrate.ts';
import { tempHome } from '../helpers/home.ts';

const OLD = `# top
model: gpt # mine
# where it runs
base_url: http://h:1/v1 # lan
compression:
  # cheap
  summary_model: x
  threshold: 0.5
providers:
  a:
    apiKey: \${X} # key
_config_version: 45
`;

const NEW = `# top
model: # mine
  default: gpt
  # where it runs
  base_url: http://h:1/v1 # lan
compression:
  threshold: 0.5
providers:
  a:
    api_key: \${X} # key
_config_version: 45
auxiliary:
  compression:
    # cheap
    model: x
`;

test('older spellings become present ones; comments, layout and `_config_version` stay', () => {
  const done = migratedText('f', OLD);
  expect(done.text).toBe(NEW);
  expect(done.migrated.map(({ key }) => key)).toEqual(['base_url', 'compression.summary_model', 'providers.a.apiKey']);
  expect(done.left).toEqual([]);
  expect(migratedText('f', NEW)).toMatchObject({ text: NEW, migrated: [] });
});

test.each([
  ['model: gpt # mine\n', []],
  ['custom_providers:\n  - name: a\n    base_url: http://a:1/v1\n', []],
  ['model:\n  api_base: http://h:1/v1\n  base_url: http://k:1/v1\n', ['model.api_base']],
  ['base_url: http://h:1/v1\nmodel:\n  base_url: http://k:1/v1\n', ['base_url']],
  ['toolsets: [web]\n', ['toolsets']],
  ['fallback_model: {provider: deepseek, model: x}\n', ['fallback_model']],
  ['compresion:\n  threshold: 0.5\n', []],
])('%j stays', (text, left) => {
  const done = migratedText('f', text);
  expect(done).toMatchObject({ text, migrated: [] });
  expect(done.left.map(({ key }) => key)).toEqual(left);
});

test('a dry run shows the diff and writes nothing; the real one keeps a backup', async () => {
  const paths = tempHome({ 'config.yaml': OLD });
  const backups = join(paths.ops, 'backups');
  const dry = await migrateFile(paths.config, { backups, dryRun: true });
  expect(dry).toMatchObject({ written: false, diff: expect.stringContaining('-base_url: http://h:1/v1 # lan') });
  expect(readFileSync(paths.config, 'utf8')).toBe(OLD);
  expect(existsSync(backups)).toBe(false);
  expect(await migrateFile(paths.config, { backups })).toMatchObject({ written: true, diff: dry.diff });
  expect(readFileSync(paths.config, 'utf8')).toBe(NEW);
  const [name = ''] = readdirSync(backups);
  expect(readFileSync(join(backups, name), 'utf8')).toBe(OLD);
  expect(await migrateFile(paths.config, { backups })).toMatchObject({ written: false, migrated: [], diff: '' });
});

test.each([
  ['model: [\n', 'config.syntax'],
  ['- a\n', 'config.syntax'],
])('%j cannot be migrated', async (text, code) => {
  const paths = tempHome({ 'config.yaml': text });
  await expect(migrateFile(paths.config, {})).rejects.toMatchObject({ code });
  expect(readFileSync(paths.config, 'utf8')).toBe(text);
});
