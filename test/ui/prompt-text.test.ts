import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { tempDir } from '../helpers/home.ts';
import { type CliTerminal, openScript } from '../helpers/terminal.ts';

const SCRIPT = fileURLToPath(new URL('../fixtures/ui/ask.ts', import.meta.url));

const open = (questions: string[], env: Record<string, string> = {}) =>
  openScript([SCRIPT, ...questions], { home: tempDir(), env });

/** Types, and waits until all of it has been read and it was quiet for a moment. */
async function typed(terminal: CliTerminal, keys: string): Promise<void> {
  const read = () => terminal.raw().split('\x1b]0;read\x07').length;
  const before = read();
  terminal.type(keys);
  await terminal.shows(() => read() > before);
}

/** Ends the time in which the program is busy. */
const goOn = ({ pid }: CliTerminal): boolean => process.kill(pid, 'SIGUSR2');

const bracketed = (text: string): string => `\x1b[200~${text}\x1b[201~`;
const bare = (text: string): string => text;

describe.each([
  ['in brackets', {}, bracketed],
  ['without brackets', {}, bare],
  ['on a dumb terminal', { TERM: 'dumb' }, bare],
])('a paste %s', (_name, env, paste) => {
  test('of several lines is one text', async () => {
    const terminal = open(['=Say:', 'Next:'], env);
    await terminal.waitFor('Say:');
    terminal.type(paste('def f():\r    return 1\r\rf()\r'));
    await terminal.waitFor('Next:');
    terminal.type('on\r');
    expect(await terminal.exit()).toBe(0);
    const shown = ['Say: def f():', '…     return 1', '…', '… f()', 'Next: on'];
    expect(terminal.screen()).toEqual([...shown, `answers ${JSON.stringify(['def f():\n    return 1\n\nf()', 'on'])}`]);
  });

  test('that does not end with a line break can be finished', async () => {
    const terminal = open(['=Say:'], env);
    await terminal.waitFor('Say:');
    terminal.type('look: ');
    await terminal.waitFor('look:');
    terminal.type(paste('one\rtwo'));
    await terminal.waitFor('… two');
    terminal.type('X\x7f more');
    await terminal.waitFor('two more');
    terminal.type('\r');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.screen().at(-1)).toBe(`answers ${JSON.stringify(['look: one\ntwo more'])}`);
  });

  test('that came ahead is one text too, and lines that were typed are one each', async () => {
    const terminal = open(['@Say:', '=Then:', '=Last:'], env);
    await terminal.waitFor('busy');
    await typed(terminal, paste('one\rtwo\r'));
    await typed(terminal, 'three\r');
    goOn(terminal);
    await terminal.waitFor('Last:');
    terminal.type('end\r');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.screen()).toEqual([
      'busy',
      'Say: one',
      '… two',
      'Then: three',
      'Last: end',
      `answers ${JSON.stringify(['one\ntwo', 'three', 'end'])}`,
    ]);
  });

  test('that came ahead without its last line break can be finished', async () => {
    const terminal = open(['@Say:'], env);
    await terminal.waitFor('busy');
    await typed(terminal, paste('one\rtwo'));
    goOn(terminal);
    await terminal.waitFor('… two');
    terminal.type('!\r');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.screen()).toEqual(['busy', 'Say: one', '… two!', `answers ${JSON.stringify(['one\ntwo!'])}`]);
  });

  test('of 10,000 lines is one text', async () => {
    // Without brackets it is the time that tells, and whoever sends so many parts may be held up between two of them.
    const terminal = open(['=Say:'], { ...env, ...(paste === bare ? { PASTE_MS: '1500' } : {}) });
    await terminal.waitFor('Say:');
    const lines = Array.from({ length: 10_000 }, (_, i) => `${i} ${'x'.repeat(70)}`);
    // More than the terminal's buffer holds would never be taken.
    for (const part of paste(`${lines.join('\r')}\r`).match(/[\s\S]{1,2000}/g) ?? []) {
      terminal.type(part);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await terminal.exit({ timeoutMs: 20_000 });
    expect(terminal.screen().join('')).toContain(`answers ${JSON.stringify([lines.join('\n')])}`);
  });
});

test('lines that came ahead of a question go on to be one answer each', async () => {
  const terminal = open(['First:', 'Second:', '=Say:']);
  await terminal.waitFor('First:');
  terminal.type('one\rtwo\rthree\rfour\r');
  expect(await terminal.exit()).toBe(0);
  expect(terminal.screen().at(-1)).toBe(`answers ${JSON.stringify(['one', 'two', 'three\nfour'])}`);
});

