import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import cells from 'fast-string-width';
import { expect, test } from 'vitest';
import { hermes } from '../helpers/cli.ts';
import { tempHome } from '../helpers/home.ts';
import { loadedModules } from '../helpers/loaded-modules.ts';
import { expectShape } from '../helpers/schema.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';
import { openTerminal } from '../helpers/terminal.ts';

const MISTAKES = `model:
  model: x
compression:
  threshold: 40
  treshhold: 0.5 # a, b: 100%
  protect_last_n: many
`;

interface Result {
  valid: boolean;
  files: Record<string, unknown>[];
}

const validate = (args: string[], home: string, input?: string) =>
  hermes(['config', 'validate', ...args], { home, ...(input === undefined ? {} : { input }) });

test('pretty: sorted, with excerpt, remedy, note, marks and verdict; no colour in a pipe', async () => {
  const { home } = tempHome({ 'config.yaml': MISTAKES });
  const { stdout, stderr, code } = await validate([], home);
  expect(code).toBe(1);
  expect(stderr).toBe('');
  expect(stdout).not.toContain('\u001B');
  const heads = stdout.split('\n').filter((line) => /^config\.yaml:\d/.test(line));
  expect(heads.map((line) => line.replace(/ .*(\[.*\])$/, ' $1'))).toEqual([
    'config.yaml:2:3: [config.legacy]',
    'config.yaml:4:14: [config.percent]',
    'config.yaml:5:3: [config.unknown-key]',
    'config.yaml:6:19: [config.type]',
  ]);
  expect(heads[0]).toContain(': note ');
  expect(stdout).toContain('  4 |   threshold: 40\n    |              ^^\n  try: ');
  expect(stdout).toMatch(/^\d of them can be mended: hermes config validate --fix$/m);
  expect(stdout.trimEnd().split('\n').at(-2)).toBe('✗ config.yaml: 2 errors, 1 warning, 1 note');
});

test('compact and github: one line per finding, escaped', async () => {
  const { home } = tempHome({ 'a,b%.yaml': MISTAKES });
  const compact = await validate(['a,b%.yaml', '--format', 'compact'], home);
  expect(compact.code).toBe(1);
  const lines = compact.stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(4);
  for (const line of lines) expect(line).toMatch(/^a,b%\.yaml:\d+:\d+: (error|warning|note) .+ \[config\.[a-z-]+\]$/);
  const github = (await validate(['a,b%.yaml', '--format', 'github'], home)).stdout.trimEnd().split('\n');
  expect(github).toHaveLength(4);
  expect(github[0]).toMatch(/^::notice file=a%2Cb%25\.yaml,line=2,col=3,title=config\.legacy::.+/);
  expect(github[1]).toMatch(/^::error file=a%2Cb%25\.yaml,line=4,col=14,title=config\.percent::[^%]*(%0Atry: .*%25)?$/);
  expect(github[2]).toMatch(/^::warning /);
});

test('json: the published shape, by either flag', async () => {
  const { home, config } = tempHome({ 'config.yaml': MISTAKES });
  const json = await validate(['--json'], home);
  expectShape('config-validate', json.json());
  expect(json.json()).toMatchObject({ valid: false, files: [{ file: config, errors: 2, warnings: 1, notes: 1 }] });
  for (const args of [['--format', 'json'], ['--format=json']]) {
    expect((await validate(args, home)).json()).toEqual(json.json());
  }
});

test('--strict: warnings count, notes never', async () => {
  const { home } = tempHome({ 'w.yaml': 'nope: 1\n', 'n.yaml': 'model: {model: x}\n' });
  expect((await validate(['w.yaml'], home)).code).toBe(0);
  const strict = await validate(['w.yaml', '--strict'], home);
  expect(strict.code).toBe(1);
  expect(strict.stdout).toContain('✗ w.yaml: 1 warning; with --strict warnings count');
  expect((await validate(['w.yaml', '--strict', '--json'], home)).json()).toMatchObject({ valid: false });
  const note = await validate(['n.yaml', '--strict'], home);
  expect(note.code).toBe(0);
  expect(note.stdout).toContain('✓ n.yaml: valid, 1 note');
});

