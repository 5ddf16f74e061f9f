import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Bench, toolBench } from '../helpers/tool-run.ts';

const put = ({ workspace }: Bench, name: string, content: string | Buffer) =>
  writeFileSync(join(workspace, name), content);

test('a whole file comes as it is; a part says which', async () => {
  const bench = toolBench();
  put(bench, 'a.txt', 'one\r\ntwo\r\nthree');
  expect(await bench.call('read_file', { path: 'a.txt' })).toEqual({ status: 'ok', text: 'one\r\ntwo\r\nthree' });
  const part = await bench.call('read_file', { path: 'a.txt', offset: 2, limit: 1 });
  expect(part.text).toBe('two\r\n[lines 2-2 of 3]');
  expect((await bench.call('read_file', { path: 'a.txt', offset: 9 })).text).toBe('[the file ends at line 3]');
  put(bench, 'empty', '');
  expect((await bench.call('read_file', { path: 'empty' })).text).toBe('[the file is empty]');
});

test('names in any script', async () => {
  const bench = toolBench();
  mkdirSync(join(bench.workspace, '文件夹 🎉'));
  put(bench, '文件夹 🎉/模型.md', '上下文 👩‍👩‍👧\n');
  expect((await bench.call('read_file', { path: '文件夹 🎉/模型.md' })).text).toBe('上下文 👩‍👩‍👧\n');
});

test('long files and long lines are bounded', async () => {
  const bench = toolBench({ maxChars: 2_000 });
  put(bench, 'long', Array.from({ length: 5_000 }, (_, i) => `line ${i + 1}\n`).join(''));
  const { text } = await bench.call('read_file', { path: 'long' });
  const [, last = ''] = /\[lines 1-(\d+) of 5,000\]$/.exec(text) ?? [];
  expect(text).toContain(`line ${last}\n[lines`);
  expect(text.length).toBeLessThanOrEqual(2_000);
  put(bench, 'wide', `first\n${'😀'.repeat(500_000)}\nlast\n`);
  const wide = await bench.call('read_file', { path: 'wide', offset: 2 });
  expect(wide.text.isWellFormed()).toBe(true);
  expect(wide.text).toContain('[lines 2-2 of 3; 1 long line cut]');
});

test('a file of 5 GB is not read whole', async () => {
  const bench = toolBench();
  put(bench, 'huge', 'start\n');
  truncateSync(join(bench.workspace, 'huge'), 5_000_000_000);
  const before = process.memoryUsage().rss;
  expect((await bench.call('read_file', { path: 'huge' })).text).toContain('is not text (5,000,000,000 bytes)');
  put(bench, 'text', `${'x'.repeat(99)}\n`.repeat(700_000));
  expect((await bench.call('read_file', { path: 'text', limit: 2 })).text).toMatch(/\[lines 1-2 of 640,\d+ or more\]$/);
  expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
});

test('what is no text is said to be none', async () => {
  const bench = toolBench();
  put(bench, 'bin', Buffer.from([1, 2, 0, 3]));
  put(bench, 'wide.txt', Buffer.from('\ufeffhello', 'utf16le'));
  put(bench, 'latin', Buffer.from('caf\xe9\n', 'latin1'));
  put(bench, 'x.png', 'png');
  mkdirSync(join(bench.workspace, 'dir'));
  const text = async (path: string) => (await bench.call('read_file', { path })).text;
  expect(await text('bin')).toBe('bin is not text (4 bytes)');
  expect(await text('wide.txt')).toContain('UTF-16');
  expect(await text('latin')).toBe('caf\ufffd\n[not valid UTF-8: \ufffd stands for other bytes]');
  expect(await text('x.png')).toContain('is an image');
  expect(await text('dir')).toContain('use list_dir');
});

test('a file that is not there: names that come close', async () => {
  const bench = toolBench();
  mkdirSync(join(bench.workspace, 'src'));
  put(bench, 'src/config.yaml', '');
  expect((await bench.call('read_file', { path: 'src/confg.yaml' })).text).toBe(
    'src/confg.yaml does not exist; did you mean src/config.yaml?',
  );
  expect((await bench.call('read_file', { path: 'src/config' })).text).toContain('src/config.yaml');
  expect((await bench.call('read_file', { path: 'nowhere/at/all' })).text).toBe('nowhere/at/all does not exist');
});

