import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toolBench } from '../helpers/tool-run.ts';

test('creates a file and its folders after asking with a diff, and leaves nothing else behind', async () => {
  const bench = toolBench();
  const made = await bench.call('write_file', { path: 'src/新/a.txt', content: 'one\ntwo\n' });
  expect(made).toMatchObject({ status: 'ok', text: 'created src/新/a.txt (2 lines)' });
  expect(made.review).toMatchObject({ action: 'create src/新/a.txt', remember: join(bench.workspace, 'src/新/a.txt') });
  expect(made.review?.detail).toContain('+one\n+two');
  expect(readFileSync(join(bench.workspace, 'src/新/a.txt'), 'utf8')).toBe('one\ntwo\n');
  expect(readdirSync(join(bench.workspace, 'src/新'))).toEqual(['a.txt']);
});

test('an existing file must have been read, and must not have changed since', async () => {
  const bench = toolBench();
  const file = join(bench.workspace, 'a');
  writeFileSync(file, 'old\n');
  const unread = await bench.call('write_file', { path: 'a', content: 'new\n' });
  expect(unread).toEqual({ status: 'error', text: expect.stringContaining('read_file first') });
  await bench.call('read_file', { path: 'a' });
  writeFileSync(file, 'other\n');
  expect((await bench.call('write_file', { path: 'a', content: 'new\n' })).text).toContain(
    'has changed since you read it',
  );
  await bench.call('read_file', { path: 'a' });
  const done = await bench.call('write_file', { path: 'a', content: 'new\n' });
  expect(done.text).toBe('overwrote a (1 line)');
  expect(done.review?.detail).toContain('-other\n+new');
  // What it wrote itself it knows.
  expect((await bench.call('write_file', { path: 'a', content: 'newer\n' })).status).toBe('ok');
});

test('a file whose secrets were hidden is not overwritten with what was shown', async () => {
  const bench = toolBench({ secrets: ['hunter2'] });
  writeFileSync(join(bench.workspace, 'a'), 'key: hunter2\nx: 1\n');
  const { text } = await bench.call('read_file', { path: 'a' });
  expect((await bench.call('write_file', { path: 'a', content: text })).text).toContain('would be lost');
  expect((await bench.call('edit_file', { path: 'a', old: 'x: 1', new: 'x: 2' })).status).toBe('ok');
  expect(readFileSync(join(bench.workspace, 'a'), 'utf8')).toBe('key: hunter2\nx: 2\n');
  expect((await bench.call('write_file', { path: 'a', content: text })).text).toContain('would be lost');
});

test('mode and links are kept, other names of the file are not touched', async () => {
  const bench = toolBench();
  const at = (name: string) => join(bench.workspace, name);
  writeFileSync(at('script'), 'a');
  chmodSync(at('script'), 0o751);
  linkSync(at('script'), at('../outside'));
  symlinkSync('script', at('link'));
  await bench.call('read_file', { path: 'link' });
  await bench.call('write_file', { path: 'link', content: 'b' });
  expect(statSync(at('script')).mode & 0o777).toBe(0o751);
  expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
  expect([readFileSync(at('script'), 'utf8'), readFileSync(at('../outside'), 'utf8')]).toEqual(['b', 'a']);
});

test('outside the workspace, also through links that lead to nothing yet, the question says so', async () => {
  const bench = toolBench();
  mkdirSync(join(bench.workspace, '../elsewhere'));
  symlinkSync('../elsewhere', join(bench.workspace, 'folder'));
  symlinkSync('../elsewhere/new', join(bench.workspace, 'dangling'));
  for (const path of ['folder/x', 'dangling', '../elsewhere/y', 'folder/deep/er/x']) {
    expect((await bench.review('write_file', { path, content: '' }))?.reasons).toContain('it is outside the workspace');
  }
  expect((await bench.review('write_file', { path: '.env', content: '' }))?.reasons).toContain(
    'it may hold keys or passwords',
  );
});

