import { expect, test } from 'vitest';
import { CTRL, ESC, expectScreen, expectScrollbackKept, openScreen, ready, say, UP } from '../helpers/screen.ts';
import type { Script } from '../helpers/scripted-model/types.ts';

const ECHO: Script = { turns: [{ user: '', steps: [{ say: 'Yes.' }], endless: true }] };

const said = (world: { model: { requests: { messages: { role: string; text: string }[] }[] } }): string | undefined =>
  world.model.requests.at(-1)?.messages.findLast(({ role }) => role === 'user')?.text;

const WIDTHS: [text: string, cells: number][] = [
  ['中文输入', 8],
  ['👩‍👩‍👧‍👦', 2],
  ['e\u0301tude', 5],
  ['❤️x', 3],
  ['🇩🇪🇨🇳', 4],
  ['한국어ｱ', 7],
];

test('wide and joined characters: the cursor stands behind them, and one Backspace takes one', async () => {
  const world = await openScreen(ECHO, { rows: 40 });
  const { terminal } = world;
  const at = (x: number) => terminal.shows(() => terminal.cursor()?.x === x);
  for (const [text, width] of WIDTHS) {
    const end = 2 + width;
    terminal.type(text);
    await terminal.shows(`● ${text}\n⚕`);
    await at(end);
    terminal.type('\x1b[D');
    await terminal.shows(() => (terminal.cursor()?.x ?? end) < end);
    terminal.type('\x1b[C');
    await at(end);
    terminal.type('x');
    await at(end + 1);
    terminal.type('\x7f');
    await at(end);
    terminal.type(text);
    await at(end + width);
    for (const _ of new Intl.Segmenter().segment(text)) terminal.type('\x7f');
    await at(end);
    await say(terminal, '', 'Yes.');
    expect(said(world)).toBe(text);
  }
});

test('10,000 pasted lines are one chip, can be read, and reach the model whole', async () => {
  const pasted = Array.from({ length: 10_000 }, (_, at) => `line ${at} 中文 ${at * 7}`).join('\n');
  const world = await openScreen({ ...ECHO, nCtx: 200_000 }, { rows: 20 });
  const { terminal } = world;
  terminal.type('Look: ');
  terminal.paste(pasted);
  await terminal.shows('● Look: [Pasted #1, 10,000 lines]');
  terminal.type(' and say');
  await terminal.shows('lines] and say');
  await expectScreen(terminal, 'paste-chip');
  terminal.type(CTRL.g);
  await terminal.shows('line 3 中文 21');
  await expectScreen(terminal, 'paste-viewer');
  terminal.type('\x1b[F');
  await terminal.shows('line 9999');
  terminal.type(ESC);
  await terminal.shows('lines] and say');
  terminal.type('\r');
  await terminal.waitFor('Yes.');
  expect(said(world)).toBe(`Look: ${pasted} and say`);
  await expectScreen(terminal, 'paste-sent');
  // It comes back from the history as one that can be sent again.
  terminal.type(UP);
  await terminal.shows('lines] and say');
  expectScrollbackKept(terminal);
});

test('several lines: by Alt-Enter, by a backslash, by a short paste; the place to type grows with them', async () => {
  const world = await openScreen(ECHO, { rows: 20 });
  const { terminal } = world;
  terminal.type('first');
  terminal.type('\x1b\r');
  await terminal.shows('● first\n\n');
  terminal.type('second\\');
  await terminal.shows('second\\');
  terminal.type('\r');
  await terminal.shows(() => terminal.cursor()?.x === 2);
  terminal.paste('third\r\nfourth 四');
  await terminal.shows('fourth 四');
  await expectScreen(terminal, 'typed-lines');
  await say(terminal, '', 'Yes.');
  expect(said(world)).toBe('first\nsecond\nthird\nfourth 四');
});

test('a line that is longer than the terminal is broken at it, and the cursor goes along', async () => {
  const world = await openScreen(ECHO, { cols: 40, rows: 20 });
  const { terminal } = world;
  const text = '一二三四五六七八九十'.repeat(4);
  terminal.type(text);
  await terminal.shows(() =>
    terminal
      .visible()
      .join('')
      .replaceAll(/[^一-龥]/g, '')
      .endsWith('九十'),
  );
  await expectScreen(terminal, 'typed-wrapped');
  await say(terminal, '', 'Yes.');
  expect(said(world)).toBe(text);
});

test('earlier messages come back with the arrow, from sessions before too, whatever is half typed', async () => {
  const world = await openScreen(ECHO);
  const { terminal } = world;
  await say(terminal, 'the first 消息', 'Yes.');
  await say(terminal, 'the second', 'Yes.');
  terminal.type(UP);
  await terminal.shows('● the second\n⚕');
  terminal.type(CTRL.c);
  await ready(terminal);
  terminal.type(CTRL.d);
  expect(await terminal.exit()).toBe(0);
  const next = await world.again();
  next.type('half');
  await next.shows('● half');
  for (const expected of ['the second', 'the first 消息']) {
    next.type(UP);
    await next.shows(`● ${expected}\n⚕`);
  }
  for (const expected of ['the second', 'half']) {
    next.type('\x1b[B');
    await next.shows(`● ${expected}\n⚕`);
  }
});
