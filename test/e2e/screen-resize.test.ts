import { expect, test } from 'vitest';
import {
  CTRL,
  decide,
  ESC,
  expectScreen,
  expectScrollbackKept,
  openScreen,
  ready,
  say,
  settled,
  typesOn,
} from '../helpers/screen.ts';
import type { Script } from '../helpers/scripted-model/types.ts';
import type { CliTerminal } from '../helpers/terminal.ts';

/** What the terminal of these tests is. */
const XTERM_JS = { TERM_PROGRAM: 'vscode' };

const WORDS = 'The cache holds what came before, so 只有新的部分 is read again by the server. ';

const script: Script = {
  turns: [
    { user: 'stream', steps: [{ say: WORDS, repeat: 10, paceMs: 15 }] },
    { user: 'stall', steps: [{ say: WORDS, repeat: 10, hang: 'after-text' }] },
    { user: 'code', steps: [{ say: `\`\`\`\n${'a long line of code that is wide '.repeat(3)}`, hang: 'after-text' }] },
    {
      user: 'make',
      steps: [{ calls: [{ tool: 'terminal', args: { command: 'seq 200; touch x' } }] }, { say: 'Made it.' }],
    },
    { user: 'hello', steps: [{ say: 'Hello you.' }], endless: true },
  ],
};

/** The live rows stand once: one status, one prompt with its rule above, nothing below. */
function expectOneLiveArea(terminal: CliTerminal): void {
  const rows = terminal.visible();
  while (rows.at(-1) === '') rows.pop();
  const shown = rows.join('\n');
  expect(
    rows.filter((row) => row.startsWith('⚕ scripted ')),
    shown,
  ).toHaveLength(1);
  expect(rows.at(-1), shown).toMatch(/^⚕ scripted /);
  expect(rows.filter((row) => /^●$/.test(row)).length, shown).toBeLessThanOrEqual(1);
}

test.each([
  ['wider', 120, 24],
  ['narrower', 50, 24],
  ['shorter', 80, 10],
  ['both', 40, 12],
] as const)(
  '%s in the middle of an answer: all of it is there, and the prompt once below it',
  async (how, cols, rows) => {
    const { terminal } = await openScreen(script, { env: XTERM_JS });
    terminal.type('Stream.\r');
    await terminal.shows('只有新的部分');
    terminal.resize(cols, rows);
    await terminal.shows('╰');
    await ready(terminal);
    const all = terminal.screen().join(' ').replaceAll(/\s+/g, ' ');
    expect(all.match(/只有新的部分/g)).toHaveLength(10);
    await say(terminal, 'Hello.', 'Hello you.');
    await ready(terminal);
    expectOneLiveArea(terminal);
    await expectScreen(terminal, `resized-${how}`);
    expectScrollbackKept(terminal);
  },
);

test('at a question, in the viewer and with a text half typed', async () => {
  const { terminal } = await openScreen(script, { env: XTERM_JS });
  terminal.type('Make it.\r');
  await terminal.shows('[o]nce');
  terminal.resize(60, 24);
  await terminal.shows(/─\nterminal: run a command\n.*‹/);
  terminal.resize(100, 16);
  await decide(terminal, 'o');
  await terminal.shows('Made it.');
  await ready(terminal);
  terminal.type(CTRL.o);
  await terminal.shows(/rows 1-\d+ of 20\d/);
  await expectScreen(terminal, 'resized-viewer-before');
  terminal.resize(60, 12);
  await terminal.shows(/rows 1-[678] of 20\d/);
  await expectScreen(terminal, 'resized-viewer-smaller');
  terminal.resize(120, 40);
  await terminal.shows(/rows 1-3\d of 20\d/);
  terminal.type('\x1b[F');
  await terminal.shows('[exit code 0]');
  terminal.type(ESC);
  await terminal.shows('●\n⚕');
  terminal.type('a text that is long enough to be broken 这是一个很长的句子 where the terminal ends');
  await terminal.shows('where the terminal ends');
  terminal.resize(40, 20);
  await terminal.shows(/● a text that is long enough to be broke\n {2}n /);
  await expectScreen(terminal, 'resized-typed');
  expectScrollbackKept(terminal);
});

test.each([
  ['cut off', 80, 5],
  ['cut short', 7, 3],
])(
  'smaller and as large again before it is heard of: rows that were %s stand there again',
  async (_how, cols, rows) => {
    const { terminal } = await openScreen(script, { env: XTERM_JS });
    await say(terminal, 'Hello.', 'Hello you.');
    await ready(terminal);
    terminal.type('half 一半');
    await terminal.shows(/● half 一半\n⚕ scripted /);
    await settled(terminal);
    const before = [terminal.screen(), terminal.cursor()];
    terminal.resizeAndBack(cols, rows);
    expect(terminal.screen()).not.toEqual(before[0]);
    await terminal.shows(/● half 一半\n⚕ scripted /);
    await settled(terminal);
    expect([terminal.screen(), terminal.cursor()]).toEqual(before);
    expectScrollbackKept(terminal);
  },
);

test('many times while rows are drawn: never a second live area, nothing erased', async () => {
  const { terminal } = await openScreen(script, { env: XTERM_JS });
  terminal.type('Code.\r');
  await terminal.shows('of code');
  for (const cols of [70, 60, 50, 60, 90, 30, 100, 80]) {
    terminal.resize(cols, 24);
    await terminal.shows(
      () =>
        terminal
          .visible()
          .filter((row) => row !== '')
          .at(-1)
          ?.startsWith('⚕ scripted') === true,
    );
  }
  terminal.type(ESC);
  await terminal.shows('agent.interrupted');
  await ready(terminal);
  expectOneLiveArea(terminal);
  expectScrollbackKept(terminal);
});

