// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
import { readdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixFile } from '../../src/config/fix-file.ts';
import { mendText } from '../../src/config/mend-text.ts';
import { unifiedDiff } from '../../src/config/unified-diff.ts';
import { validateText } from '../../src/config/validate.ts';
import { tempHome } from '../helpers/home.ts';

const check = (text: string) => validateText(text, 'f', {});
const mend = (text: string) => mendText(text, check(text), check);

/** A file in a home, and the fixing of it. */
function homeWith(content: string | Uint8Array) {
  const paths = tempHome();
  writeFileSync(paths.config, content);
  const backups = join(paths.ops, 'backups');
  return { ...paths, backups, fix: (dryRun = false) => fixFile(paths.config, { env: {}, backups, dryRun }) };
}

const EIGHT = `# my config
model:
  model: qwen3            # older spelling
  base_url: http://127.0.0.1:8080   # no /v1
custom_providers: '[{"name": "a", "base_url": "http://127.0.0.1:8080/v1"}]'
agent:
  # goes along
  compression:
    treshold: 40          # misspelled, in percent, in the wrong place
    protect_last_n: "20"

terminal:
  cwd: .
servers:
  qwen:
    prot: 8080
terminal:
  timeout: 180
`;

test('a file with many kinds of mistakes: mended again and again, one backup, everything else as it was', async () => {
  const { config, fix, backups } = homeWith(EIGHT);
  const { report, fixed, notFixed, written, backup, diff } = await fix();
  expect(new Set(fixed.map(({ code }) => code))).toEqual(
    new Set([
      'config.duplicate-key',
      'config.legacy',
      'config.url-no-v1',
      'config.json-text',
      'config.misplaced',
      'config.unknown-key',
      'config.percent',
      'config.type',
    ]),
  );
  expect(notFixed).toEqual([]);
  expect(report.diagnostics).toEqual([]);
  expect(written).toBe(true);
  expect(readFileSync(config, 'utf8')).toBe(`# my config
model:
  default: qwen3            # older spelling
  base_url: http://127.0.0.1:8080/v1   # no /v1
custom_providers:
  - name: a
    base_url: http://127.0.0.1:8080/v1
agent: {}

terminal:
  cwd: .
  timeout: 180
servers:
  qwen:
    port: 8080

# goes along
compression:
  threshold: 0.4          # misspelled, in percent, in the wrong place
  protect_last_n: 20
`);
  expect(readdirSync(backups)).toHaveLength(1);
  expect(readFileSync(backup ?? '', 'utf8')).toBe(EIGHT);
  expect(diff).toMatch(/^- {4}prot: 8080$/m);
  expect(diff).toMatch(/^\+ {4}port: 8080$/m);
});

test('a second run has nothing to do and touches nothing', async () => {
  const { config, fix, backups } = homeWith(EIGHT);
  await fix();
  const { mtimeMs, ino } = statSync(config);
  expect(await fix()).toMatchObject({ fixed: [], notFixed: [], diff: '', written: false });
  expect(statSync(config)).toMatchObject({ mtimeMs, ino });
  expect(readdirSync(backups)).toHaveLength(1);
});

test('a dry run tells the same and leaves bytes, time and folder alone', async () => {
  const { config, home, fix } = homeWith(EIGHT);
  const past = new Date('2020-01-01T00:00:00Z');
  utimesSync(config, past, past);
  const dry = await fix(true);
  expect(dry.written).toBe(false);
  expect(dry.backup).toBeUndefined();
  expect(readFileSync(config, 'utf8')).toBe(EIGHT);
  expect(statSync(config).mtimeMs).toBe(past.getTime());
  expect(readdirSync(home)).toEqual(['config.yaml']);
  const real = await fix();
  expect(real).toMatchObject({ fixed: dry.fixed, diff: dry.diff, text: dry.text });
  expect(readFileSync(config, 'utf8')).toBe(dry.text);
});

test('CRLF, byte order mark, comments, trailing blanks and non-ASCII keep every byte', async () => {
  const before =
    '\uFEFF# 设置 🚀  \r\n\r\nmodel:   \r\n    default:  "q"   # «keep»\t\r\ncompression: {treshold:  0.5,   enabled: true}  # x\r\n\r\n  # end';
  const { config, fix } = homeWith(before);
  const { fixed } = await fix();
  expect(fixed).toMatchObject([{ code: 'config.unknown-key', path: 'compression.treshold' }]);
  expect(readFileSync(config, 'utf8')).toBe(before.replace('treshold', 'threshold'));
});

describe('nothing is written', () => {
  test.each([
    ['a file that does not parse', 'model:\n  model: x\n  "open\n', 'config.syntax'],
    ['a tab', 'model:\n\tmodel: x\n', 'config.tab'],
    ['a conflict', '<<<<<<< a\nmodel: {model: x}\n=======\nmodel: y\n>>>>>>> b\n', 'config.conflict-marker'],
    ['two documents', 'model: {model: x}\n---\na: 1\n', 'config.multiple-documents'],
  ])('%s', async (_what, text, code) => {
    const { config, fix, home } = homeWith(text);
    const { report, written, fixed } = await fix();
    expect(report.diagnostics.map((it) => it.code)).toContain(code);
    expect({ written, fixed }).toEqual({ written: false, fixed: [] });
    expect(readFileSync(config, 'utf8')).toBe(text);
    expect(readdirSync(home)).toEqual(['config.yaml']);
  });
});

