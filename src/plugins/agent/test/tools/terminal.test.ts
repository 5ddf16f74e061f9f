import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { tempDir } from '../../../../../test/helpers/home.ts';
import { freshConfig } from '../../../../services/fresh-config.ts';
import { steeredAs, unaskedEnvironment } from '../../src/tools/shell/environment.ts';
import { toolBench } from '../helpers/tool-run.ts';

/** A busy machine is no failure. */
const PATIENT = { timeout: 10_000 };

const alive = (pid: number): boolean => {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};

test('prints what the command printed, both streams in order, and its exit code', async () => {
  const { call } = toolBench();
  expect(await call('terminal', { command: 'echo one; echo two >&2; echo three' })).toMatchObject({
    status: 'ok',
    text: 'one\ntwo\nthree\n[exit code 0]',
  });
  expect(await call('terminal', { command: 'echo no; exit 3' })).toMatchObject({
    status: 'error',
    text: 'no\n[exit code 3]',
  });
});

test('folder and exported variables last; others, functions and shell options do not', async () => {
  const { call, workspace } = toolBench();
  mkdirSync(join(workspace, 'a b 漢字'));
  const first = await call('terminal', {
    command: `cd 'a b 漢字'; export GREETING=$'two\\nlines'; OWN=1; f(){ :; }; export -f f; set -f -C; trap 'echo x' EXIT`,
  });
  expect(first.text).toContain('x\n');
  // The command took the trap away that keeps the state, so nothing is kept.
  expect((await call('terminal', { command: 'pwd' })).text).toBe(`${workspace}\n[exit code 0]`);
  const second = await call('terminal', {
    command: `cd 'a b 漢字'; export GREETING=$'two\\nlines'; OWN=1; f(){ :; }; export -f f; set -f -C; exit 0`,
  });
  expect(second.text).toBe(`[exit code 0; now in ${workspace}/a b 漢字]`);
  const third = await call('terminal', { command: 'printf "%s|%s|" "$GREETING" "$OWN"; type f; pwd' });
  expect(third.text).toMatch(/^two\nlines\|\|.*not found\n.*\/a b 漢字\n\[exit code 0\]$/s);
  expect((await call('terminal', { command: 'unset GREETING; cd ..' })).text).toContain(`now in ${workspace}]`);
  expect((await call('terminal', { command: 'printf "<$GREETING>"' })).text).toContain('<>');
});

test('a folder that is gone gives way to the workspace', async () => {
  const { call, workspace } = toolBench();
  await call('terminal', { command: 'mkdir gone && cd gone' });
  await call('terminal', { command: 'rmdir ../gone; true' });
  expect((await call('terminal', { command: 'pwd' })).text).toBe(`${workspace}\n[exit code 0]`);
});

test('nothing is waited for: standard input is empty, no pager, no colours', async () => {
  const { call } = toolBench();
  const { text } = await call('terminal', {
    command: 'cat; read -r x; echo "$PAGER $GIT_PAGER $TERM $GIT_TERMINAL_PROMPT $CI."',
  });
  // `CI` is the user's own business: it is neither set nor taken away.
  expect(text).toContain(`cat cat dumb 0 ${process.env['CI'] ?? ''}.`);
});

test('what takes too long is ended with all its processes, and what it printed is returned', async () => {
  const { call, workspace } = toolBench();
  const late = await call('terminal', {
    command: 'echo begun; export KEPT=1; (trap "" TERM; sleep 300 & echo $! > pid; wait; sleep 300)',
    timeout: 3,
  });
  expect(late.status).toBe('error');
  expect(late.text).toMatch(/^begun\n\[ended after 3 s\..*background: true/s);
  expect(alive(Number(readFileSync(join(workspace, 'pid'), 'utf8')))).toBe(false);
  expect((await call('terminal', { command: 'echo "<$KEPT>"' })).text).toContain('<>');
});

test('an interrupt ends the command at once', async () => {
  const bench = toolBench();
  const running = bench.call('terminal', { command: 'echo $$ > pid; echo begun; sleep 300' });
  await vi.waitUntil(() => existsSync(join(bench.workspace, 'pid')), PATIENT);
  bench.abort.abort();
  expect(await running).toMatchObject({ status: 'error', text: 'begun\n[interrupted by the user]' });
  expect(alive(Number(readFileSync(join(bench.workspace, 'pid'), 'utf8')))).toBe(false);
});

test('endless output costs neither memory nor the answer, and all of it is in a file up to the limit', async () => {
  const { call, home } = toolBench({ maxChars: 2_000 });
  const before = process.memoryUsage().rss;
  const { text } = await call('terminal', { command: 'yes | head -c 60000000; echo done' });
  expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  expect(text.length).toBeLessThanOrEqual(2_000);
  expect(text).toMatch(/done\n\[exit code 0\]$/);
  const [, chars, file = ''] =
    /\[([\d,]+) characters in [\d,]+ lines left out here; all of it is in (\S+)\]/.exec(text) ?? [];
  expect(file.startsWith(join(home, 'ops/outputs'))).toBe(true);
  const printed = text.replace(/\[[\d,]+ char.*\]\n/, '').replace('[exit code 0]', '');
  expect(printed.length + Number(chars?.replaceAll(',', ''))).toBe(60_000_005);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(file).size).toBeLessThan(50_000_100);
});

