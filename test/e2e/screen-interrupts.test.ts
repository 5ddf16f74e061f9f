import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectExtended, expectValid } from '../dialogues/checks.ts';
import {
  CTRL,
  ESC,
  expectGivenBack,
  expectScrollbackKept,
  openScreen,
  ready,
  type ScreenWorld,
  say,
  settled,
  until,
} from '../helpers/screen.ts';
import type { Script, Step } from '../helpers/scripted-model/types.ts';

interface Phase {
  name: string;
  step: Step;
  /** It has come so far. */
  reached: (world: ScreenWorld) => Promise<void>;
  /** The model is told in the next request. */
  kept?: string | RegExp;
  /** The answer has come to its end by itself: nothing has to be let go. */
  whole?: true;
}

const PHASES: Phase[] = [
  { name: 'silence', step: { hang: 'start' }, reached: ({ terminal }) => terminal.shows(/⏲ \d/) },
  {
    name: 'prompt',
    step: { say: 'Late.', paceMs: 60_000 },
    reached: ({ terminal }) => terminal.shows('prompt processing'),
  },
  {
    name: 'thoughts',
    step: { reasoning: 'Let me think about this for long', hang: 'after-text' },
    reached: ({ terminal }) => terminal.shows('about this for long'),
  },
  {
    name: 'text',
    step: { say: 'The first half 前半 of it', hang: 'after-text' },
    reached: ({ terminal }) => terminal.shows('of it'),
    kept: 'The first half 前半 of it',
  },
  {
    name: 'arguments',
    step: {
      say: 'I write it.',
      calls: [{ tool: 'write_file', args: { path: 'never', content: 'x'.repeat(400) } }],
      paceMs: 250,
    },
    reached: ({ terminal }) => terminal.shows('I write it.').then(() => terminal.shows(/preparing|I write it\.\n╰/)),
    kept: 'I write it.',
  },
  {
    name: 'tool',
    step: { calls: [{ tool: 'terminal', args: { command: 'ls; sleep 600' } }] },
    reached: async ({ terminal }) => {
      await terminal.shows('[o]nce');
      terminal.type('o');
      await terminal.shows('›[o]nce‹');
      await new Promise((resolve) => setTimeout(resolve, 60));
      terminal.type('\r');
      await terminal.shows('allowed once');
      await new Promise((resolve) => setTimeout(resolve, 300));
    },
    kept: /interrupt/i,
    whole: true,
  },
  {
    name: 'question',
    step: { calls: [{ tool: 'terminal', args: { command: 'touch never' } }] },
    reached: ({ terminal }) => terminal.shows(/touch never[\s\S]*\[o\]nce/),
    kept: /interrupt|not (run|carried)/i,
    whole: true,
  },
  {
    name: 'retry',
    step: { faults: [{ status: 503, headers: { 'retry-after': '60' } }], say: 'Never.' },
    reached: ({ terminal }) => terminal.shows('trying again in'),
    whole: true,
  },
];

const script: Script = {
  turns: [
    ...PHASES.map(({ name, step }) => ({ user: `phase ${name}`, steps: [step] })),
    { user: 'still there', steps: [{ say: 'Yes, still here.' }], endless: true },
  ],
};

const interruptions = ({ terminal }: ScreenWorld): number =>
  terminal.screen().filter((line) => line.includes('[agent.interrupted]')).length;

test('in every phase: what was said is kept, the slot is free, the conversation goes on', async () => {
  const world = await openScreen(script, { rows: 30, stty: true });
  const { terminal, model, cwd } = world;
  for (const [at, { name, reached, kept, whole }] of PHASES.entries()) {
    const known = model.requests.length;
    terminal.type(`Now phase ${name}.\r`);
    await terminal.shows(`● Now phase ${name}.\n─`);
    await model.reached(known + 1);
    await reached(world);
    // At a question Esc is an answer.
    terminal.type(at % 2 === 1 && name !== 'question' ? ESC : CTRL.c);
    await until(`${name} is interrupted\n${terminal.visible().join('\n')}`, () => interruptions(world) > at);
    if (!whole) expect(await model.requests[known]?.outcome, name).toBe('closed');
    await say(terminal, `Still there after ${name}?`, 'Yes, still here.');
    await ready(terminal);
    const request = model.requests.at(-1);
    if (kept) expect(request?.messages.map(({ text }) => text).join('\n'), name).toMatch(kept);
    expect(request?.prompt).toContain(`Now phase ${name}.`);
  }
  expect(existsSync(join(cwd, 'never'))).toBe(false);
  expectValid(model.requests);
  expectExtended(model.requests);
  expectScrollbackKept(terminal);
  terminal.type('some text');
  await terminal.shows('● some text');
  await settled(terminal);
  terminal.type(CTRL.c);
  await ready(terminal);
  terminal.type(CTRL.c);
  await expectGivenBack(terminal, 0);
});

test('twice: it leaves at once, and the next session knows what was said', async () => {
  const world = await openScreen(script, { stty: true });
  const { terminal, model } = world;
  terminal.type('Now phase text.\r');
  await terminal.shows('of it');
  // In one go: behind the end of the turn the second would be one at the prompt.
  terminal.type(CTRL.c + CTRL.c);
  await expectGivenBack(terminal, 130);
  expect(await model.requests[0]?.outcome).toBe('closed');
  const next = await world.again(['--continue']);
  await next.shows('前半 of it');
  await say(next, 'Still there?', 'Yes, still here.');
  expectValid(model.requests);
});

const LONG = 'The log of this part is long and there is nothing in it that anybody would have to look at twice. ';

test('during a compression: the conversation is as it was', async () => {
  const talking: Script = {
    nCtx: 8_192,
    turns: [
      { user: 'part \\d+', steps: [{ say: LONG.repeat(30) }] },
      { user: 'Write a summary of this conversation', steps: [{ hang: 'start' }] },
      { user: 'still there', steps: [{ say: 'Yes, still here.' }] },
    ],
  };
  const { terminal, model } = await openScreen(talking, { plugins: { compression: true } });
  for (const part of [1, 2, 3, 4]) {
    await say(terminal, `Read part ${part}, please.`, '╰');
    await ready(terminal);
  }
  const known = model.requests.length;
  terminal.type('/compress\r');
  await model.reached(known + 1);
  terminal.type(ESC);
  await terminal.shows('the conversation is as it was');
  expect(await model.requests[known]?.outcome).toBe('closed');
  await say(terminal, 'Are you still there?', 'Yes, still here.');
  expect(model.requests.at(-1)?.messages.filter(({ role }) => role === 'user')).toHaveLength(5);
  expectValid(model.requests);
});