test('a name that stands twice with different content keeps all else from being mended, and that is said', async () => {
  const text = 'model:\n  model: x\nserver: 1\nserver: 2\ncompression: {treshold: 0.5}\n';
  const { fix, config } = homeWith(text);
  const { notFixed, written } = await fix();
  expect(written).toBe(false);
  expect(notFixed.map(({ path }) => path)).toContain('compression.treshold');
  expect(notFixed.map(({ reason }) => reason).join()).toContain('line 4');
  expect(readFileSync(config, 'utf8')).toBe(text);
});

test('one remedy that is refused does not keep the others back', async () => {
  const text = 'x: &a\n  treshold: 0.5\ncompression: *a\nservers: {q: {prot: 1234}}\n';
  const { fixed, notFixed, text: after } = mend(text);
  expect(fixed.map(({ path }) => path)).toContain('servers.q.prot');
  expect(after).toContain('{port: 1234}');
  for (const { reason } of notFixed) expect(reason).toMatch(/\w/);
});

test('a remedy that would bring an error that only a person can mend is refused, the others are applied', () => {
  const text = 'compression:\n  treshold: soon   # ?\nservers: {q: {prot: 1234}}\n';
  const { fixed, notFixed, text: after } = mend(text);
  expect(fixed).toMatchObject([{ path: 'servers.q.prot' }]);
  expect(notFixed).toMatchObject([{ path: 'compression.treshold', reason: expect.stringContaining('soon') }]);
  expect(after).toBe(text.replace('prot', 'port'));
});

test.each(['utf16le', 'utf-16be'])('%s becomes UTF-8 and is mended in the same write', async (encoding) => {
  const text = 'model:\n  model: 模型\n';
  const le = Buffer.from(`\uFEFF${text}`, 'utf16le');
  const bytes = encoding === 'utf16le' ? le : Buffer.from(le).swap16();
  const { fix, config, backups } = homeWith(bytes);
  const { fixed, report, diff } = await fix();
  expect(fixed.map(({ code }) => code)).toEqual(['config.encoding', 'config.legacy']);
  expect(report.diagnostics).toEqual([]);
  expect(readFileSync(config, 'utf8')).toBe('model:\n  default: 模型\n');
  expect(diff).toContain('-  model: 模型\n+  default: 模型\n');
  const [backup = ''] = readdirSync(backups);
  expect(readFileSync(join(backups, backup)).equals(bytes)).toBe(true);
});

test('UTF-16 with nothing else to mend', async () => {
  const { fix, config } = homeWith(Buffer.from('\uFEFFmodel: x\n', 'utf16le'));
  expect(await fix()).toMatchObject({ fixed: [{ code: 'config.encoding' }], diff: '', written: true });
  expect(readFileSync(config, 'utf8')).toBe('model: x\n');
});

test('a symbolic link stays one; mode is kept', async () => {
  const { fix, config, home } = homeWith('model: {model: x}\n');
  const link = join(home, 'link.yaml');
  symlinkSync(config, link);
  const { written } = await fixFile(link, { env: {}, backups: join(home, 'ops/backups') });
  expect(written).toBe(true);
  expect(readFileSync(config, 'utf8')).toBe('model: {default: x}\n');
  expect((await fix()).written).toBe(false);
});

test('several at once: the file is mended once and no run fails with a broken one', async () => {
  const { fix, config } = homeWith(EIGHT);
  const results = await Promise.all([fix(), fix(), fix()]);
  expect(results.filter(({ written }) => written)).toHaveLength(1);
  expect(check(readFileSync(config, 'utf8')).diagnostics).toEqual([]);
});

describe('the diff', () => {
  test('covers secrets, also one that changes or stands below its key', async () => {
    const before = 'a: 1\napi_key: sk-0123456789abcdef\nauth:\n  Authorization: Bearer abcdefghijkl\nb: 1\n';
    const after = before.replace('abcdef\n', 'abcxyz\n').replace('b: 1', 'b: 2');
    const diff = await unifiedDiff('f', before, after);
    expect(diff).not.toMatch(/0123456789|abcdefghijkl/);
    expect(diff).toMatch(/^-api_key: \*+$/m);
    expect(diff).toMatch(/^\+api_key: \*+$/m);
    expect(diff).toMatch(/^\+b: 2$/m);
  });

  test('without secrets it is what `patch` takes', async () => {
    const lines = fc.array(fc.constantFrom('a: 1', 'b: 2', '', '  c: 模', '# d'), { maxLength: 30 });
    const { applyPatch } = await import('diff');
    await fc.assert(
      fc.asyncProperty(lines, lines, fc.boolean(), async (a, b, newline) => {
        const [before, after] = [a, b].map((all) => all.join('\n') + (newline ? '\n' : '')) as [string, string];
        const diff = await unifiedDiff('f', before, after);
        expect(diff === '' ? before : applyPatch(before, diff, { autoConvertLineEndings: false })).toBe(after);
      }),
      { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) },
    );
  });
});