test('a line of a megabyte, broken characters and half a code point are no trouble', async () => {
  const { call } = toolBench({ maxChars: 1_000 });
  const { text } = await call('terminal', {
    command: `head -c 1000000 /dev/zero | tr '\\0' x; printf '\\xe6\\xbc'; printf '\\xff😀'`,
  });
  expect(text).toMatch(/^x+\n\[.*left out.*\]\nx+\ufffd+😀\n\[exit code 0\]$/s);
  const slow = await call('terminal', { command: `printf '\\xe6\\xbc'; sleep 0.2; printf '\\xa2 ok'` });
  expect(slow.text).toBe('漢 ok\n[exit code 0]');
});

test('escape sequences and overwritten lines are gone', async () => {
  const { call } = toolBench();
  const { text } = await call('terminal', {
    command: `printf '\\e[31mred\\e[0m \\e]0;title\\a\\e]52;c;aGk=\\a\\n10%%\\r50%%\\r100%%\\r\\n'; printf 'ab\\bc\\n\\x9b31mraw \\x00nul\\r\\n'`,
  });
  expect(text).toBe('red \n100%\nac\n\ufffd31mraw nul\n[exit code 0]');
});

test('secrets are masked in the answer and in the file, also where the output is cut', async () => {
  const bench = toolBench({ secrets: ['hunter2-hunter2'], maxChars: 600 });
  const { text } = await bench.call('terminal', {
    command: 'for i in $(seq 200); do echo "line $i hunter2-hunter2"; done',
  });
  expect(text).not.toContain('hunter');
  const [, file = ''] = /all of it is in (\S+)\]/.exec(text) ?? [];
  expect(readFileSync(file, 'utf8')).not.toContain('hunter');
  expect(readFileSync(file, 'utf8')).toContain('line 200 sk-…last');
});

test('commands see no secrets of the environment but those that the config passes on', async () => {
  const names = [
    'OPENAI_API_KEY',
    'GH_TOKEN',
    'DB_PASSWORD',
    'AWS_SECRET_ACCESS_KEY',
    'DATABASE_URL',
    'ODD',
    'HERMES_RESULT_FILE',
  ];
  for (const name of names) vi.stubEnv(name, name === 'DATABASE_URL' ? 'pg://me:secret@db/x' : 'value-to-hide');
  // By their names alone: nobody knows their values.
  const unknown = ['SENTRY_DSN', 'CI_JOB_TOKEN', 'npm_config_password'];
  for (const name of unknown) vi.stubEnv(name, 'not-known-to-be-secret');
  vi.stubEnv('BASH_ENV', '/tmp/evil');
  vi.stubEnv('LANGUAGE', 'eo');
  const { call, home } = toolBench({
    secrets: ['value-to-hide'],
    env: { GH_TOKEN: 'passed-on' },
    config: { terminal: { env_passthrough: ['GH_TOKEN'] } },
  });
  await call('terminal', { command: 'export LATER_TOKEN=own' });
  const { text } = await call('terminal', { command: 'env' });
  vi.unstubAllEnvs();
  expect(text).toContain('LATER_TOKEN=own');
  expect(text).toContain('GH_TOKEN=passed-on');
  expect(text).toContain('LANGUAGE=eo');
  expect(text).toContain(`HERMES_HOME=${home}`);
  for (const name of [...names.filter((it) => it !== 'GH_TOKEN'), ...unknown, 'BASH_ENV'])
    expect(text).not.toContain(`${name}=`);
});

