import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import {
  CTRL,
  ESC,
  expectScreen,
  expectScrollbackKept,
  openScreen,
  ready,
  say,
  settled,
  UP,
} from '../helpers/screen.ts';
import type { Script } from '../helpers/scripted-model/types.ts';

const ECHO: Script = { turns: [{ user: '', steps: [{ say: 'Yes.' }], endless: true }] };

const said = (world: { model: { requests: { messages: { role: string; text: string }[] }[] } }): string | undefined =>
  world.model.requests.at(-1)?.messages.findLast(({ role }) => role === 'user')?.text;

/** As it is drawn while it is typed, in cells that all terminals count alike. */
const WIDTHS: [text: string, drawn: string, cells: number][] = [
  ['中文输入', '中文输入', 8],
  ['👩‍👩‍👧‍👦', '👩', 2],
  ['👍🏽', '👍', 2],
  ['e\u0301tude', 'e\u0301tude', 5],
  ['❤️x', '❤x', 2],
  ['🇩🇪🇨🇳', '🇩🇪🇨🇳', 4],
  ['한국어ｱ', '한국어ｱ', 7],
];

test.each([
  ['graphemes', false],
  ['code points, as VTE, xterm, tmux and screen do', true],
])(
  'where cells are counted by %s, the cursor stands behind wide and joined characters, and one Backspace takes one',
  async (_how, codePoints) => {
    const world = await openScreen(ECHO, { rows: 40, codePoints });
    const { terminal } = world;
    const at = (x: number) => terminal.shows(() => terminal.cursor()?.x === x);
    for (const [text, drawn, width] of WIDTHS) {
      const end = 2 + width;
      terminal.type(text);
      await terminal.shows(`● ${drawn}\n⚕`);
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
  },
);

test('a row with pictures that grows piece by piece has no torn words, however the terminal counts cells', async () => {
  const text = '⚠️ Warning: ✔️ one ❤️ two ℹ️ three 1️⃣ four 👍🏽 five 👩‍👩‍👧 and the rest';
  const script: Script = {
    turns: [{ user: '', steps: [{ say: text, paceMs: 60, hang: 'after-text' }], endless: true }],
  };
  const { terminal } = await openScreen(script, { codePoints: true });
  terminal.type('go\r');
  await terminal.shows('and the rest');
  await settled(terminal);
  expect(terminal.visible()).toContain('⚠ Warning: ✔ one ❤ two ℹ three 1 four 👍 five 👩 and the rest');
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

test('the arrow goes on through what was sent, also where a command or a file could be completed', async () => {
  const { terminal } = await openScreen(ECHO, { files: { 'notes.txt': 'x' } });
  await say(terminal, 'the first', 'Yes.');
  await ready(terminal);
  await say(terminal, '/help quit', 'end the chat');
  await ready(terminal);
  await say(terminal, 'about @notes.txt');
  await terminal.shows(/about @notes\.txt\n[\s\S]*Yes\./);
  await ready(terminal);
  for (const expected of ['about @notes.txt', '/help quit', 'the first']) {
    terminal.type(UP);
    await terminal.shows(`● ${expected}\n⚕`);
    // What would be offered comes a moment later.
    await settled(terminal);
  }
  terminal.type('\x1b[B');
  await terminal.shows('● /help quit\n⚕');
  terminal.type('\t');
  await terminal.shows('● /help quit\n  quit');
});

/** What terminals say when some program has asked them, each as it comes whole. */
const REPLIES = {
  'its kind': '\x1b[?1;2c',
  'its kind, the other way': '\x1b[>0;276;0c',
  'the place of the cursor': '\x1b[5;1R',
  'a colour, ended by a bell': '\x1b]11;rgb:1e1e/1e1e/1e1e\x07',
  'a colour, ended by Escape and a backslash': '\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\',
  'its name': '\x1bP>|XTerm(388)\x1b\\',
  'that it has the focus': '\x1b[I',
  'that it has lost the focus': '\x1b[O',
};

test('what the terminal replies to others is not typed, also when it comes in parts', async () => {
  const { terminal } = await openScreen(ECHO);
  terminal.type('a');
  for (const reply of Object.values(REPLIES)) {
    terminal.type(reply);
    await sleep(30);
  }
  terminal.type('b');
  await terminal.shows('● ab\n');
  for (const [what, reply] of Object.entries(REPLIES)) {
    // Two letters behind an Escape that came alone could be anything.
    if (reply.length === 3) continue;
    for (const at of new Set([1, 3, 7, 11, 15, 19, 23, reply.lastIndexOf('\x1b') + 1])) {
      if (at >= reply.length) continue;
      terminal.type(reply.slice(0, at));
      // Longer than ink waits for the rest of a sequence.
      await sleep(60);
      terminal.type(reply.slice(at));
      await sleep(30);
      expect(terminal.visible().join('\n'), `${what}, in two parts at ${at}`).toMatch(/^● ab$/m);
    }
  }
  terminal.type('c');
  await terminal.shows('● abc\n');
});

test('undo by Ctrl-_ and by Ctrl-X Ctrl-U, redo by Ctrl-X Ctrl-R and by Ctrl-Alt-_', async () => {
  const { terminal } = await openScreen(ECHO);
  terminal.type('one');
  await terminal.shows('● one\n');
  terminal.type('\x15');
  await terminal.shows('●\n');
  terminal.type('\x1f');
  await terminal.shows('● one\n');
  terminal.type('\x17');
  await terminal.shows('●\n');
  terminal.type('\x18\x15');
  await terminal.shows('● one\n');
  terminal.type('\x18\x12');
  await terminal.shows('●\n');
  terminal.type('\x18\x15');
  await terminal.shows('● one\n');
  terminal.type('\x1b\x1f');
  await terminal.shows('●\n');
});

test('Ctrl-L: an empty screen with the end of the conversation, as broad as the terminal is now; the rest is in the scrollback', async () => {
  const { terminal } = await openScreen(ECHO, { rows: 20 });
  terminal.type(CTRL.l);
  await terminal.shows((visible) => visible.startsWith('⚕ scripted'));
  await say(terminal, 'First question.', 'Yes.');
  await ready(terminal);
  terminal.resize(60, 20);
  await settled(terminal);
  terminal.type('half');
  await terminal.shows('● half');
  const before = terminal.visible().filter((row) => row !== '' && !/^(⚕ scripted │|● half|─{20}$)/.test(row));
  terminal.type(CTRL.l);
  await terminal.shows((visible) => visible.startsWith('─'.repeat(60)));
  await settled(terminal);
  await expectScreen(terminal, 'redrawn');
  const all = terminal.screen();
  for (const row of before) expect(all.join('\n')).toContain(row);
  await say(terminal, '', 'Yes.');
  expectScrollbackKept(terminal);
});
