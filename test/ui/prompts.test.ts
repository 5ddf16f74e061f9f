import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { answerSlowly } from '../helpers/answer.ts';
import { tempDir } from '../helpers/home.ts';
import { openScript } from '../helpers/terminal.ts';

const SCRIPT = fileURLToPath(new URL('../fixtures/ui/ask.ts', import.meta.url));
const DUMB = { TERM: 'dumb' };

const open = (questions: string[], env: Record<string, string> = {}, cols = 80) =>
  openScript([SCRIPT, ...questions], { home: tempDir(), env, cols });

describe.each([
  ['a terminal', {}],
  ['a dumb terminal', DUMB],
])('prompts on %s', (_name, env) => {
  test('a prompt stands there as it was given, the answer behind it', async () => {
    const terminal = open(['Use this model? [Y/n]:', 'Next:'], env);
    await terminal.waitFor('Use this model? [Y/n]:');
    terminal.type('no\r');
    await terminal.waitFor('Next:');
    terminal.type('  two words \r');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.screen()).toEqual(['Use this model? [Y/n]: no', 'Next:   two words', 'answers ["no","two words"]']);
  });

  test('Backspace takes whole characters back, also wide ones', async () => {
    const terminal = open(['Name:'], env);
    await terminal.waitFor('Name:');
    terminal.type('我的模型');
    await terminal.waitFor('我的模型');
    terminal.type('\x7f\x7f服务器\x7f\r');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.screen()).toEqual(['Name: 我的服务', 'answers ["我的服务"]']);
  });

  test('a secret is not echoed, can be pasted and corrected', async () => {
    const terminal = open(['!API key [optional]:', 'Next:'], env);
    await terminal.waitFor('API key [optional]:');
    terminal.type('sk-planted-secretX\x7f\r');
    await terminal.waitFor('Next:');
    terminal.type('\x1b[A');
    terminal.type('n\r');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.screen()).toEqual(['API key [optional]:', 'Next: n', 'answers ["sk-planted-secret","n"]']);
    expect(terminal.raw().split('answers')[0]).not.toMatch(/sk|planted|secret|\*/);
  });

  test('a secret pasted together with the answer before it is not shown', async () => {
    const terminal = open(['URL:', '!Key:', 'Next:'], env);
    await terminal.waitFor('URL:');
    terminal.type('http://h\rsk-planted-secret\rlast\r');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.screen()).toEqual([
      'URL: http://h',
      'Key:',
      'Next: last',
      'answers ["http://h","sk-planted-secret","last"]',
    ]);
    expect(terminal.raw().split('answers')[0]).not.toContain('planted');
  });

  test.each([
    ['Ctrl-C', '\x03'],
    ['Ctrl-D', '\x04'],
  ])('%s cancels a question and a secret', async (_key, keys) => {
    for (const question of ['Plain:', '!Secret:']) {
      const terminal = open([question], env);
      await terminal.waitFor(question.replace('!', ''));
      terminal.type(keys);
      expect(await terminal.exit()).toBe(130);
      expect(terminal.screen().at(-1)).toBe('cancelled');
    }
  });
});

test('a long answer wraps and can be edited in the middle', async () => {
  const terminal = open(['URL:'], {}, 20);
  await terminal.waitFor('URL:');
  terminal.type('http://192.168.5.84:8000/v2');
  await terminal.waitFor('/v2');
  terminal.type('\x1b[D1\x1b[3~\r');
  expect(await terminal.exit()).toBe(0);
  // A paste that wraps leaves readline's first row standing above (cosmetic, Node's own); the answer counts.
  expect(terminal.screen().at(-1)).toBe('answers ["http://192.168.5.84:8000/v1"]');
});

