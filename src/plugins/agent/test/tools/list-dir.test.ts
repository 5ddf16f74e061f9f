import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toolBench } from '../helpers/tool-run.ts';

test('folders first, sizes, links and what is no file', async () => {
  const bench = toolBench();
  const at = (name: string) => join(bench.workspace, name);
  writeFileSync(at('b'), 'x'.repeat(2_100));
  writeFileSync(at('.hidden'), '');
  writeFileSync(at('漢 🎉'), 'abc');
  writeFileSync(at('evil\u001b[2J\n\u202ename'), '');
  mkdirSync(at('zdir'));
  symlinkSync('/etc/passwd', at('link'));
  execFileSync('mkfifo', [at('pipe')]);
  const { text, review } = (await bench.call('list_dir')) as { text: string; review?: unknown };
  expect(review).toBeUndefined();
  expect(text.split('\n')).toEqual([
    'zdir/',
    '.hidden 0',
    'b 2.1K',
    'evil\\u{1b}[2J\\u{0a}\\u{202e}name 0',
    'link -> /etc/passwd',
    'pipe (not a file)',
    '漢 🎉 3',
  ]);
});

test('many entries are bounded, none is said, and what is no folder too', async () => {
  const bench = toolBench();
  mkdirSync(join(bench.workspace, 'many'));
  mkdirSync(join(bench.workspace, 'none'));
  for (let i = 0; i < 700; i += 1) writeFileSync(join(bench.workspace, 'many', String(i)), '');
  expect((await bench.call('list_dir', { path: 'many' })).text).toMatch(/\[200 more entries\]$/);
  expect((await bench.call('list_dir', { path: 'none' })).text).toBe('none is empty');
  expect((await bench.call('list_dir', { path: 'many/1' })).text).toContain('use read_file');
  expect((await bench.call('list_dir', { path: 'mny' })).text).toBe('mny does not exist; did you mean many?');
});

test('other folders only after asking, the insides of the system never', async () => {
  const bench = toolBench();
  expect((await bench.review('list_dir', { path: '..' }))?.reasons).toEqual(['it is outside the workspace']);
  expect((await bench.review('list_dir', { path: '~/.ssh' }))?.reasons).toHaveLength(2);
  expect((await bench.call('list_dir', { path: '/proc/self/fd' })).status).toBe('error');
});
