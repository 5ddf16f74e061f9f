import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { expectValid } from '../dialogues/checks.ts';
import {
  CTRL,
  decide,
  ESC,
  expectScreen,
  openScreen,
  ready,
  type ScreenWorld,
  settled,
  typesOn,
} from '../helpers/screen.ts';
import type { Script, Turn } from '../helpers/scripted-model/types.ts';

const making = (file: string, delayMs = 0): Turn => ({
  user: `make ${file}`,
  steps: [
    { delayMs, calls: [{ tool: 'terminal', args: { command: `touch ${file}` } }] },
    { say: `Told about ${file}.` },
  ],
});

const LONG = Array.from({ length: 40 }, (_, at) => `echo ${at} > many`).join('\n');

const script: Script = {
  turns: [
    making('one'),
    making('two'),
    making('three'),
    making('four'),
    // Time enough to begin a text.
    making('late', 2_000),
    {
      user: 'again',
      steps: [{ calls: [{ tool: 'terminal', args: { command: 'touch two' } }] }, { say: 'And again.' }],
    },
    { user: 'long', steps: [{ calls: [{ tool: 'terminal', args: { command: LONG } }] }, { say: 'Told about all.' }] },
  ],
};

test('each answer does what it says, and the model is told', async () => {
  const { terminal, cwd, config, model } = await openScreen(script);
  const asked = async (message: string, letter: string, end: string) => {
    terminal.type(`${message}\r`);
    await decide(terminal, letter);
    await terminal.shows(end);
    await ready(terminal);
  };
  await asked('make one', 'd', 'Told about one.');
  expect(existsSync(join(cwd, 'one'))).toBe(false);
  expect(terminal.screen().join('\n')).toContain('  refused');
  await asked('make two', 's', 'Told about two.');
  expect(existsSync(join(cwd, 'two'))).toBe(true);
  // The same again is not asked about.
  terminal.type('again\r');
  await terminal.shows('And again.');
  await ready(terminal);
  await asked('make three', 'a', 'Told about three.');
  expect(parse(readFileSync(config, 'utf8')).command_allowlist).toEqual(['touch three']);
  terminal.type('make four\r');
  await terminal.shows('[o]nce');
  terminal.type(ESC);
  await terminal.shows('Told about four.');
  expect(existsSync(join(cwd, 'four'))).toBe(false);
  const results = model.requests.at(-1)?.messages.filter(({ role }) => role === 'tool');
  expect(results?.map(({ text }) => /denied|refused|not allow/i.test(text))).toEqual([true, false, false, false, true]);
  expectValid(model.requests);
});

/** A chat at a question during which keys went on coming. Where this process was held up, so that there was a pause, it is begun anew. */
async function untilTypedOn(): Promise<ScreenWorld> {
  for (;;) {
    const world = await openScreen(script);
    world.terminal.type('make one\r');
    await world.terminal.sent('keys count in a moment');
    // Twice as long as it takes until keys count, were none to come.
    if (await typesOn(world.terminal, ['o', '\r'], 40)) return world;
    world.terminal.close();
  }
}

test('who types or pastes when the question comes has not answered it', async () => {
  const { terminal, cwd } = await untilTypedOn();
  expect(terminal.visible().join('\n')).toMatch(/keys count in a moment|›\[d\]eny‹/);
  expect(existsSync(join(cwd, 'one'))).toBe(false);
  await terminal.shows('›[d]eny‹');
  terminal.paste('o\r');
  await sleep(50);
  terminal.paste('yes\r\n');
  await terminal.shows('›[d]eny‹');
  await sleep(700);
  expect(terminal.visible().join('\n')).toContain('›[d]eny‹');
  expect(existsSync(join(cwd, 'one'))).toBe(false);
  terminal.type('\x1b[D');
  await terminal.shows('›[a]lways‹');
  terminal.type('\x1b[C');
  await terminal.shows('›[d]eny‹');
  terminal.type('\r');
  await terminal.shows('Told about one.');
  expect(existsSync(join(cwd, 'one'))).toBe(false);
});

test('a long command is agreed to for good only when it has been seen', async () => {
  const { terminal, cwd } = await openScreen(script, { rows: 20 });
  terminal.type('long\r');
  await terminal.shows('[o]nce');
  expect(terminal.visible().join('\n')).toMatch(/\[v\]iew +\[o\]nce +›\[d\]eny‹/);
  terminal.type('s');
  await sleep(100);
  expect(terminal.visible().join('\n')).toContain('›[d]eny‹');
  terminal.type('v');
  await terminal.shows('echo 39 > many');
  await terminal.shows('[s]ession');
  expect(terminal.screen().filter((line) => /echo \d+ > many/.test(line)).length).toBeGreaterThan(40);
  await decide(terminal, 's');
  await terminal.shows('Told about all.');
  expect(existsSync(join(cwd, 'many'))).toBe(true);
});

test('what was being typed is there again after the question', async () => {
  const { terminal, model } = await openScreen(script);
  terminal.type('make one\r');
  await terminal.sent('keys count in a moment');
  await decide(terminal, 'o');
  await terminal.shows('Told about one.');
  terminal.type('make late\r');
  await terminal.shows('● make late\n─');
  terminal.type('half a sen');
  await terminal.shows('[o]nce');
  await decide(terminal, 'd');
  await terminal.shows('Told about late.');
  await terminal.shows('● half a sen');
  await settled(terminal);
  terminal.type(CTRL.c);
  await ready(terminal);
  expectValid(model.requests);
});

test.each([
  [40, 20],
  [20, 8],
])('at %i x %i it can be read which answer Enter gives', async (cols, rows) => {
  const { terminal, cwd } = await openScreen(script, { cols, rows });
  terminal.type('make one\r');
  await terminal.shows(/›(\[d\]eny|d)‹ Enter/);
  await expectScreen(terminal, `question-${cols}x${rows}`);
  terminal.type('o');
  await terminal.shows(/›(\[o\]nce|o)‹/);
  await sleep(60);
  terminal.type('\r');
  await terminal.shows(/Told about ?\n?one/);
  expect(existsSync(join(cwd, 'one'))).toBe(true);
});