describe('a question that nothing typed ahead may answer', () => {
  test('lines from before stay for the other questions', async () => {
    const terminal = open(['First:', '^Allow?', 'Next:']);
    await terminal.waitFor('First:');
    terminal.type('one\ryes\r');
    await terminal.waitFor('Allow?');
    await answerSlowly(terminal, 'no');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.screen()).toEqual(['First: one', 'Allow? no', 'Next: yes', 'answers ["one","no","yes"]']);
  });

  test('a line that was begun before is no part of the answer, and can be finished later', async () => {
    const terminal = open(['First:', '^Allow?', 'Next:']);
    await terminal.waitFor('First:');
    terminal.type('one\ryes');
    await terminal.waitFor('Allow?');
    await answerSlowly(terminal, '');
    await terminal.waitFor('Next: yes');
    terminal.type('terday\r');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.screen().at(-1)).toBe('answers ["one","","yesterday"]');
  });

  test('a paste with line breaks is no answer', async () => {
    const terminal = open(['^Allow?', 'Next:']);
    await terminal.waitFor('Allow?');
    await setTimeout(1_000);
    terminal.type('y\rrm -rf x\ry');
    await terminal.waitFor(/no answer\)\s+Allow\?/);
    await answerSlowly(terminal, 'n');
    await terminal.waitFor('Next:');
    terminal.type('on\r');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.screen().at(-1)).toBe('answers ["n","on"]');
  });

  test.each([
    ['o\r', /no answer\)\s+Allow\?/],
    ['\x1b[200~o\r\x1b[201~', /no answer\)\s+Allow\?/],
    ['\x1b[200~o\x1b[201~\r', /no answer\)\s+Allow\?/],
  ])('a paste of one line with its Enter is none either: %j', async (keys, asked) => {
    const terminal = open(['^Allow?']);
    await terminal.waitFor('Allow?');
    await setTimeout(1_000);
    terminal.type(keys);
    await terminal.waitFor(asked);
    await answerSlowly(terminal, 'n');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.screen().at(-1)).toBe('answers ["n"]');
  });

  test('what is typed in the moment in which it appears is dropped', async () => {
    const terminal = open(['^Allow?', 'Next:'], { GUARD_MS: '4000' });
    await terminal.waitFor('Allow?');
    terminal.type('y');
    await terminal.shows(/^Allow\? y\s*$/);
    terminal.type('\r');
    await terminal.shows(/^Allow\? y\nAllow\?\s*$/);
    terminal.type('y');
    await terminal.shows(/^Allow\? y\nAllow\? y\s*$/);
    // The moment is over.
    await terminal.shows(/^Allow\? y\nAllow\?\s*$/);
    terminal.type('n');
    await terminal.shows('Allow? n');
    terminal.type('\r');
    await terminal.waitFor('Next:');
    terminal.type('on\r');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.screen().at(-1)).toBe('answers ["n","on"]');
  });

  test('who goes on typing is not heard before the line has ended and nothing comes any more', async () => {
    const terminal = open(['^Allow?', 'Next:'], { GUARD_MS: '1500' });
    await terminal.waitFor('Allow?');
    // Longer than the guard altogether, never so long between two keys; an `o`, or a `y`, at the end would be an answer.
    for (const key of 'say also yes to any\ro') {
      await setTimeout(200);
      terminal.type(key);
    }
    await terminal.shows(/Allow\? o\s*$/);
    await terminal.shows(/Allow\?\s*$/);
    terminal.type('n');
    await terminal.shows('Allow? n');
    await setTimeout(100);
    terminal.type('\r');
    await terminal.waitFor('Next:');
    terminal.type('on\r');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.screen().at(-1)).toBe('answers ["n","on"]');
  });

  test('one that is given up takes no later line', async () => {
    const terminal = open(['%Allow?', 'Next:']);
    await terminal.waitFor('Allow?');
    terminal.type('ye');
    await terminal.waitFor('Next:');
    terminal.type('on\r');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.screen().at(-1)).toBe('answers ["over","on"]');
  });

  test.each([
    ['Ctrl-C', '\x03'],
    ['Ctrl-D', '\x04'],
  ])('%s ends it', async (_key, keys) => {
    const terminal = open(['^Allow?']);
    await terminal.waitFor('Allow?');
    terminal.type(keys);
    expect(await terminal.exit()).toBe(130);
    expect(terminal.screen().at(-1)).toBe('cancelled');
  });
});
