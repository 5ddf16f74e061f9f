import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fromForeign } from '../../src/errors/foreign.ts';
import { createFile } from '../../src/state/create-file.ts';
import { makeFolder } from '../../src/state/make-folder.ts';
import { ensureOps } from '../../src/state/ops-folder.ts';
import { tempDir } from '../helpers/home.ts';

const failure = (work: Promise<unknown>) => work.then(() => undefined, fromForeign);

test('folders are made level by level, for their owner alone; those that are there stay', async () => {
  const dir = tempDir();
  await Promise.all([makeFolder(join(dir, 'a/b/c')), makeFolder(join(dir, 'a/b/c'))]);
  expect(statSync(join(dir, 'a/b/c')).mode & 0o777).toBe(0o700);
  symlinkSync('a', join(dir, 'link'));
  await makeFolder(join(dir, 'link/b/d'));
  expect(readdirSync(join(dir, 'a/b')).sort()).toEqual(['c', 'd']);
});

test('a path below a file, or behind a link that leads nowhere, is home.not-writable', async () => {
  const dir = tempDir();
  writeFileSync(join(dir, 'file'), '');
  symlinkSync('nowhere/at/all', join(dir, 'link'));
  for (const path of ['file', 'file/x/y', 'link', 'link/x']) {
    expect(await failure(makeFolder(join(dir, path))), path).toMatchObject({ code: 'home.not-writable' });
    expect(await failure(ensureOps(join(dir, path), 'servers')), path).toMatchObject({ code: 'home.not-writable' });
  }
});

// Node's own recursive mkdir never returns there.
test.runIf(process.platform === 'linux')(
  'a file system that has no place for folders is home.not-writable',
  async () => {
    const path = '/proc/hermes-test';
    expect(await failure(makeFolder(join(path, 'ops')))).toMatchObject({
      code: 'home.not-writable',
      where: { file: path },
    });
  },
);

test('a file appears whole, once, and is never replaced', async () => {
  const dir = tempDir();
  const file = join(dir, 'x');
  const made = await Promise.all(['a', 'b', 'c'].map((text) => createFile(file, text.repeat(1000), { mode: 0o600 })));
  expect(made.filter(Boolean)).toHaveLength(1);
  expect(readFileSync(file, 'utf8')).toMatch(/^(a{1000}|b{1000}|c{1000})$/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(dir)).toEqual(['x']);
});

test('nothing is left of a file that cannot be made', async () => {
  const file = join(tempDir(), 'missing', 'x');
  await expect(createFile(file, 'text')).rejects.toMatchObject({ code: 'ENOENT', path: file });
  expect(existsSync(file)).toBe(false);
});
