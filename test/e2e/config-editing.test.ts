import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answerSlowly } from '../helpers/answer.ts';
import { canMount } from '../helpers/can-mount.ts';
import { BIN, cleanEnv, hermes } from '../helpers/cli.ts';
import { tempDir, tempHome } from '../helpers/home.ts';
import { expectShape } from '../helpers/schema.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';
import { openTerminal } from '../helpers/terminal.ts';

const BEFORE = '# mine\nmodel:\n  default: m # keep\ncompression:\n  threshold: 0.5\n';

/** An editor that plays a script: at its nth run it does what the nth function says to the file. */
function editor(...runs: ((text: string) => string)[]): string {
  const folder = tempDir('hermes-editor-');
  const file = join(folder, 'my editor.mjs');
  const list = runs.map((run) => `(${run.toString()})`).join(',\n');
  writeFileSync(
    file,
    `import { existsSync, readFileSync, writeFileSync } from 'node:fs';
const runs = [${list}];
const counter = ${JSON.stringify(join(folder, 'runs'))};
const n = existsSync(counter) ? Number(readFileSync(counter, 'utf8')) : 0;
writeFileSync(counter, String(n + 1));
const target = process.argv.at(-1);
const text = readFileSync(target, 'utf8');
writeFileSync(target, runs[n](text));
if (process.argv.includes('--fail')) process.exit(3);
`,
  );
  return `"${process.execPath}" "${file}" --wait`;
}

const copies = (ops: string): string[] => readdirSync(ops).filter((name) => name.startsWith('edit-'));

test('edit: the editor with arguments works on a private copy; the result is checked, saved and backed up', async () => {
  const { home, config, ops } = tempHome({ 'config.yaml': BEFORE });
  const EDITOR = editor((text) => text.replace('0.5', '0.6'));
  const done = await hermes(['config', 'edit', '--json'], { home, env: { EDITOR } });
  expect(done.code, done.stderr).toBe(0);
  expectShape('config-edit', done.json());
  expect(done.json()).toMatchObject({ changed: true, errors: 0 });
  expect(readFileSync(config, 'utf8')).toBe(BEFORE.replace('0.5', '0.6'));
  expect(copies(ops)).toEqual([]);
  const [backup = ''] = readdirSync(join(ops, 'backups'));
  expect(readFileSync(join(ops, 'backups', backup), 'utf8')).toBe(BEFORE);
  const same = await hermes(['config', 'edit'], { home, env: { VISUAL: editor((text) => text), EDITOR: 'false' } });
  expect(same).toMatchObject({ code: 0, stdout: `unchanged: ${config}\n` });
  expect(readdirSync(join(ops, 'backups'))).toHaveLength(1);
});

test('edit without a terminal does not save a broken file, and keeps it', async () => {
  const { home, config, ops } = tempHome({ 'config.yaml': BEFORE });
  const EDITOR = editor((text) => text.replace('0.5', '50'));
  const done = await hermes(['config', 'edit', '--json'], { home, env: { EDITOR } });
  expect(done.code).toBe(1);
  expectShape('error', done.json());
  expect(done.json()).toMatchObject({ error: { code: 'config.percent', where: { line: 5 } } });
  expect(readFileSync(config, 'utf8')).toBe(BEFORE);
  const [kept = ''] = copies(ops);
  const copy = join(ops, kept, 'config.yaml');
  expect(readFileSync(copy, 'utf8')).toBe(BEFORE.replace('0.5', '50'));
  expect(lstatSync(copy).mode & 0o777).toBe(0o600);
  expect(lstatSync(join(ops, kept)).mode & 0o777).toBe(0o700);
  expect(done.stderr).toContain(copy);
});

test('edit: what another program wrote meanwhile is not overwritten', async () => {
  const { home, config, ops } = tempHome({ 'config.yaml': BEFORE });
  const write = `sed -i s/0.5/0.7/ "${config}"; ${editor((text) => `${text}# new\n`)}`;
  const done = await hermes(['config', 'edit'], { home, env: { EDITOR: write } });
  expect(done.code).toBe(1);
  expect(done.stderr).toContain('[config.changed-meanwhile]');
  expect(readFileSync(config, 'utf8')).toBe(BEFORE.replace('0.5', '0.7'));
  expect(readFileSync(join(ops, copies(ops)[0] ?? '', 'config.yaml'), 'utf8')).toBe(`${BEFORE}# new\n`);
});

