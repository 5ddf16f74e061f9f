import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { editFile } from '../../src/config/edit-file.ts';
import { setEnvValue } from '../../src/config/env-file.ts';
import { setKey } from '../../src/config/set.ts';
import { replaceFile } from '../../src/config/write.ts';
import { tempDir, tempHome } from '../helpers/home.ts';
import { withoutRoot } from '../helpers/other-user.ts';

const edit = [{ path: ['model', 'default'], value: 'x' }];

test('creates a missing file and its folder', async () => {
  const file = join(tempDir(), 'new', 'config.yaml');
  expect(await editFile(file, edit)).toEqual({ changed: true });
  expect(readFileSync(file, 'utf8')).toBe('model:\n  default: x\n');
});

test('a new file is for its owner alone', async () => {
  const paths = tempHome();
  await setKey(paths, 'compression.threshold', '0.7');
  await setEnvValue(paths.env, 'X_API_KEY', 'sk-1');
  for (const file of [paths.config, paths.env]) expect(statSync(file).mode & 0o777, file).toBe(0o600);
});

test.runIf(process.platform !== 'win32')('a pipe is neither read nor replaced, behind a link, too', async () => {
  const { home, config, env } = tempHome();
  const pipe = join(home, 'pipe');
  execFileSync('mkfifo', [pipe]);
  symlinkSync('pipe', config);
  symlinkSync('pipe', env);
  const refused = { code: 'config.edit-refused' };
  await expect(editFile(config, edit)).rejects.toMatchObject(refused);
  await expect(replaceFile(config, 'a: 1\n', undefined)).rejects.toMatchObject(refused);
  await expect(setEnvValue(env, 'X_API_KEY', 'sk-1')).rejects.toMatchObject(refused);
  expect(lstatSync(pipe).isFIFO()).toBe(true);
});

test('several edits are one write; none when nothing changes', async () => {
  const { config } = tempHome({ 'config.yaml': 'model:\n  default: x\n' });
  const before = statSync(config);
  expect(await editFile(config, edit)).toEqual({ changed: false });
  expect(statSync(config).ino).toBe(before.ino);
  await editFile(config, [...edit, { path: ['custom_providers', 0], value: { name: 'a' } }]);
  expect(readFileSync(config, 'utf8')).toContain('- name: a');
});

test('a refused edit leaves the file alone, the edits before it included', async () => {
  const { config } = tempHome({ 'config.yaml': 'a: 1\nb: 1\n' });
  const edits = [
    { path: ['a'], value: 2 },
    { path: ['b', 'c'], value: 2 },
  ];
  await expect(editFile(config, edits)).rejects.toMatchObject({ code: 'config.edit-refused' });
  expect(readFileSync(config, 'utf8')).toBe('a: 1\nb: 1\n');
});

test.each([
  ['b: 2\na: [1\n', 'config.syntax'],
  ['a: 1\na: 2\n', 'config.duplicate-key'],
])('a file that does not parse is never overwritten: %j', async (text, code) => {
  const { config } = tempHome({ 'config.yaml': text });
  await expect(editFile(config, edit)).rejects.toMatchObject({ code, exit: 2, where: { file: config, line: 2 } });
  expect(readFileSync(config, 'utf8')).toBe(text);
});

test('bytes that are not UTF-8 are not lost: the file is refused', async () => {
  const { config } = tempHome();
  writeFileSync(config, Buffer.from([0x61, 0x3a, 0x20, 0xff, 0x0a]));
  await expect(editFile(config, edit)).rejects.toMatchObject({ code: 'config.unreadable', exit: 2 });
  expect(readFileSync(config)).toEqual(Buffer.from([0x61, 0x3a, 0x20, 0xff, 0x0a]));
});

test('a symbolic link stays one, and its target keeps its mode', async () => {
  const { home, config } = tempHome({ 'dotfiles/config.yaml': 'a: 1\n' });
  const target = join(home, 'dotfiles/config.yaml');
  chmodSync(target, 0o640);
  symlinkSync('dotfiles/config.yaml', config);
  await editFile(config, edit);
  expect(lstatSync(config).isSymbolicLink()).toBe(true);
  expect(readFileSync(target, 'utf8')).toContain('default: x');
  expect(statSync(target).mode & 0o777).toBe(0o640);
});

test('a link to a file that is not there yet is followed', async () => {
  const { home, config } = tempHome();
  symlinkSync('elsewhere.yaml', config);
  await editFile(config, edit);
  expect(lstatSync(config).isSymbolicLink()).toBe(true);
  expect(existsSync(join(home, 'elsewhere.yaml'))).toBe(true);
});

test('what another program wrote meanwhile is not overwritten', async () => {
  const { config } = tempHome({ 'config.yaml': 'a: 2\n' });
  await expect(replaceFile(config, 'a: 3\n', 'a: 1\n')).rejects.toMatchObject({
    code: 'config.changed-meanwhile',
  });
  await expect(replaceFile(config, 'a: 3\n', undefined)).rejects.toMatchObject({
    code: 'config.changed-meanwhile',
  });
  expect(readFileSync(config, 'utf8')).toBe('a: 2\n');
});

test('a folder in the place of the file', async () => {
  const { config } = tempHome();
  mkdirSync(config);
  await expect(editFile(config, edit)).rejects.toMatchObject({ code: 'config.unreadable', exit: 2 });
});

test('a home that cannot be written', async () => {
  const { home, config } = tempHome({ 'config.yaml': 'a: 1\n' });
  await editFile(config, [{ path: ['b'], value: 1 }]);
  chmodSync(home, 0o555);
  await expect(withoutRoot(() => editFile(config, edit))).rejects.toMatchObject({
    code: 'home.not-writable',
    exit: 2,
    where: { file: config },
  });
  chmodSync(home, 0o700);
});

test('part of the path is a file', async () => {
  const { config } = tempHome({ 'config.yaml': 'a: 1\n' });
  await expect(editFile(join(config, 'config.yaml'), edit)).rejects.toMatchObject({ exit: 2 });
});
