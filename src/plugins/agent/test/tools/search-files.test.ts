import { chmodSync, linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { findRipgrep, ripgrep } from '../../src/tools/search/ripgrep.ts';
import { scan } from '../../src/tools/search/scan.ts';
import { type Bench, toolBench } from '../helpers/tool-run.ts';

function put(bench: Bench, files: Record<string, string>) {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(bench.workspace, name)), { recursive: true });
    writeFileSync(join(bench.workspace, name), content);
  }
}

/** A program that prints what ripgrep would, so that what is done with it can be tested where there is none. */
function fakeRipgrep(bench: Bench, script: string): string {
  const folder = join(bench.home, 'bin');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'rg'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'rg'), 0o755);
  return folder;
}

/** What both ways of searching must do alike: our own always, ripgrep where there is one. */
const ripgrepHere = await findRipgrep('/nonexistent');
const ways = [
  { name: 'own search', path: '/nonexistent' },
  ...(ripgrepHere ? [{ name: 'ripgrep', path: dirname(ripgrepHere) }] : []),
];

for (const { name, path } of ways) {
  test(`${name}: finds lines, in the order of names, without what git ignores`, async () => {
    vi.stubEnv('PATH', path);
    const bench = toolBench();
    put(bench, {
      'b.ts': 'no\nneedle two\n',
      'a/漢字 🎉.ts': '  needle one\r\n',
      'a/c.md': 'needle in markdown',
      'build/out.ts': 'needle',
      'keep.log': 'needle',
      'drop.log': 'needle',
      '.gitignore': 'build/\n*.log\n!keep.log\n',
      'a/.gitignore': 'private*\n',
      'a/private.ts': 'needle',
      '.git/config.ts': 'needle',
      'node_modules/x/i.ts': 'needle',
      'bin.ts': 'needle\0',
    });
    const search = (args: Record<string, unknown>) => bench.call('search_files', args);
    expect((await search({ pattern: 'needle' })).text).toBe(
      'a/c.md:1: needle in markdown\na/漢字 🎉.ts:1: needle one\nb.ts:2: needle two\nkeep.log:1: needle',
    );
    expect((await search({ pattern: '^NEEDLE' })).text).toBe('no matches');
    expect((await search({ pattern: '(?i)needle T', glob: '*.ts' })).text).toBe('b.ts:2: needle two');
    expect((await search({ pattern: 'needle', path: 'a', glob: '**/*.md' })).text).toBe('a/c.md:1: needle in markdown');
    expect((await search({ pattern: 'needle', path: 'b.ts' })).text).toBe('b.ts:2: needle two');
    vi.unstubAllEnvs();
  });

  test(`${name}: a pattern that is none is said to be wrong`, async () => {
    vi.stubEnv('PATH', path);
    const bench = toolBench();
    put(bench, { a: 'x' });
    expect(await bench.call('search_files', { pattern: '(' })).toMatchObject({
      status: 'error',
      text: expect.stringContaining('pattern'),
    });
    vi.unstubAllEnvs();
  });

  test(`${name}: many matches and long lines are bounded`, async () => {
    vi.stubEnv('PATH', path);
    const bench = toolBench({ maxChars: 4_000 });
    put(bench, { many: 'match\n'.repeat(5_000), wide: `match${'x'.repeat(1_000_000)}` });
    const { text } = await bench.call('search_files', { pattern: 'match' });
    expect(text.length).toBeLessThanOrEqual(4_000);
    expect(text).toMatch(/\[the first \d+ matches; narrow pattern, path or glob\]$/);
    const wide = await bench.call('search_files', { pattern: 'match', path: 'wide' });
    expect(wide.text).toMatch(/^wide:1: matchx+ \[/);
    expect(wide.text.length).toBeLessThan(400);
    vi.unstubAllEnvs();
  });

  test(`${name}: secrets and what lies behind links are not looked into unasked`, async () => {
    vi.stubEnv('PATH', path);
    const bench = toolBench();
    put(bench, { '.env': 'needle=1', 'deep/id_rsa': 'needle', '../out/x': 'needle', 'in/ok': 'needle' });
    symlinkSync('../../out', join(bench.workspace, 'in/link'));
    symlinkSync('../out/x', join(bench.workspace, 'x'));
    const all = await bench.call('search_files', { pattern: 'needle' });
    expect(all).toEqual({ status: 'ok', text: 'in/ok:1: needle' });
    const asked = await bench.call('search_files', { pattern: 'needle', path: '.env' });
    expect(asked.review?.reasons).toEqual(['it may hold keys or passwords']);
    expect(asked.text).toBe('.env:1: needle=1');
    const outside = await bench.call('search_files', { pattern: 'needle', path: '../out' });
    expect(outside.review?.reasons).toEqual(['it is outside the workspace']);
    expect(outside.text).toContain('/out/x:1: needle');
    vi.unstubAllEnvs();
  });
}

test('a pattern that backtracks without end is stopped', async () => {
  vi.stubEnv('PATH', '/nonexistent');
  const bench = toolBench();
  put(bench, { a: `${'a'.repeat(60)}!\n` });
  expect((await bench.call('search_files', { pattern: '^(a+)+$' })).text).toContain('takes too long');
  vi.unstubAllEnvs();
});

test('an empty pattern lists files by name', async () => {
  const bench = toolBench();
  put(bench, { 'a.ts': '', 'src/b.ts': '', 'src/c.md': '', '.env': '' });
  expect((await bench.call('search_files', { pattern: '', glob: '*.ts' })).text).toBe('a.ts\nsrc/b.ts');
  expect((await bench.call('search_files', { pattern: '' })).text).toBe('a.ts\nsrc/b.ts\nsrc/c.md');
  expect((await bench.call('search_files', { pattern: '', glob: '*.rs' })).text).toBe('no such files');
  expect((await bench.call('search_files', { pattern: 'x', path: 'scr' })).text).toBe(
    'scr does not exist; did you mean src?',
  );
});

test('a ripgrep that lies in the workspace is not run', async () => {
  const bench = toolBench();
  put(bench, { rg: '#!/bin/sh\necho pwned > hit\n', 'bin/rg': '#!/bin/sh\necho pwned > hit\n', a: 'needle' });
  for (const name of ['rg', 'bin/rg']) chmodSync(join(bench.workspace, name), 0o755);
  const link = join(bench.home, 'link');
  mkdirSync(link);
  symlinkSync(join(bench.workspace, 'rg'), join(link, 'rg'));
  vi.stubEnv('PATH', `.:bin:${bench.workspace}:${bench.workspace}/bin:${link}`);
  expect((await bench.call('search_files', { pattern: 'needle' })).text).toBe('a:1: needle');
  vi.unstubAllEnvs();
});

test('a ripgrep on PATH gets its arguments where no pattern can pass for a flag, and never a config', async () => {
  const bench = toolBench();
  put(bench, { a: 'x', '.env': 'x' });
  const script = `printf '%s\\n' "$@" > '${bench.home}/argv'; env > '${bench.home}/env'
printf '%s\\0%s\\n' '${bench.workspace}/a' '3:he:llo' '${bench.workspace}/.env' '1:KEY=1'; echo oops >&2`;
  vi.stubEnv('PATH', fakeRipgrep(bench, script));
  vi.stubEnv('RIPGREP_CONFIG_PATH', '/tmp/evil');
  const { text } = await bench.call('search_files', { pattern: '--pre=/tmp/evil', glob: '--x' });
  vi.unstubAllEnvs();
  expect(text).toBe('a:3: he:llo');
  const { readFileSync } = await import('node:fs');
  const argv = readFileSync(join(bench.home, 'argv'), 'utf8').trim().split('\n');
  expect(argv.slice(-4)).toEqual(['--glob=--x', '--regexp=--pre=/tmp/evil', '--', bench.workspace]);
  expect(argv).toContain('--no-config');
  expect(readFileSync(join(bench.home, 'env'), 'utf8')).not.toContain('RIPGREP_CONFIG_PATH');
});

test('a search that was not finished says so and gives what it found', async () => {
  const bench = toolBench();
  put(bench, { a: 'again' });
  const search = {
    ...{ pattern: 'again', root: bench.workspace, base: bench.workspace, glob: undefined, most: 200 },
    ...{ allowed: () => true, signal: bench.abort.signal },
  };
  const found = `printf '%s\\0%s\\n' '${bench.workspace}/a' '1:again'`;
  const program = (script: string) => join(fakeRipgrep(bench, script), 'rg');
  const matches = [{ file: join(bench.workspace, 'a'), line: 1, text: 'again' }];
  const late = { ok: true, matches, more: false, unfinished: expect.stringMatching(/^stopped after 0\.3 s/) };
  expect(await ripgrep(program(`${found}; exec sleep 30`), search, 300)).toEqual(late);
  expect(await scan(search, 0)).toMatchObject({
    ok: true,
    matches: [],
    unfinished: expect.stringContaining('stopped'),
  });
  expect(await ripgrep(program(`${found}; kill -KILL $$`), search)).toMatchObject({
    matches,
    unfinished: expect.stringContaining('SIGKILL'),
  });
  expect(await ripgrep(join(bench.home, 'gone'), search)).toMatchObject({
    matches: [],
    unfinished: expect.stringContaining('ENOENT'),
  });
  vi.stubEnv('PATH', fakeRipgrep(bench, 'exit 2'));
  const { text } = await bench.call('search_files', { pattern: 'again' });
  vi.unstubAllEnvs();
  expect(text).toBe('[some files could not be read]');
});

test('an endless ripgrep is ended once there is enough', async () => {
  const bench = toolBench();
  put(bench, { a: '' });
  const script = `while :; do printf '%s\\0%s\\n' '${bench.workspace}/a' '1:again'; done`;
  vi.stubEnv('PATH', `${fakeRipgrep(bench, script)}`);
  expect((await bench.call('search_files', { pattern: 'again' })).text).toContain('[the first 200 matches');
  vi.unstubAllEnvs();
});

test.each(ways)('$name: files with hard links are left out, and that is said', async ({ path }) => {
  const bench = toolBench();
  put(bench, { '.env': 'KEY=x\n', 'a.txt': 'KEY here\n' });
  linkSync(join(bench.workspace, '.env'), join(bench.workspace, 'hard.txt'));
  vi.stubEnv('PATH', path);
  const { text } = await bench.call('search_files', { pattern: 'KEY' });
  vi.unstubAllEnvs();
  expect(text).toBe('a.txt:1: KEY here\n[1 file with hard links left out: read_file asks]');
});
