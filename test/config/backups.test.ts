import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BACKUPS_KEPT, listBackups, readBackup } from '../../src/config/backups.ts';
import { editFile } from '../../src/config/edit-file.ts';
import { restoreBackup, rewriteFile } from '../../src/config/rewrite.ts';
import { replaceFile } from '../../src/config/write.ts';
import { tempDir, tempHome } from '../helpers/home.ts';
import { openToAll, withoutRoot } from '../helpers/other-user.ts';

/** A home with its backup folder, and a function that sets `a`. */
function home(text = 'a: 0\n') {
  const paths = tempHome({ 'config.yaml': text });
  const backups = join(paths.ops, 'backups');
  const set = (value: unknown) => editFile(paths.config, [{ path: ['a'], value }], { backups });
  return { ...paths, backups, set };
}

const contents = async (folder: string, file: string) => {
  const list = await listBackups(folder, file);
  return list.map(({ name }) => readFileSync(join(folder, name), 'utf8'));
};

test('what is replaced is kept, for its owner alone; an edit that changes nothing keeps nothing', async () => {
  const { config, ops, backups, set } = home('a: 0 # über\r\n');
  await set(0);
  expect(await listBackups(backups, config)).toEqual([]);
  const from = new Date().toISOString();
  await set(1);
  const [backup, ...others] = await listBackups(backups, config);
  expect(others).toEqual([]);
  expect(backup?.name).toMatch(/^config\.yaml\.\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z$/);
  expect(backup?.bytes).toBe(14);
  expect(Date.parse(backup?.time ?? '')).toBeGreaterThanOrEqual(Date.parse(from));
  expect(await contents(backups, config)).toEqual(['a: 0 # über\r\n']);
  expect(statSync(join(backups, backup?.name ?? '')).mode & 0o777).toBe(0o600);
  expect(statSync(backups).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(ops, '.gitignore'), 'utf8')).toBe('*\n');
});

test('the last five are kept, the newest first, also when many write at once', async () => {
  const { config, backups, set } = home();
  for (let i = 1; i <= 4; i += 1) await set(i);
  await Promise.all([5, 6, 7].map((i) => set(i)));
  const kept = await contents(backups, config);
  expect(kept).toHaveLength(BACKUPS_KEPT);
  expect(kept.slice(2)).toEqual(['a: 4\n', 'a: 3\n', 'a: 2\n']);
  expect(readdirSync(backups)).toHaveLength(BACKUPS_KEPT);
});

test('a clock that was put back does not make the newest the oldest', async () => {
  const { config, backups, set } = home();
  mkdirSync(backups, { recursive: true });
  writeFileSync(join(backups, 'config.yaml.2999-01-01T00-00-00-000Z'), 'future');
  await set(1);
  expect(await contents(backups, config)).toEqual(['a: 0\n', 'future']);
});

test('what a killed process left is cleared away, and other files are not', async () => {
  const { home: folder, config, backups, set } = home();
  mkdirSync(backups, { recursive: true });
  const uuid = '01234567-89ab-cdef-0123-456789abcdef';
  const left = join(backups, `config.yaml.2026-01-01T00-00-00-000Z.${uuid}`);
  const other = join(backups, 'config.yaml.mine');
  const draft = join(folder, `config.yaml.${uuid}`);
  const young = join(folder, `config.yaml.lock.${uuid}`);
  for (const file of [left, other, draft, young]) writeFileSync(file, 'x');
  utimesSync(draft, 1, 1);
  await set(1);
  expect(readdirSync(backups).filter((name) => !/Z$/.test(name))).toEqual(['config.yaml.mine']);
  expect(readdirSync(folder).sort()).toEqual(['config.yaml', `config.yaml.lock.${uuid}`, 'ops']);
  expect(await listBackups(backups, config)).toHaveLength(1);
});

