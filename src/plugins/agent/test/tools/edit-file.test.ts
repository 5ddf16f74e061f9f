import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toolBench } from '../helpers/tool-run.ts';

/** A workspace with one file, and edits of it. */
function file(content: string | Buffer, setting = {}) {
  const bench = toolBench(setting);
  const path = join(bench.workspace, 'a.py');
  writeFileSync(path, content);
  const edit = (old: string, by: string, more = {}) => bench.call('edit_file', { path: 'a.py', old, new: by, ...more });
  return { bench, path, edit, now: () => readFileSync(path, 'utf8') };
}

test('replaces one exact place, after asking with a diff', async () => {
  const { edit, now } = file('one\ntwo\nthree\n');
  const done = await edit('two', '2');
  expect(done.review).toMatchObject({ action: 'edit a.py', detail: expect.stringContaining('-two\n+2') });
  expect(done.text).toBe('edited a.py at line 2\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three');
  expect(now()).toBe('one\n2\nthree\n');
});

test('text that stands more than once needs more lines or all', async () => {
  const { edit, now } = file('x = 1\ny = 2\nx = 1\n');
  const twice = await edit('x = 1', 'x = 3');
  expect(twice).toEqual({ status: 'error', text: expect.stringContaining('2 times in a.py (lines 1, 3)') });
  expect(await edit('x = 1\ny', 'x = 0\ny')).toMatchObject({ status: 'ok' });
  expect((await edit('x = ', 'z = ', { all: true })).text).toContain('in 2 places');
  expect(now()).toBe('z = 0\ny = 2\nz = 1\n');
});

test('BOM, CRLF, missing last line end and mode stay', async () => {
  const { edit, path } = file('\ufeffone\r\ntwo\r\nthree');
  chmodSync(path, 0o640);
  expect((await edit('one\ntwo\n', 'eins\nzwei\nmore\n')).text).not.toContain('not an exact match');
  expect(readFileSync(path).toString('latin1')).toBe('\xef\xbb\xbfeins\r\nzwei\r\nmore\r\nthree');
  expect(statSync(path).mode & 0o777).toBe(0o640);
});

test('other indentation is found, and the new text is indented like the file', async () => {
  const { edit, now } = file(
    'class A:\n    def f(self):\n        if x:\n            return 1\n\n    def g(self):\n        pass\n',
  );
  const done = await edit(
    'def f(self):\n    if x:\n        return 1',
    'def f(self):\n    if y:\n        return 2\n    return 3',
  );
  expect(done.text).toContain('at line 2, not an exact match: the indentation differs');
  expect(now()).toBe(
    'class A:\n    def f(self):\n        if y:\n            return 2\n        return 3\n\n    def g(self):\n        pass\n',
  );
});

test('less indentation, tabs for spaces and spaces for tabs', async () => {
  const less = file('a:\n  b: 1\n');
  await less.edit('    a:\n      b: 1', '    a:\n      b: 2\n      c: 3');
  expect(less.now()).toBe('a:\n  b: 2\n  c: 3\n');
  const tabs = file('f() {\n\tif (x)\n\t\ty();\n}\n');
  await tabs.edit('    if (x)\n        y();', '    if (x)\n        z();');
  expect(tabs.now()).toBe('f() {\n\tif (x)\n\t\tz();\n}\n');
  const spaces = file('f() {\n  if (x)\n    y();\n}\n');
  await spaces.edit('\tif (x)\n\t\ty();', '\tif (x)\n\t\tz();');
  expect(spaces.now()).toBe('f() {\n  if (x)\n    z();\n}\n');
});

test('indentation that differs in no one way is not guessed', async () => {
  const { edit, now } = file('if a:\n      b()\n   c()\n');
  expect((await edit('if a:\n    b()\n    c()', 'pass')).status).toBe('error');
  expect(now()).toContain('c()');
});

test('blanks at line ends and look-alike characters are overlooked, and what is around stays byte for byte', async () => {
  const { edit, now } = file('say “hi” – now \nnext  \nlast “q”\n');
  expect((await edit('say "hi" - now', 'say “bye”')).text).toContain('not an exact match');
  expect(now()).toBe('say “bye” \nnext  \nlast “q”\n');
  expect((await edit('next\nlast "q"\n', 'done\n')).text).toContain('not an exact match');
  expect(now()).toBe('say “bye” \ndone\n');
});