test.each([
  ['/does/not/exist', 'config.editor-failed'],
  ['false', 'config.editor-failed'],
  ['', 'usage.no-terminal'],
])('edit with the editor %j: %s', async (EDITOR, code) => {
  const { home, config, ops } = tempHome({ 'config.yaml': BEFORE });
  const done = await hermes(['config', 'edit', '--json'], { home, env: { EDITOR } });
  expect(done.code).toBe(2);
  expect(done.json()).toMatchObject({ error: { code } });
  expect(readFileSync(config, 'utf8')).toBe(BEFORE);
  expect(existsSync(ops) ? copies(ops) : []).toEqual([]);
});

test('edit keeps what was written where the editor fails, and starts a missing file from the example', async () => {
  const { home, config, ops } = tempHome();
  const EDITOR = `${editor((text) => `${text}# mine\n`)} --fail`;
  const failed = await hermes(['config', 'edit'], { home, env: { EDITOR: `f() { ${EDITOR} "$1"; return 3; }; f` } });
  expect(failed.stderr).toContain('[config.editor-failed]');
  expect(readFileSync(join(ops, copies(ops)[0] ?? '', 'config.yaml'), 'utf8')).toMatch(/# mine\n$/);
  expect(existsSync(config)).toBe(false);
  const made = await hermes(['config', 'edit'], { home, env: { EDITOR: editor((text) => `${text}# mine\n`) } });
  expect(made.code).toBe(0);
  expect(readFileSync(config, 'utf8')).toMatch(/^# yaml-language-server(?:.|\n)*# mine\n$/);
  expect(lstatSync(config).mode & 0o777).toBe(0o600);
});

test('edit on a terminal: findings are shown; edit again, then save', async () => {
  const { home, config, ops } = tempHome({ 'config.yaml': BEFORE });
  const EDITOR = editor(
    (text) => text.replace('0.5', '[0.5'),
    (text) => text.replace('[0.5', '50'),
    (text) => text.replace('50', '0.6'),
  );
  const terminal = openTerminal(['config', 'edit'], { home, env: { EDITOR } });
  await terminal.waitFor('(e)dit again, (d)iscard');
  await answerSlowly(terminal, 's');
  await terminal.waitFor('(e)dit again, (d)iscard');
  await answerSlowly(terminal, 'e');
  await terminal.waitFor('(e)dit again, (s)ave anyway, (d)iscard');
  expect(terminal.screen().join('\n')).toContain('[config.percent]');
  await answerSlowly(terminal, '');
  await terminal.waitFor(`written to ${config}`);
  expect(await terminal.exit()).toBe(0);
  expect(readFileSync(config, 'utf8')).toBe(BEFORE.replace('0.5', '0.6'));
  expect(copies(ops)).toEqual([]);
});

test.each([
  ['s', 0, BEFORE.replace('0.5', '50'), 0],
  ['d', 0, BEFORE, 0],
  ['\x03', 130, BEFORE, 1],
])('edit on a terminal, answered with %j', async (answer, code, expected, kept) => {
  const { home, config, ops } = tempHome({ 'config.yaml': BEFORE });
  const EDITOR = editor((text) => text.replace('0.5', '50'));
  const terminal = openTerminal(['config', 'edit'], { home, env: { EDITOR } });
  // Meant for the editor: nothing is discarded by it.
  terminal.type('d\r');
  await terminal.waitFor('(s)ave anyway');
  if (answer === '\x03') terminal.type(answer);
  else await answerSlowly(terminal, answer);
  expect(await terminal.exit()).toBe(code);
  expect(readFileSync(config, 'utf8')).toBe(expected);
  expect(copies(ops)).toHaveLength(kept);
  if (kept > 0) expect(terminal.screen().join('\n').replaceAll('\n', '')).toContain(copies(ops)[0]);
});

test('Ctrl-C while the editor runs belongs to the editor', async () => {
  const { home, config } = tempHome({ 'config.yaml': BEFORE });
  const EDITOR = `node -e "
    process.on('SIGINT', () => { require('fs').appendFileSync(process.argv[1], '# after ^C\\n'); process.exit(0); });
    console.log('editor is up'); setInterval(() => {}, 1000)"`;
  const terminal = openTerminal(['config', 'edit'], { home, env: { EDITOR } });
  await terminal.waitFor('editor is up');
  terminal.type('\x03');
  await terminal.waitFor('written to');
  expect(await terminal.exit()).toBe(0);
  expect(readFileSync(config, 'utf8')).toBe(`${BEFORE}# after ^C\n`);
});

/** Names made up per run, so that nothing can know them. */
const made = () => `model-${Math.random().toString(36).slice(2, 8)}-v4-flash`;

function listing(ids: string[]) {
  return scriptedServer({
    'GET /v1/models': { body: { object: 'list', data: ids.map((id) => ({ id, object: 'model' })) } },
  });
}

test('set --check: a model that its own provider does not list is reported, and written all the same', async () => {
  const right = made();
  const wrong = right.replace('v4', 'v3');
  const provider = await listing([right, made(), made()]);
  const other = await listing([wrong]);
  const text = `model:\n  default: m\n  base_url: ${other.baseUrl}\nproviders:\n  deepseek:\n    base_url: ${provider.baseUrl}\n    key_env: DEEPSEEK_API_KEY\nauxiliary:\n  compression:\n    provider: deepseek\n`;
  const { home, config } = tempHome({ 'config.yaml': text, '.env': 'DEEPSEEK_API_KEY=sk-0123456789abcdef\n' });
  const set = (model: string, ...more: string[]) =>
    hermes(['config', 'set', 'auxiliary.compression.model', model, '--json', ...more], { home });
  const missed = await set(wrong, '--check');
  expect(missed.code).toBe(1);
  expectShape('config-set', missed.json());
  expect(missed.json()).toMatchObject({
    changed: true,
    check: { state: 'not-listed', finding: { code: 'model.not-listed' } },
  });
  expect(missed.stderr).toContain(right);
  expect(readFileSync(config, 'utf8')).toBe(`${text}    model: ${wrong}\n`);
  const hit = await hermes(['config', 'set', 'auxiliary.compression.model', right, '--check', '--json'], {
    home,
    env: { HERMES_OFFLINE: '1' },
  });
  expect(hit).toMatchObject({ code: 0 });
  expect(hit.json()).toMatchObject({ check: { state: 'listed' } });
  const keys = provider.seen.filter(({ path }) => path === '/v1/models').map(({ headers }) => headers.authorization);
  expect(new Set(keys)).toEqual(new Set(['Bearer sk-0123456789abcdef']));
  expect(other.seen).toEqual([]);
  const asked = provider.seen.length;
  expect((await set(wrong)).json()).not.toHaveProperty('check');
  expect(provider.seen).toHaveLength(asked);
});

test('set --check: who cannot be asked leaves a note, not a failure', async () => {
  const { home } = tempHome({ 'config.yaml': 'model:\n  base_url: http://127.0.0.1:9/v1\n' });
  const model = await hermes(['config', 'set', 'model', 'x', '--check', '--json'], { home });
  expect(model.code).toBe(0);
  expect(model.json()).toMatchObject({ key: 'model.default', check: { state: 'not-verified' } });
  expect(model.stderr).toContain('note: not verified: ');
  const none = await hermes(['config', 'set', 'compression.threshold', '0.5', '--check', '--json'], { home });
  expect(none.json()).toMatchObject({ check: { state: 'no-model' } });
});

test('set on a terminal looks a model up unasked, unless HERMES_OFFLINE=1', async () => {
  const provider = await listing([made(), made()]);
  const { home } = tempHome({ 'config.yaml': `model:\n  base_url: ${provider.baseUrl}\n` });
  const offline = openTerminal(['config', 'set', 'model', 'x'], { home, env: { HERMES_OFFLINE: '1' } });
  expect(await offline.exit()).toBe(0);
  expect(provider.seen).toEqual([]);
  const online = openTerminal(['config', 'set', 'model', 'y'], { home });
  expect(await online.exit()).toBe(0);
  expect(online.screen().join('\n')).toContain('[model.not-listed]');
});

test('set takes several values behind --, and says what it did with an older name', async () => {
  const { home, config } = tempHome();
  const list = await hermes(['config', 'set', 'servers.q.extra_args', '--', '-ngl', '99'], { home });
  expect(list.code, list.stderr).toBe(0);
  const old = await hermes(['config', 'set', 'model.api_base', 'http://h:1/v1'], { home });
  expect(old.stderr).toContain('`model.api_base` is now `model.base_url`');
  expect(readFileSync(config, 'utf8')).toContain(
    'extra_args:\n      - -ngl\n      - 99\nmodel:\n  base_url: http://h:1/v1\n',
  );
});

test('unset', async () => {
  const { home, config } = tempHome({ 'config.yaml': BEFORE });
  const done = await hermes(['config', 'unset', 'compression.threshold', '--json'], { home });
  expectShape('config-unset', done.json());
  expect(done.json()).toMatchObject({ removed: 1, now: { value: 0.8, origin: 'default' } });
  const text = await hermes(['config', 'unset', 'model'], { home });
  expect(text.stdout).toContain(`removed model from ${config}`);
  const missing = await hermes(['config', 'unset', 'nothing.here'], { home });
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('[config.no-such-key]') });
});