test('programs that lie in the workspace are not taken for others of that name', async () => {
  const bench = toolBench();
  const path = process.env['PATH'];
  mkdirSync(join(bench.workspace, 'bin'));
  for (const name of ['ls', 'bin/ls'])
    writeFileSync(join(bench.workspace, name), '#!/bin/sh\necho TAKEN\n', { mode: 0o755 });
  vi.stubEnv('PATH', `.:bin:${bench.workspace}:${bench.workspace}/bin:${path}`);
  expect((await bench.call('terminal', { command: 'ls' })).text).not.toContain('TAKEN');
  vi.unstubAllEnvs();
  // Agreed to, and still without effect on what nobody is asked about.
  await bench.call('terminal', {
    command: 'export PATH="$PWD/bin:$PATH" LD_PRELOAD=/x.so; ls(){ echo TAKEN; }; export -f ls',
  });
  const unasked = await bench.call('terminal', { command: 'ls' });
  expect(unasked.review).toBeUndefined();
  expect(unasked.text).toBe('bin/\nls\n[exit code 0]'.replace('bin/', 'bin'));
});

test('what commands exported reaches none that nobody was asked about', async () => {
  const { call, raw } = toolBench();
  const names = [
    'PS_FORMAT',
    'PS_PERSONALITY',
    'OPENSSL_CONF',
    'SSL_CERT_FILE',
    'POSIXLY_CORRECT',
    'AWKPATH',
    'JQ_COLORS',
  ];
  await call('terminal', {
    command: `export ${[...names, 'GREP_COLORS', 'ODD'].map((name) => `${name}=x`).join(' ')}`,
  });
  const unasked = await call('terminal', { command: 'cat /proc/self/status > /dev/null; ps -o pid,args' });
  expect(unasked.review).toBeUndefined();
  const seen = (await call('terminal', { command: 'env' })).text;
  for (const name of [...names, 'ODD']) expect(seen).toContain(`${name}=x`);
  expect(seen).not.toContain('PYTHONSAFEPATH');
  expect((await raw('terminal', { command: 'printf "%s" ok' })).text).toContain('ok');
});

test('the environment of a command that nobody was asked about, or that was agreed to before', () => {
  const first = { PATH: '/usr/bin', LANG: 'C' };
  const now = { PATH: '/x', LANG: 'C', PS_FORMAT: 'x', OPENSSL_CONF: 'x', PYTHONPATH: 'x', OWN: '1' };
  expect(unaskedEnvironment(first)).toEqual({ ...first, PYTHONSAFEPATH: '1' });
  expect(steeredAs(first, now)).toEqual({ PATH: '/usr/bin', LANG: 'C', OWN: '1' });
});

test('what was agreed to before is not steered by what was exported since, and changes nothing of it', async () => {
  const bench = toolBench();
  await bench.call('terminal', { command: 'export PYTHONPATH=/evil OWN=1' });
  const tool = (agreed: 'now' | 'before') => {
    bench.run.agreed = agreed;
    return bench.raw('terminal', { command: 'echo "<$PYTHONPATH|$OWN>"' });
  };
  expect((await tool('before')).text).toContain('<|1>');
  expect((await tool('now')).text).toContain('</evil|1>');
});

test('what needed no agreement when it was looked at does not run once it does', async () => {
  const { review, raw, workspace } = toolBench();
  writeFileSync(join(workspace, 'a.txt'), 'x');
  expect(await review('terminal', { command: 'cat a.txt' })).toBeUndefined();
  symlinkSync('/etc/shadow', join(workspace, 'link'));
  renameSync(join(workspace, 'link'), join(workspace, 'a.txt'));
  expect((await raw('terminal', { command: 'cat a.txt' })).text).toContain('now it needs agreement');
});

test('a background job: first output, more later, its end', async () => {
  const { call, workspace } = toolBench();
  const command = 'echo one; until [ -e go ]; do sleep 0.1; done; echo two; exit 4';
  const started = await call('terminal', { command, background: true });
  expect(started.text).toMatch(/^one\n\[job 1 is running for \d+ s\]$/);
  writeFileSync(join(workspace, 'go'), '');
  expect((await call('terminal', { command: 'read', job: 1, timeout: 20 })).text).toBe(
    'two\n[job 1 has ended with exit code 4]',
  );
  expect((await call('terminal', { command: 'read', job: 1 })).text).toBe('[job 1 has ended with exit code 4]');
  expect(await call('terminal', { command: 'read', job: 9 })).toMatchObject({
    status: 'error',
    text: 'there is no job 9; running: none',
  });
  expect((await call('terminal', { command: 'rm -rf x', job: 1 })).status).toBe('error');
});

