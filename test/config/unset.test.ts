import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unsetKey } from '../../src/config/unset.ts';
import { tempHome } from '../helpers/home.ts';

test.each([
  ['a: 1\n# about b\nb: 2 # two\nc: 3\n', 'b', 'a: 1\n# about b\nc: 3\n'],
  ['model:\n  default: m\n  provider: p\n', 'model.provider', 'model:\n  default: m\n'],
  ['fallback_providers:\n  - model: a\n  - model: b\n', 'fallback_providers.0', 'fallback_providers:\n  - model: b\n'],
  ['model:\r\n  default: m\r\n  provider: p\r\n', 'model.default', 'model:\r\n  provider: p\r\n'],
  ['model:\n  aliases:\n    a.b: x\n    c: y\n', 'model.aliases.a\\.b', 'model:\n  aliases:\n    c: y\n'],
  ['model: gpt\nx: 1\n', 'model.default', 'x: 1\n'],
  ['"0": zero\nx: 1\n', '0', 'x: 1\n'],
])('%j without %s', async (before, key, expected) => {
  const paths = tempHome({ 'config.yaml': before });
  await unsetKey(paths, key, {});
  expect(readFileSync(paths.config, 'utf8')).toBe(expected);
});

test('says how much went and what is in force now', async () => {
  const before = 'compression:\n  threshold: 0.5\n  enabled: false\nmodel:\n  default: m\n  api_base: http://h/v1\n';
  const paths = tempHome({ 'config.yaml': before });
  expect(await unsetKey(paths, 'compression.threshold', {})).toEqual({
    key: 'compression.threshold',
    file: paths.config,
    removed: 1,
    now: { value: 0.8, origin: 'default' },
  });
  expect(await unsetKey(paths, 'model', {})).toMatchObject({ key: 'model', removed: 2 });
  expect(await unsetKey(paths, 'compression.enabled', {})).toMatchObject({ now: { value: true } });
});

test.each([
  ['model:\n  provider: p\n', 'model.providr', 'hermes config unset model.provider'],
  ['model:\n  api_base: http://h/v1\n', 'model.base_url', 'hermes config unset model.api_base'],
  ['compression:\n  threshold: 0.5\n', 'context_compression.threshold', 'hermes config unset compression.threshold'],
  ['', 'compression.threshold', 'hermes config show'],
])('%j has no %s', async (before, key, hint) => {
  const paths = tempHome({ 'config.yaml': before });
  await expect(unsetKey(paths, key, {})).rejects.toMatchObject({
    code: 'config.no-such-key',
    exit: 1,
    try: expect.arrayContaining([hint]),
  });
  expect(readFileSync(paths.config, 'utf8')).toBe(before);
  expect(existsSync(paths.ops)).toBe(false);
});

test('a variable goes out of .env with all its lines, and nothing else', async () => {
  const before = '\uFEFFexport A_TOKEN="x y" # old\r\n# keep\r\nB_TOKEN=1\r\nA_TOKEN=z\r\n';
  const paths = tempHome({ '.env': before });
  expect(await unsetKey(paths, 'a_token', {})).toEqual({ key: 'A_TOKEN', file: paths.env, removed: 1 });
  expect(readFileSync(paths.env, 'utf8')).toBe('\uFEFF# keep\r\nB_TOKEN=1\r\n');
  expect(await unsetKey(paths, 'B_TOKEN', { B_TOKEN: 'shell' })).toMatchObject({ now: { origin: 'environment' } });
  await expect(unsetKey(paths, 'B_TOKEN', {})).rejects.toMatchObject({ code: 'config.no-such-key' });
  expect(existsSync(join(paths.ops, 'backups'))).toBe(false);
});