test('what was typed ahead can be forgotten', async () => {
  const terminal = open(['-Say:']);
  await terminal.waitFor('busy');
  await typed(terminal, 'one\rtwo\rthr');
  goOn(terminal);
  await terminal.shows('Say:');
  terminal.type('four\r');
  expect(await terminal.exit()).toBe(0);
  expect(terminal.screen().at(-1)).toBe('answers ["four"]');
});

test('control characters of a paste do nothing, and one that loses its end does not lock the terminal', async () => {
  const terminal = open(['=Say:', '=Then:']);
  await terminal.waitFor('Say:');
  terminal.type(bracketed('a\x03b\x1b[2Jc\r'));
  await terminal.waitFor('Then:');
  await typed(terminal, '\x1b[200~never ended');
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  terminal.type('\x03');
  expect(await terminal.exit()).toBe(130);
  expect(terminal.screen()).toContain('Say: ab[2Jc');
});

test.each([
  ['bracket', '\x1b[20', '0~one\rtwo\r\x1b[2', '01~'],
  ['character', '\x1b[200~一', '\r二\r\x1b[201', '~'],
])('a paste that comes in parts (%s) is one', async (_name, ...parts) => {
  const terminal = open(['=Say:']);
  await terminal.waitFor('Say:');
  for (const part of parts) {
    terminal.type(part);
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
  expect(await terminal.exit()).toBe(0);
  expect(terminal.screen().at(-1)).toMatch(/answers \["(one\\ntwo|一\\n二)"\]/);
});

describe('Ctrl-Z and fg', () => {
  const SHELL = "require('node:child_process').spawnSync('bash', ['--norc', '-i'], { stdio: 'inherit' })";

  // The command line itself holds the questions, and its echo may wrap: only a line that begins with one is the question.
  const inShell = async (env: Record<string, string>, questions: string) => {
    const terminal = openScript(['-e', SHELL], { home: tempDir(), env: { PS1: '$ ', ...env } });
    await terminal.waitFor('$');
    terminal.type(`'${process.execPath}' '${SCRIPT}' ${questions}\r`);
    return terminal;
  };

  const stopAndGoOn = async (terminal: Awaited<ReturnType<typeof inShell>>): Promise<void> => {
    terminal.type('\x1a');
    await terminal.waitFor('Stopped');
    terminal.type('echo $((40+2)) here\r');
    await terminal.waitFor('42 here');
    terminal.type('fg\r');
  };

  test.each([
    ['a terminal', {}],
    ['a dumb terminal', { TERM: 'dumb' }],
  ])('the prompt and what was typed stand there again on %s', async (_name, env) => {
    const terminal = await inShell(env, 'Plain: Next:');
    await terminal.waitFor(/^Plain:/m);
    terminal.type('hal');
    await terminal.waitFor('hal');
    for (let i = 0; i < 2; i++) {
      await stopAndGoOn(terminal);
      await terminal.waitFor('Plain: hal');
    }
    terminal.type('f\r');
    await terminal.waitFor('Next:');
    terminal.type('x\r');
    await terminal.waitFor('answers ["half","x"]');
  });

  test('at a secret its characters stay unseen', async () => {
    const terminal = await inShell({}, "'!Key:'");
    await terminal.waitFor(/^Key:/m);
    terminal.type('planted');
    await stopAndGoOn(terminal);
    await terminal.waitFor(/^Key:/m);
    terminal.type('!\r');
    await terminal.waitFor('answers ["planted!"]');
    expect(terminal.raw().split('answers')[0]).not.toContain('planted');
  });

  test('while no question is open', async () => {
    const terminal = await inShell({}, "'~Say:'");
    await terminal.waitFor('busy');
    await stopAndGoOn(terminal);
    await terminal.waitFor(/^Say:/m);
    terminal.type('on\r');
    await terminal.waitFor('answers ["on"]');
  });

  test('without a shell that looks after jobs nothing happens', async () => {
    const terminal = open(['Plain:']);
    await terminal.waitFor('Plain:');
    terminal.type('ab\x1a');
    process.kill(terminal.pid, 'SIGCONT');
    // It has taken the terminal again.
    await terminal.shows(() => terminal.raw().split('\x1b[?2004h').length === 3);
    terminal.type('c\x7fd\r');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.screen().at(-1)).toBe('answers ["abd"]');
  });
});