test('a folder that becomes a link between question and answer is not written through', async () => {
  const bench = toolBench();
  const at = (name: string) => join(bench.workspace, name);
  mkdirSync(at('dir'));
  mkdirSync(at('../victim'));
  await bench.review('write_file', { path: 'dir/x', content: 'evil' });
  renameSync(at('dir'), at('was'));
  symlinkSync('../victim', at('dir'));
  expect(await bench.raw('write_file', { path: 'dir/x', content: 'evil' })).toMatchObject({ status: 'error' });
  expect(readdirSync(at('../victim'))).toEqual([]);
});

test('what cannot be written leaves everything as it was', async () => {
  const bench = toolBench();
  mkdirSync(join(bench.workspace, 'dir'));
  writeFileSync(join(bench.workspace, 'file'), '');
  const write = async (path: string) => (await bench.call('write_file', { path, content: 'x' })).text;
  expect(await write('dir')).toContain('is a folder');
  expect(await write('file/below')).toMatch(/cannot be written|could not be written/);
  expect(await write('/proc/self/comm')).toContain('holds no ordinary files');
  expect(readdirSync(bench.workspace).sort()).toEqual(['dir', 'file']);
  rmSync(join(bench.workspace, 'file'));
});

test('two at once: the file is one or the other', async () => {
  const bench = toolBench();
  const texts = ['a', 'b'].map((letter) => letter.repeat(100_000));
  await Promise.all(texts.map((content) => bench.raw('write_file', { path: 'same', content })));
  expect(texts).toContain(readFileSync(join(bench.workspace, 'same'), 'utf8'));
  expect(readdirSync(bench.workspace)).toEqual(['same']);
});

test('what is run later without anybody being asked needs a person each time', async () => {
  const bench = toolBench();
  const review = (path: string) => bench.review('write_file', { path, content: 'x' });
  for (const path of [
    '.git/hooks/pre-commit',
    '.git/config',
    '.github/workflows/ci.yml',
    'web/package.json',
    '.vscode/tasks.json',
    '~/.bashrc',
    '.envrc',
    ...[
      '.cursor/mcp.json',
      '.devcontainer/devcontainer.json',
      '.yarnrc.yml',
      '.pnpmfile.cjs',
      '.claude.json',
      '.gemini/x',
    ],
    ...['.zed/tasks.json', '.exrc', '.lvimrc', '.direnvrc', 'sitecustomize.py', 'conftest.py', '~/.local/bin/ls'],
    ...['~/.config/nvim/init.lua', '~/Library/LaunchAgents/x.plist', 'AGENTS.md', 'sub/CLAUDE.md', '.cursorrules'],
    ...['SOUL.md', 'skills/x/SKILL.md', 'plugins/x/index.js'].map((name) => join(bench.home, name)),
  ]) {
    const found = await review(path);
    expect({ path, insist: found?.insist, remember: found?.remember }).toEqual({
      path,
      insist: true,
      remember: undefined,
    });
  }
  for (const path of ['src/a.ts', 'github/x', 'my-package.json', 'a.gitignore'])
    expect(await review(path)).not.toHaveProperty('insist');
});

test('our own config, keys and state are not for file tools, nor are the notes of Hermes Agent', async () => {
  const bench = toolBench();
  for (const path of ['config.yaml', '.env', 'ops/sessions.db', 'ops/memory/MEMORY.md', 'memories/USER.md']) {
    const args = { path: join(bench.home, path), content: 'approvals: off' };
    expect((await bench.review('write_file', args))?.refuse).toBeDefined();
    expect((await bench.raw('write_file', args)).status).toBe('error');
    expect((await bench.raw('edit_file', { path: args.path, old: 'a', new: 'b' })).status).toBe('error');
  }
  expect(readdirSync(bench.home)).toEqual(['ops']);
});