test('files of the same name elsewhere have backups of their own', async () => {
  const { config, backups, set } = home();
  const [one, two] = [tempDir(), tempDir()].map((folder) => join(folder, 'config.yaml'));
  for (const [i, file] of [one, two].entries()) {
    writeFileSync(file as string, `b: ${i}\n`);
    await editFile(file as string, [{ path: ['c'], value: 1 }], { backups });
  }
  await set(1);
  expect(await contents(backups, config)).toEqual(['a: 0\n']);
  expect(await contents(backups, one as string)).toEqual(['b: 0\n']);
  expect(await contents(backups, two as string)).toEqual(['b: 1\n']);
  for (const { name } of await listBackups(backups, one as string))
    expect(name).toMatch(/^config\.yaml-[0-9a-f]{10}\./);
});

test('restoring puts the bytes back and keeps what was there, so it can be undone', async () => {
  const { config, backups, set } = home();
  await set(1);
  const [first] = await listBackups(backups, config);
  writeFileSync(config, Buffer.from([0xff, 0x00, 0x61]));
  expect(await restoreBackup(backups, config, first?.name ?? '')).toEqual({ name: first?.name, changed: true });
  expect(readFileSync(config, 'utf8')).toBe('a: 0\n');
  expect((await restoreBackup(backups, config, 'latest')).changed).toBe(true);
  expect(readFileSync(config)).toEqual(Buffer.from([0xff, 0x00, 0x61]));
  expect((await readBackup(backups, config, 'latest')).bytes).toEqual(Buffer.from('a: 0\n'));
  writeFileSync(config, 'a: 0\n');
  expect((await restoreBackup(backups, config, 'latest')).changed).toBe(false);
});

test.each(['latest', 'config.yaml.2026-01-01T00-00-00-000Z', '../../config.yaml', ''])(
  'there is no backup %j',
  async (name) => {
    const { config, backups } = home();
    await expect(restoreBackup(backups, config, name)).rejects.toMatchObject({ code: 'config.no-backup', exit: 2 });
    expect(readFileSync(config, 'utf8')).toBe('a: 0\n');
  },
);

test('where the backup cannot be written, nothing is', async () => {
  const { home: folder, ops, config, backups, set } = home();
  await set(1);
  openToAll(folder);
  openToAll(ops);
  chmodSync(folder, 0o777);
  chmodSync(config, 0o666);
  chmodSync(backups, 0o555);
  const failed = { code: 'home.not-writable', exit: 2, where: { file: backups } };
  await expect(withoutRoot(() => set(2))).rejects.toMatchObject(failed);
  expect(readFileSync(config, 'utf8')).toBe('a: 1\n');
  chmodSync(backups, 0o700);
  expect(readdirSync(backups)).toHaveLength(1);
});

test('a file in the place of the backup folder', async () => {
  const { ops, config, backups, set } = home();
  mkdirSync(ops);
  writeFileSync(backups, '');
  await expect(set(1)).rejects.toMatchObject({ code: 'home.not-writable' });
  expect(readFileSync(config, 'utf8')).toBe('a: 0\n');
});

test('no backup is left of a file that was not replaced, nor made of one that was not there', async () => {
  const { home: folder, config, ops, backups, set } = home();
  await set(1);
  const before = await listBackups(backups, config);
  await expect(replaceFile(config, 'a: 9\n', 'else', { backups })).rejects.toMatchObject({
    code: 'config.changed-meanwhile',
  });
  openToAll(folder);
  for (const open of [ops, backups]) chmodSync(open, 0o777);
  chmodSync(config, 0o666);
  const denied = withoutRoot(() => replaceFile(config, 'a: 9\n', 'a: 1\n', { backups }));
  await expect(denied).rejects.toMatchObject({ code: 'home.not-writable', where: { file: config } });
  expect(await listBackups(backups, config)).toEqual(before);
  const fresh = join(tempDir(), 'config.yaml');
  await rewriteFile(fresh, 'config.unreadable', () => ({ text: 'x: 1\n' }), { backups });
  expect(await listBackups(backups, fresh)).toEqual([]);
});