test('several files and standard input: each is checked, one that cannot be read gives 2', async () => {
  const { home } = tempHome({ 'good.yaml': 'model: x\n', 'bad.yaml': MISTAKES });
  const run = await validate(['good.yaml', 'none.yaml', 'bad.yaml', '-'], home, 'nope: 1\n');
  expect(run.code).toBe(2);
  const verdicts = run.stdout.split('\n').filter((line) => /^[✓✗]/.test(line));
  expect(verdicts).toEqual([
    '✓ good.yaml: valid',
    '✗ none.yaml: 1 error',
    '✗ bad.yaml: 2 errors, 1 warning, 1 note',
    '✓ <stdin>: valid, 1 warning',
    '✗ 4 files: 2 not valid, 3 errors, 2 warnings, 1 note',
  ]);
  expect(run.stdout).toMatch(/^bad\.yaml\n2:3: note/m);
  const json = await validate(['good.yaml', 'none.yaml', '--json'], home);
  expectShape('config-validate', json.json());
  expect((await validate(['good.yaml', 'good.yaml', '--json'], home)).json()).toMatchObject({ files: [{ errors: 0 }] });
});

test.each([
  { what: 'empty', args: ['-'], input: '', code: 'config.unreadable' },
  { what: 'no text', args: ['-'], input: 'a: \0\n', code: 'config.unreadable' },
  { what: '--fix', args: ['-', '--fix'], input: 'a: 1\n', code: 'usage.invalid' },
  { what: '--dry-run alone', args: ['--dry-run'], input: 'a: 1\n', code: 'usage.invalid' },
  { what: 'a missing file', args: ['none.yaml'], input: '', code: 'config.not-found' },
  { what: 'a folder', args: ['.'], input: '', code: 'config.unreadable' },
  { what: '--fix of a missing file', args: ['--fix', 'none.yaml'], input: '', code: 'config.not-found' },
])('cannot run: $what', async ({ args, input, code }) => {
  const { home } = tempHome();
  const run = await validate([...args, '--json'], home, input);
  expectShape('error', run.json());
  expect(run.json()).toMatchObject({ error: { code } });
  expect(run.code).toBe(2);
});

test('--fix: what was mended, the diff, the backup, what is left; --dry-run writes nothing', async () => {
  const secret = 'api_key: sk-0123456789abcdef\n';
  const text = `${MISTAKES}custom_providers:\n- name: a\n  base_url: http://127.0.0.1:1/v1\n  ${secret}`;
  const { home, config, ops } = tempHome({ 'config.yaml': text });
  const { mtimeMs } = statSync(config);
  const dry = await validate(['--fix', '--dry-run'], home);
  expect(dry.stdout).toContain('nothing was written');
  expect(statSync(config).mtimeMs).toBe(mtimeMs);
  expect(readFileSync(config, 'utf8')).toBe(text);
  const dryJson = (await validate(['--fix', '--dry-run', '--json'], home)).json() as Result;
  expectShape('config-validate', dryJson);
  const run = await validate(['--fix'], home);
  expect(run.code).toBe(1);
  expect(run.stdout).toMatch(/^mended in config\.yaml: \d findings$/m);
  expect(run.stdout).toMatch(/^-\s+model: x\n\+\s+default: x$/m);
  expect(run.stdout).toContain('[config.type]');
  expect(run.stdout).not.toContain('0123456789');
  const [backup = ''] = readdirSync(join(ops, 'backups'));
  expect(run.stdout).toContain(`the old content is kept in ${join(ops, 'backups', backup)}`);
  expect(readFileSync(join(ops, 'backups', backup), 'utf8')).toBe(text);
  expect(dryJson.files[0]).toMatchObject({ written: false });
  const again = await validate(['--fix', '--json'], home);
  expectShape('config-validate', again.json());
  expect(again.json()).toMatchObject({ valid: false, files: [{ fixed: [], diff: '', written: false, errors: 1 }] });
  expect(dryJson.files[0]?.['diagnostics']).toEqual((again.json() as Result).files[0]?.['diagnostics']);
});