test('jobs end when they are killed or the session closes, with what they started', async () => {
  const bench = toolBench();
  const pid = (name: string) => Number(readFileSync(join(bench.workspace, name), 'utf8'));
  await bench.call('terminal', { command: 'sleep 300 & echo $! > a; wait', background: true });
  await vi.waitUntil(() => existsSync(join(bench.workspace, 'a')) && pid('a') > 0, PATIENT);
  expect((await bench.call('terminal', { command: 'kill', job: 1 })).text).toContain('has ended with exit code 143');
  expect(alive(pid('a'))).toBe(false);
  const left = await bench.call('terminal', { command: 'sleep 300 > /dev/null & echo $! > b; echo here' });
  expect(left.text).toBe('here\n[exit code 0; its background processes go on as job 2]');
  const noisy = await bench.call('terminal', { command: '(while :; do echo tick; sleep 0.1; done) & echo $! > c' });
  expect(noisy.text).toContain('go on as job 3');
  await expect.poll(async () => (await bench.call('terminal', { command: 'read', job: 3 })).text).toContain('tick');
  expect([alive(pid('b')), alive(pid('c'))]).toEqual([true, true]);
  expect(bench.running()).toEqual([expect.stringContaining('> b;'), expect.stringContaining('> c')]);
  await bench.close();
  expect([alive(pid('b')), alive(pid('c'))]).toEqual([false, false]);
  expect(bench.running()).toEqual([]);
});

/** Commands that are called at the same moment, in this order; how long it takes to look at each does not change that. */
async function atOnce({ review, raw }: ReturnType<typeof toolBench>, ...commands: string[]) {
  for (const command of commands) await review('terminal', { command });
  return commands.map((command) => raw('terminal', { command }));
}

const stubborn = (file: string) =>
  `trap '' TERM; echo $$ > ${file}.tmp; mv ${file}.tmp ${file}; while :; do sleep 0.2; done`;

test.each(['close', 'kill'] as const)(
  '%s ends a running command that ignores SIGTERM, a job that does, and what they left on disk',
  async (how) => {
    const temp = realpathSync(tempDir());
    vi.stubEnv('TMPDIR', temp);
    const bench = toolBench();
    const pid = (name: string) => Number(readFileSync(join(bench.workspace, name), 'utf8'));
    await bench.call('terminal', { command: stubborn('job'), background: true });
    const [running, waiting] = await atOnce(bench, stubborn('front'), 'touch never');
    await vi.waitUntil(() => ['job', 'front'].every((name) => existsSync(join(bench.workspace, name))), PATIENT);
    vi.unstubAllEnvs();
    expect(readdirSync(temp).filter((name) => name.startsWith('hermes-shell'))).toHaveLength(1);
    if (how === 'close') {
      await bench.close();
      expect([alive(pid('job')), alive(pid('front'))]).toEqual([false, false]);
    } else {
      bench.kill();
      // Before anything else of ours runs; the kernel may take a moment to carry it out.
      expect(readdirSync(temp).filter((name) => name.startsWith('hermes-shell'))).toEqual([]);
      await vi.waitUntil(() => !alive(pid('job')) && !alive(pid('front')), PATIENT);
    }
    expect((await running)?.text).toBe('[exit code 137]');
    expect((await waiting)?.text).toContain('the session has ended');
    expect(await bench.raw('terminal', { command: 'touch never' })).toEqual({
      status: 'error',
      text: 'the session has ended',
    });
    expect(existsSync(join(bench.workspace, 'never'))).toBe(false);
    expect(readdirSync(temp).filter((name) => name.startsWith('hermes-shell'))).toEqual([]);
  },
);

test('a session that is closed before its first command runs none', async () => {
  const bench = toolBench();
  bench.kill();
  await bench.close();
  expect((await bench.raw('terminal', { command: 'touch never' })).text).toBe('the session has ended');
  expect(existsSync(join(bench.workspace, 'never'))).toBe(false);
});

test('two at once run one after the other', async () => {
  const [first, second] = await atOnce(toolBench(), 'sleep 0.3; export SEEN=yes', 'echo "<$SEEN>"; true');
  expect((await first)?.status).toBe('ok');
  expect((await second)?.text).toContain('<yes>');
});

test('syntax errors, missing programs and huge commands are outcomes', async () => {
  const { call } = toolBench();
  expect((await call('terminal', { command: 'echo "open' })).status).toBe('error');
  expect((await call('terminal', { command: 'no-such-program' })).text).toMatch(/not found\n\[exit code 127\]/);
  expect((await call('terminal', { command: 'kill -9 $$' })).text).toBe('[exit code 137]');
  expect((await call('terminal', { command: `echo ${'x'.repeat(200_000)}` })).text).toContain('too long');
  expect((await call('terminal', { command: ' ' })).text).toBe('command is empty');
});