test('a window that is dragged narrower and wider again at rest leaves nothing behind', async () => {
  const { terminal } = await openScreen(script, { env: XTERM_JS });
  await say(terminal, 'Hello.', 'Hello you.');
  await ready(terminal);
  terminal.type('half');
  await terminal.shows('● half');
  for (let cols = 79; cols >= 44; cols -= 5) {
    const drawn = terminal.raw().length;
    terminal.resize(cols, 24);
    await terminal.shows(() => terminal.raw().length > drawn && terminal.cursor()?.x === 6);
  }
  const before = terminal.raw().length;
  terminal.resize(80, 24);
  await terminal.shows(() => terminal.raw().length > before);
  await settled(terminal);
  const rows = terminal.screen();
  expect(rows.filter((row) => /^─{20}$/.test(row))).toHaveLength(1);
  expect(rows.filter((row) => row === '● half')).toHaveLength(1);
  expect(rows.filter((row) => row === 'Hello you.')).toHaveLength(1);
  expectScrollbackKept(terminal);
});

// Higher than what the terminal makes of the live rows: what is scrolled away is nobody's to erase.
test.each([50, 33, 24])(
  'down to %i columns and back, again and again in the middle of an answer: each word of it stands there once',
  async (narrow) => {
    const { terminal } = await openScreen(script, { rows: 60, env: XTERM_JS });
    terminal.type('Stall.\r');
    await terminal.shows((visible) => visible.match(/只有新的部分/g)?.length === 10);
    for (const cols of [70, 60, narrow, 80, narrow, 66, narrow]) {
      await settled(terminal);
      terminal.resize(cols, 60);
      await terminal.shows((visible) => visible.replaceAll(/\s+/g, '').match(/只有新的部分/g)?.length === 10);
    }
    terminal.type(ESC);
    await terminal.shows('agent.interrupted');
    await ready(terminal);
    const all = terminal.screen().join('').replaceAll(/\s+/g, '');
    expect(all.match(/只有新的部分/g)).toHaveLength(10);
    expectOneLiveArea(terminal);
    expectScrollbackKept(terminal);
  },
);

test.each([10, 5, 3, 1])(
  'down to %i rows in the middle of a long paragraph: what is typed is seen, and the frame of before is not drawn again',
  async (low) => {
    const { terminal } = await openScreen(script, { env: XTERM_JS });
    const ours = () => terminal.screen().filter((row) => row.startsWith('⚕ scripted '));
    terminal.type('Stall.\r');
    await terminal.shows((visible) => visible.match(/只有新的部分/g)?.length === 10);
    await settled(terminal);
    const before = terminal.raw().length;
    terminal.resize(80, low);
    await terminal.shows(() => terminal.raw().length > before);
    await settled(terminal);
    terminal.type('half 一半');
    await terminal.shows(/^● half 一半$/m);
    await terminal.shows(() => terminal.cursor()?.x === 11);
    if (low > 3) await terminal.shows(/● half 一半\n⚕ scripted /);
    expect(ours().length).toBeLessThanOrEqual(1);
    terminal.resize(80, 24);
    await terminal.shows((visible) => (visible.match(/只有新的部分/g)?.length ?? 0) >= 10);
    terminal.type(ESC);
    await terminal.shows('agent.interrupted');
    await terminal.shows('● half 一半\n⚕');
    await settled(terminal);
    const shown = terminal.screen();
    expect(ours(), shown.join('\n')).toHaveLength(1);
    expect(shown.filter((row) => row === '● half 一半')).toHaveLength(1);
    // What the terminal itself has scrolled away, and the answer.
    expect(shown.join('').match(/只有新的部分/g)?.length).toBeLessThanOrEqual(20);
    expectScrollbackKept(terminal);
  },
);

/** A low terminal at a question, right after its answer was typed too early. Where this process was held up it is begun anew. */
async function typedAtQuestion(rows: number): Promise<CliTerminal> {
  for (;;) {
    const { terminal } = await openScreen(script, { env: XTERM_JS });
    terminal.resize(80, rows);
    await terminal.shows((visible) => visible.startsWith('●') || visible.includes('\n●'));
    terminal.type('Make it.\r');
    await terminal.sent('keys count in a moment');
    if (await typesOn(terminal, ['o', '\r'], 6)) return terminal;
    terminal.close();
  }
}

test('a question in a terminal of three rows and fewer can be refused and agreed to, and early keys do neither', async () => {
  const terminal = await typedAtQuestion(3);
  await terminal.shows(/terminal: run a command {2}Allow\?.*›\[d\]eny‹/);
  expect(terminal.screen().join('\n')).not.toContain('allowed once');
  await settled(terminal);
  terminal.resize(80, 2);
  await decide(terminal, 'o');
  await terminal.shows(() => terminal.screen().includes('  allowed once'));
  terminal.resize(80, 24);
  await terminal.shows('Made it.');
  // What came too early went on with what could have been typed.
  await terminal.shows(/● o+\n⚕/);
  await settled(terminal);
  expectOneLiveArea(terminal);
  expectScrollbackKept(terminal);
});
