import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { BIN, cleanEnv } from '../helpers/cli.ts';
import { tempDir } from '../helpers/home.ts';
import {
  CTRL,
  expectGivenBack,
  expectScreen,
  expectScrollbackKept,
  openScreen,
  ready,
  say,
  until,
} from '../helpers/screen.ts';
import type { Script } from '../helpers/scripted-model/types.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';
import { openTerminal } from '../helpers/terminal.ts';

const HELLO: Script = { turns: [{ user: '', steps: [{ say: 'Hello **you**, in `code` too.' }], endless: true }] };

test.each([
  [80, 24],
  [200, 50],
  [40, 20],
  [20, 8],
])('at %i x %i: the prompt, an answer, and the way back', async (cols, rows) => {
  const { terminal } = await openScreen(HELLO, { cols, rows, stty: true });
  await expectScreen(terminal, `start-${cols}x${rows}`);
  await say(terminal, 'Say hello.', '╰');
  await expectScreen(terminal, `answer-${cols}x${rows}`);
  terminal.type(CTRL.d);
  await expectGivenBack(terminal, 0);
  expect(terminal.screen().join(' ')).toMatch(/hermes chat --resume \d{8}-/);
  expectScrollbackKept(terminal);
});

test('at rest nothing is written, and typing is only echoed', async () => {
  const { terminal } = await openScreen(HELLO);
  await sleep(300);
  const before = terminal.raw().length;
  await sleep(2_000);
  expect(terminal.raw().length - before).toBe(0);
  terminal.type('x');
  await terminal.shows('● x');
  expect(terminal.raw().length - before).toBeLessThan(200);
});

test('to the first prompt nothing is loaded that only later steps need, and what was compiled is kept when a signal ends it', async () => {
  const folder = tempDir();
  const [probe, report, cache] = ['probe.cjs', 'report.json', 'compiled'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(
    probe,
    `process.once('SIGHUP', () => require('fs').writeFileSync(${JSON.stringify(report)}, JSON.stringify(process.moduleLoadList)));`,
  );
  const { terminal } = await openScreen(HELLO, {
    env: { NODE_OPTIONS: `--require ${probe}`, NODE_COMPILE_CACHE: cache },
  });
  const compiled = () => readdirSync(cache, { recursive: true }).length;
  await until('what V8 compiled is written down', () => existsSync(cache) && compiled() > 50);
  process.kill(terminal.pid, 'SIGHUP');
  await terminal.exit();
  const loaded = JSON.parse(readFileSync(report, 'utf8')) as string[];
  expect(loaded).toContain('NativeModule fs');
  // Whoever uses the global fetch, Headers or the like loads it.
  expect(loaded.filter((name) => name.includes('undici'))).toEqual([]);
});

test('NO_COLOR: everything is there, nothing is coloured', async () => {
  const plain = await openScreen(HELLO, { env: { NO_COLOR: '1' } });
  await say(plain.terminal, 'Say hello.', '╰');
  await expectScreen(plain.terminal, 'answer-no-colour');
  expect(plain.terminal.coloured()).toBe(false);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are said so.
  expect(plain.terminal.raw()).not.toMatch(/\x1b\[[\d;]*(3[0-7]|9[0-7]|38;)[\d;]*m/);
  const { terminal } = await openScreen(HELLO);
  await say(terminal, 'Say hello.', '╰');
  expect(terminal.coloured()).toBe(true);
});

test.each([
  ['--plain', ['--plain'], {}, 80],
  ['TERM=dumb', [], { TERM: 'dumb' }, 80],
  ['a terminal that is too small', [], {}, 19],
] as [string, string[], Record<string, string>, number][])('%s: line by line', async (_what, args, env, cols) => {
  const { terminal } = await openScreen(HELLO, { args, env, cols, unready: true });
  await terminal.waitFor('●');
  terminal.type('Say hello.\r');
  await terminal.waitFor('Hello');
  await terminal.waitFor(/\n● *$/);
  terminal.type(CTRL.d);
  expect(await terminal.exit()).toBe(0);
  expect(terminal.screen().join('\n')).not.toMatch(/─\n●/);
  expectScrollbackKept(terminal);
});

test('where CI is set nobody is asked, which is said; CI=false is a terminal as any other', async () => {
  const { terminal, home, cwd } = await openScreen(HELLO, { env: { CI: 'true' }, unready: true });
  expect(await terminal.exit()).toBe(2);
  const said = terminal.screen().join('\n');
  expect(said).toContain('usage.no-terminal');
  expect(said).toContain('variable CI is set');
  expect(said).toContain('CI=false hermes chat');
  const other = openTerminal(['chat'], { home, cwd, cols: 80, rows: 24, env: { CI: 'false' } });
  await ready(other);
});

test('without a terminal what is piped in is asked, and plain lines come out', async () => {
  const { terminal, home, cwd } = await openScreen(HELLO);
  terminal.close();
  const run = await execa(process.execPath, [BIN, 'chat'], {
    cwd,
    env: { ...cleanEnv(), HERMES_HOME: home },
    extendEnv: false,
    input: 'Say hello.',
  });
  expect(run.stdout).toBe('Hello **you**, in `code` too.');
});

test('a server that is silent at the start is said to be waited for, and nothing of that stays above the error', async () => {
  const { baseUrl } = await scriptedServer({ '*': { fault: 'silent' } });
  const model = { default: 'm', provider: 'custom', base_url: baseUrl };
  const { terminal } = await openScreen(HELLO, { config: { model }, unready: true });
  await terminal.shows(`┊ waiting for ${baseUrl}`);
  expect(await terminal.exit()).toBe(1);
  const left = terminal.screen().join('\n');
  expect(left).toContain('agent.endpoint-silent');
  expect(left).not.toContain('waiting for');
});