test('--fix: the exit code is about what is left, and several files are each mended', async () => {
  const { home } = tempHome({ 'a.yaml': 'compression: {threshold: 40}\n', 'b.yaml': 'model:\n  "x\n' });
  const one = await validate(['--fix', 'a.yaml', '--format', 'compact'], home);
  expect(one.code).toBe(0);
  expect(one.stdout).toBe('a.yaml: mended: compression.threshold: write 0.4 [config.percent]\n');
  const both = await validate(['--fix', 'a.yaml', 'b.yaml', '--json'], home);
  expect(both.code).toBe(1);
  expectShape('config-validate', both.json());
  expect(both.json()).toMatchObject({
    files: [
      { written: false, errors: 0 },
      { written: false, errors: 1 },
    ],
  });
  expect(readFileSync(join(home, 'b.yaml'), 'utf8')).toBe('model:\n  "x\n');
});

test('--live: what the server says stands in line with the other findings; without it nobody is asked', async () => {
  const id = `model-${Math.random().toString(36).slice(2, 8)}-7b`;
  const server = await scriptedServer({
    'GET /v1/models': { body: { object: 'list', data: [{ id }, { id: 'other' }] } },
  });
  const wrong = id.replace('7b', '8b');
  const { home } = tempHome({
    'config.yaml': `modle: 1\nmodel:\n  default: ${wrong}\n  provider: custom\n  base_url: ${server.baseUrl}\n  context_length: 65536\nnope: 1\n`,
  });
  expect((await validate([], home)).code).toBe(0);
  expect(server.seen).toEqual([]);
  const live = await validate(['--live', '--json'], home);
  expect(live.code).toBe(1);
  expectShape('config-validate', live.json());
  const [file] = (live.json() as Result).files;
  const found = file?.['diagnostics'] as { line: number; code: string; suggestion?: string }[];
  expect(file).toMatchObject({ live: true, errors: 1, warnings: 2 });
  expect(found.map(({ line, code }) => `${line} ${code}`)).toEqual([
    '1 config.unknown-key',
    '3 model.not-listed',
    '7 config.unknown-key',
  ]);
  expect(found[1]?.suggestion).toContain(id);
  expect(server.seen.every(({ method }) => method === 'GET')).toBe(true);
  const stdin = await validate(['--live', '-'], home, `model: {default: ${wrong}, base_url: "${server.baseUrl}"}\n`);
  expect(stdin.stdout).toContain('[model.not-listed]');
  const broken = await validate(['--live', '-'], home, 'model: "x\n');
  expect(broken.stderr).toContain('no endpoint was asked');
  expect(broken.code).toBe(1);
});

test('on a terminal of 40 columns: colour, and no line but one that must be copied is longer', async () => {
  const { home } = tempHome({
    'config.yaml': `compression:\n  threshold: 40 # ${'模型🚀'.repeat(30)}\n  treshhold: 1\nagent:\n  compression: {enabled: true}\n`,
  });
  const terminal = openTerminal(['config', 'validate'], { home, cols: 40 });
  expect(await terminal.exit()).toBe(1);
  expect(terminal.raw()).toContain('\u001B[31m');
  const screen = terminal.screen();
  const long = screen.filter((line) => cells(line) > 40 && !line.includes('hermes '));
  expect(long).toEqual([]);
  const at = screen.findIndex((line) => line.includes('threshold: 40'));
  const column = screen[at]?.indexOf('40') ?? -1;
  expect(screen[at + 1]?.slice(column), screen.join('\n')).toBe('^^');
});

test('the library for diffs is loaded with --fix only', async () => {
  const { home } = tempHome({ 'config.yaml': MISTAKES });
  expect((await loadedModules(['config', 'validate'], home)).packages).not.toContain('diff');
  expect((await loadedModules(['config', 'validate', '--fix', '--dry-run'], home)).packages).toContain('diff');
});