test('another backend than this machine is refused, never replaced', async () => {
  const { call } = toolBench({ config: { terminal: { backend: 'docker' } } });
  expect(await call('terminal', { command: 'ls' })).toMatchObject({
    status: 'error',
    text: expect.stringContaining('docker'),
  });
});

test('what only reads is not asked about, everything else is, with the exact command to remember', async () => {
  const { review, workspace } = toolBench({ config: { approvals: { deny: ['git push*'] } } });
  expect(await review('terminal', { command: 'ls -la | head -5' })).toBeUndefined();
  expect(await review('terminal', { command: 'touch a' })).toMatchObject({
    action: 'run a command',
    detail: 'touch a',
    remember: 'touch a',
    reasons: [expect.any(String)],
  });
  expect((await review('terminal', { command: `rm -rf ${workspace} /` }))?.refuse).toBeDefined();
  expect((await review('terminal', { command: 'git push origin' }))?.refuse).toContain('git push*');
  expect(await review('terminal', { command: 'kill', job: 1 })).toBeUndefined();
});

test('what was looked at for one folder does not run in another', async () => {
  const { review, raw } = toolBench();
  await review('terminal', { command: 'rm -f x' });
  await raw('terminal', { command: 'mkdir d; cd d' });
  expect((await raw('terminal', { command: 'rm -f x' })).text).toContain('not the one for which');
  await review('terminal', { command: 'rm -f x' });
  expect((await raw('terminal', { command: 'rm -f x' })).status).toBe('ok');
});

test('a rule that is added to the config during the session holds from then on, also while the file is broken', async () => {
  const bench = toolBench();
  const paths = { ...bench.run.host.paths };
  Object.assign(bench.run.host, { freshConfig: freshConfig(paths, {}) });
  const refused = async () => (await bench.review('terminal', { command: 'touch hit' }))?.refuse;
  expect(await refused()).toBeUndefined();
  writeFileSync(paths.config, "approvals:\n  deny: ['touch *']\n");
  expect(await refused()).toContain('touch *');
  writeFileSync(paths.config, "approvals:\n  deny: ['rm *\n");
  expect(await refused()).toContain('touch *');
  writeFileSync(paths.config, 'approvals:\n  deny: []\n');
  expect(await refused()).toBeUndefined();
});

test('what is refused never runs, whoever calls', async () => {
  const { raw, workspace } = toolBench({ config: { approvals: { deny: ['touch *'] } } });
  expect((await raw('terminal', { command: 'touch hit' })).status).toBe('error');
  expect(existsSync(join(workspace, 'hit'))).toBe(false);
});

test('a process that has left the group and prints without end is not waited for', async () => {
  const { call } = toolBench({ maxChars: 1_000 });
  const { text } = await call('terminal', { command: 'setsid yes & sleep 0.2' });
  expect(text).toContain('[exit code 0]');
});

test('a command that begins with a dash is a command', async () => {
  const { call } = toolBench();
  expect((await call('terminal', { command: '-l' })).text).toMatch(/-l: .*not found\n\[exit code 127\]/);
});

test('a large environment is not kept, because nothing could be started with it', async () => {
  const { call } = toolBench();
  await call('terminal', { command: 'export SMALL=1' });
  await call('terminal', { command: `export LARGE=$(head -c 300000 /dev/zero | tr '\\0' x)` });
  expect((await call('terminal', { command: 'echo "$SMALL"; printenv LARGE | wc -c' })).text).toBe(
    '1\n0\n[exit code 0]',
  );
});

test('closing leaves nothing on disk but the outputs', async () => {
  const temp = realpathSync(tempDir());
  const bench = toolBench();
  vi.stubEnv('TMPDIR', temp);
  await bench.call('terminal', { command: 'true' });
  expect(readdirSync(temp)).toHaveLength(1);
  await bench.close();
  vi.unstubAllEnvs();
  expect(readdirSync(temp).filter((name) => name.startsWith('hermes-shell'))).toEqual([]);
});

test.each([
  ['longer than a timer takes', 3_000_000],
  ['below zero', -1],
])('a time limit of the config that is %s ends no command', async (_what, timeout) => {
  const { call } = toolBench({ config: { terminal: { timeout } } });
  expect((await call('terminal', { command: 'sleep 0.1; echo there' })).text).toBe('there\n[exit code 0]');
});