test('pipes, devices and /proc are never opened', async () => {
  const bench = toolBench();
  execFileSync('mkfifo', [join(bench.workspace, 'pipe')]);
  expect((await bench.call('read_file', { path: 'pipe' })).text).toContain('pipe, socket or device');
  symlinkSync('/dev/zero', join(bench.workspace, 'zero'));
  symlinkSync('/proc/self/environ', join(bench.workspace, 'env'));
  for (const path of ['zero', 'env', '/proc/self/environ', '/proc/1/mem', '/dev/stdin', '/sys/kernel']) {
    const { text, status } = await bench.call('read_file', { path });
    expect({ status, text }).toMatchObject({
      status: 'error',
      text: expect.stringMatching(/holds no ordinary files|pipe, socket/),
    });
  }
});

test('inside the workspace unasked, outside and secrets only after asking', async () => {
  const bench = toolBench();
  put(bench, 'a', 'a');
  put(bench, '.env', 'KEY=1');
  put(bench, '.env.example', 'KEY=');
  mkdirSync(join(bench.workspace, '../work-evil'));
  put(bench, '../work-evil/x', 'x');
  symlinkSync('../work-evil', join(bench.workspace, 'link'));
  symlinkSync('.env', join(bench.workspace, 'notes.txt'));
  const reasons = async (path: string) => (await bench.review('read_file', { path }))?.reasons ?? 'unasked';
  expect(await reasons('a')).toBe('unasked');
  expect(await reasons('./x/../a')).toBe('unasked');
  expect(await reasons('.env.example')).toBe('unasked');
  expect(await reasons('.env')).toEqual(['it may hold keys or passwords']);
  expect(await reasons('notes.txt')).toEqual(['it may hold keys or passwords']);
  for (const path of [
    'link/x',
    '../work-evil/x',
    `${bench.workspace}-evil/x`,
    'link/new',
    '~/.bashrc',
    '/etc/passwd',
    '..',
  ])
    expect(await reasons(path)).toContain('it is outside the workspace');
  expect(await reasons('~/.ssh/id_ed25519')).toEqual(['it is outside the workspace', 'it may hold keys or passwords']);
});

test('a link that leads elsewhere after the check is not followed', async () => {
  const bench = toolBench();
  put(bench, 'fine', 'fine');
  put(bench, '../secret', 'SECRET');
  symlinkSync('fine', join(bench.workspace, 'link'));
  expect(await bench.review('read_file', { path: 'link' })).toBeUndefined();
  rmSync(join(bench.workspace, 'link'));
  symlinkSync('../secret', join(bench.workspace, 'link'));
  expect(await bench.raw('read_file', { path: 'link' })).toMatchObject({
    status: 'error',
    text: expect.stringContaining('leads elsewhere'),
  });
});

test('links in a circle end', async () => {
  const bench = toolBench();
  symlinkSync('b', join(bench.workspace, 'a'));
  symlinkSync('a', join(bench.workspace, 'b'));
  expect((await bench.call('read_file', { path: 'a' })).status).toBe('error');
});

test('secrets in a file are hidden', async () => {
  const bench = toolBench({ secrets: ['hunter2'] });
  put(bench, 'a.ini', 'password = hunter2\n');
  expect((await bench.call('read_file', { path: 'a.ini' })).text).toBe('password = sk-…last\n[secrets are hidden]');
});

test('a file that has another name is asked about: it may be one with keys', async () => {
  const bench = toolBench();
  put(bench, '.env', 'KEY=x\n');
  put(bench, 'plain.txt', 'x\n');
  linkSync(join(bench.workspace, '.env'), join(bench.workspace, 'hard.txt'));
  expect((await bench.review('read_file', { path: 'hard.txt' }))?.reasons.join()).toContain('hard link');
  expect((await bench.review('search_files', { path: 'hard.txt', pattern: 'KEY' }))?.reasons.join()).toContain(
    'hard link',
  );
  expect(await bench.review('read_file', { path: 'plain.txt' })).toBeUndefined();
});
