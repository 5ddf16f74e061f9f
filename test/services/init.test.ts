import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { fromForeign } from '../../src/errors/foreign.ts';
import { pathsOf } from '../../src/host/paths.ts';
import { initHome } from '../../src/services/init.ts';
import { tempDir } from '../helpers/home.ts';
import { withoutRoot } from '../helpers/other-user.ts';

/** No plugins. */
const none = async () => ({});

test('a folder without write permission is home.not-writable', async () => {
  const dir = tempDir();
  chmodSync(dir, 0o555);
  const error = await withoutRoot(() => initHome(pathsOf(join(dir, 'home'), dir), none).catch((e: unknown) => e));
  expect(fromForeign(error)).toMatchObject({ code: 'home.not-writable', where: { file: join(dir, 'home') } });
});

test('config.yaml and .env are for their owner alone', async () => {
  const dir = tempDir();
  const paths = pathsOf(join(dir, 'home'), dir);
  await initHome(paths, none);
  for (const file of [paths.config, paths.env]) expect(statSync(file).mode & 0o777, file).toBe(0o600);
});

test('a write that fails midway leaves no half file, so that the next run makes it', async () => {
  const home = join(tempDir(), 'home');
  const script = fileURLToPath(new URL('../fixtures/init-home.ts', import.meta.url));
  const init = (limit: string) =>
    execa('sh', ['-c', `ulimit -f ${limit} && exec "$0" "$1" "$2"`, process.execPath, script, home]);
  // A limit on the size of files stands in for a full disk: opening works, writing does not.
  expect((await init('0')).stdout).toBe('EFBIG');
  expect(readdirSync(home)).toEqual([]);
  expect((await init('unlimited')).stdout).toBe('made');
  expect(readFileSync(join(home, 'config.yaml'), 'utf8')).toContain('model:');
  expect(readFileSync(join(home, 'ops/.gitignore'), 'utf8')).toBe('*\n');
});

test('a home that is complete needs no right to write', async () => {
  const home = tempDir();
  const paths = pathsOf(home, home);
  await initHome(paths, none);
  chmodSync(home, 0o555);
  const again = await withoutRoot(() => initHome(paths, none).catch((e: unknown) => e)).finally(() =>
    chmodSync(home, 0o700),
  );
  // As root the state folder, closed to others, cannot be looked into by the user that stands in.
  if (process.getuid?.() !== 0) expect(again).toMatchObject({ created: [] });
  expect(readdirSync(home).sort()).toEqual(['.env', 'config.yaml', 'ops']);
});

test('a home below a file is home.not-writable', async () => {
  const file = join(tempDir(), 'file');
  writeFileSync(file, '');
  const error = await initHome(pathsOf(join(file, 'home'), file), none).catch((e: unknown) => e);
  expect(fromForeign(error)).toMatchObject({ code: 'home.not-writable' });
});