test('a tolerant match must be the only one', async () => {
  const { edit } = file('  f( x )\nother\n    f( x )\n');
  expect((await edit('\tf( x )\n', 'g()\n')).text).toContain('2 times in a.py (lines 1, 3)');
});

test('bytes that are no UTF-8 stay', async () => {
  const { edit, path } = file(Buffer.from('caf\xe9\nzwei\n', 'latin1'));
  await edit('zwei', 'drei ü');
  expect(readFileSync(path)).toEqual(Buffer.concat([Buffer.from('caf\xe9\n', 'latin1'), Buffer.from('drei ü\n')]));
});

test('a failure quotes the nearest places, and after two of them the whole file is advised', async () => {
  const { edit } = file('alpha = compute(1)\nbeta = compute(2)\ngamma = 3\n');
  const first = await edit('beta = compute(3)', 'x');
  expect(first.review).toBeUndefined();
  expect(first.text).toMatch(/^old is not in a\.py\. Closest:\n2: beta = compute\(2\)\n--\n1: alpha = compute\(1\)$/);
  expect((await edit('nothing like that at all', 'x')).text).toContain('2 edits have failed: use write_file');
  await edit('gamma = 3', 'gamma = 4');
  expect((await edit('nothing like that at all', 'x')).text).not.toContain('write_file');
});

test('new text that leaves code out is refused', async () => {
  const { edit, now } = file('a\n# ... rest of the code\nb\n');
  for (const by of [
    'x\n// ... rest of code',
    '# … existing code …',
    '<!-- rest of the page ... -->',
    '  /* ... unchanged */',
  ]) {
    expect((await edit('a', by)).text).toContain('write it out');
  }
  expect((await edit('a\n# ... rest of the code', 'c\n# ... rest of the code')).status).toBe('ok');
  expect(now()).toBe('c\n# ... rest of the code\nb\n');
  for (const by of ['print("...")', 'f(...rest)', '# wait ... then go', '// The rest of it is below.']) {
    expect((await file('word\n').edit('word', by)).status).toBe('ok');
  }
});

test('empty old, equal texts, missing files and folders', async () => {
  const { bench, edit } = file('x\n');
  expect((await edit('', 'y')).text).toContain('old is empty');
  expect((await edit('x', 'x')).text).toContain('nothing would change');
  mkdirSync(join(bench.workspace, 'dir'));
  const call = async (path: string) => (await bench.call('edit_file', { path, old: 'a', new: 'b' })).text;
  expect(await call('b.py')).toBe('b.py does not exist; did you mean a.py?');
  expect(await call('dir')).toContain('is a folder');
});

test('what the user agreed to is what happens', async () => {
  const { bench, path } = file('a\n');
  const args = { path: 'a.py', old: 'a', new: 'b' };
  await bench.review('edit_file', args);
  writeFileSync(path, 'a\nrm -rf\n');
  expect((await bench.raw('edit_file', args)).text).toContain('has changed since the user was asked');
  const absent = { path: 'a.py', old: 'later', new: 'b' };
  expect(await bench.review('edit_file', absent)).toBeUndefined();
  writeFileSync(path, 'later\n');
  expect((await bench.raw('edit_file', absent)).status).toBe('error');
  expect(readFileSync(path, 'utf8')).toBe('later\n');
});

test('a failed edit tells nothing of a file that was not agreed to', async () => {
  const { bench } = file('');
  writeFileSync(join(bench.workspace, '.env'), 'KEY=abc\n');
  const review = await bench.review('edit_file', { path: '.env', old: 'KEY=abd', new: '' });
  expect(review?.reasons).toContain('it may hold keys or passwords');
  expect(JSON.stringify(review)).not.toContain('abc');
});

test('a failed edit of a long file is fast', async () => {
  const { edit } = file(Array.from({ length: 30_000 }, (_, i) => `${'word '.repeat(30)}${i}\n`).join(''));
  expect((await edit(`${'wort '.repeat(40)}\nsecond line`, 'x')).status).toBe('error');
});