test('migrate, and back again', async () => {
  const old = 'model:\n  model: gpt # mine\n  api_key: sk-0123456789abcdef\n';
  const { home, config } = tempHome({ 'config.yaml': old });
  const dry = await hermes(['config', 'migrate', '--dry-run', '--json'], { home });
  expectShape('config-migrate', dry.json());
  expect(dry.json()).toMatchObject({ written: false, migrated: [{ key: 'model.model' }] });
  const done = await hermes(['config', 'migrate'], { home });
  expect(done.stdout).toContain('-  model: gpt # mine\n+  default: gpt # mine\n');
  expect(done.stdout).not.toContain('0123456789');
  expect(readFileSync(config, 'utf8')).toBe(old.replace('model: gpt', 'default: gpt'));
  expect((await hermes(['config', 'migrate'], { home })).stdout).toContain('nothing to migrate');
  const list = await hermes(['config', 'backup', 'list', '--json'], { home });
  expectShape('config-backup-list', list.json());
  expect(list.json()).toMatchObject({ backups: [{ bytes: old.length }] });
  const refused = await hermes(['config', 'backup', 'restore', '--json'], { home });
  expect(refused).toMatchObject({ code: 2 });
  expect(refused.json()).toMatchObject({ error: { code: 'usage.no-terminal' } });
  const back = await hermes(['config', 'backup', 'restore', '--yes', '--json'], { home });
  expectShape('config-backup-restore', back.json());
  expect(back.json()).toMatchObject({ changed: true, diff: expect.stringContaining('+  model: gpt # mine') });
  expect(readFileSync(config, 'utf8')).toBe(old);
  const table = await hermes(['config', 'backup', 'list'], { home });
  expect(table.stdout.split('\n').slice(1, 3)).toEqual([
    expect.stringMatching(/^config\.yaml\.\S+ {2}(just now|\d+ seconds? ago) +\d+ bytes$/),
    expect.stringMatching(/^config\.yaml\.\S+ {2}(just now|\d+ seconds? ago) +\d+ bytes$/),
  ]);
  expect((await hermes(['config', 'backup', 'restore', 'no-such'], { home })).stderr).toContain('[config.no-backup]');
});

test('restore asks on a terminal', async () => {
  const { home, config } = tempHome({ 'config.yaml': BEFORE });
  await hermes(['config', 'set', 'compression.threshold', '0.7'], { home });
  for (const [answer, expected] of [
    ['', BEFORE.replace('0.5', '0.7')],
    ['y', BEFORE],
  ] as const) {
    const terminal = openTerminal(['config', 'backup', 'restore'], { home });
    // Of the time before the question.
    terminal.type('y\r');
    await terminal.waitFor('[y/N]');
    await answerSlowly(terminal, answer);
    expect(await terminal.exit()).toBe(0);
    expect(readFileSync(config, 'utf8')).toBe(expected);
  }
});

test('two sets at once are both kept', async () => {
  const { home, config } = tempHome({ 'config.yaml': BEFORE });
  const both = await Promise.all([
    hermes(['config', 'set', 'model.provider', 'deepseek'], { home }),
    hermes(['config', 'set', 'compression.protect_last_n', '7'], { home }),
  ]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(readFileSync(config, 'utf8')).toBe(
    BEFORE.replace('# keep\n', '# keep\n  provider: deepseek\n').concat('  protect_last_n: 7\n'),
  );
});

test('a symbolic link stays one; CRLF stays CRLF', async () => {
  const { home, config } = tempHome();
  const real = join(tempDir(), 'dotfiles.yaml');
  writeFileSync(real, BEFORE.replaceAll('\n', '\r\n'));
  symlinkSync(real, config);
  expect((await hermes(['config', 'set', 'compression.threshold', '0.7'], { home })).code).toBe(0);
  expect((await hermes(['config', 'unset', 'model.default'], { home })).code).toBe(0);
  expect(lstatSync(config).isSymbolicLink()).toBe(true);
  expect(readFileSync(real, 'utf8')).toBe('# mine\r\nmodel: {}\r\ncompression:\r\n  threshold: 0.7\r\n');
});

test.runIf(canMount)('a file that is mounted on its own is written in place, and that is said', () => {
  const { home, config } = tempHome({ 'config.yaml': BEFORE });
  const script = 'mount --bind "$1" "$1" && "$2" "$3" config set compression.threshold 0.7 2>&1';
  const said = execFileSync('unshare', ['-m', 'sh', '-c', script, 'sh', config, process.execPath, BIN], {
    encoding: 'utf8',
    env: { ...cleanEnv(), HERMES_HOME: home },
  });
  expect(said).toContain('was written in place: it is a mount point, so this write was not atomic');
  expect(readFileSync(config, 'utf8')).toBe(BEFORE.replace('0.5', '0.7'));
});
