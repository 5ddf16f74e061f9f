import { expect, test } from 'vitest';
import { CTRL, openScreen } from '../helpers/screen.ts';
import type { Script } from '../helpers/scripted-model/types.ts';

const script: Script = {
  turns: [
    { user: 'begin', steps: [{ say: 'Working on it', hang: 'after-text' }] },
    { user: 'and now this', steps: [{ say: 'Fine.' }], endless: true },
  ],
};
/** What is lost is not asked for again. */
const config = { agent: { api_max_retries: 0 } };

test('a server that dies gets nothing more of what waits: it is given back where it was typed', async () => {
  const { terminal, model } = await openScreen(script, { config });
  terminal.type('Begin.\r');
  await terminal.shows('Working on');
  for (const [at, text] of ['and now this', 'then that'].entries()) {
    terminal.type(`${text}\r`);
    await terminal.shows(`│ +${at + 1}`);
  }
  terminal.type('half');
  await terminal.shows('● half');
  await model.close();
  await terminal.shows('[agent.answer-broken]');
  await terminal.shows('● and now this\n  then that\n  half');
  expect(model.requests).toHaveLength(1);
  expect(terminal.screen().join('\n')).not.toContain('agent.endpoint-down');
});

test('line by line what was typed ahead is shown as not sent, and a line that was begun stays', async () => {
  const { terminal, model } = await openScreen(script, { args: ['--plain'], config, unready: true });
  await terminal.waitFor('●');
  terminal.type('Begin.\r');
  await terminal.waitFor('Working on');
  terminal.type('and now this\r');
  terminal.type('half');
  await model.close();
  await terminal.waitFor('┊ not sent: and now this');
  await terminal.waitFor(/● half$/);
  expect(model.requests).toHaveLength(1);
  expect(terminal.screen().join('\n')).not.toContain('agent.endpoint-down');
});

const SMALL: Script = { nCtx: 4_096, turns: [{ user: '', steps: [{ say: 'Fine.' }], endless: true }] };
/** Too large for the window, on a terminal with room for it. */
const LARGE = `Why? ${'read this '.repeat(1_500)}And why not?`;

test('a first message that is larger than the window is back where it was typed, and a shorter one can be sent', async () => {
  const { terminal, model } = await openScreen(SMALL);
  terminal.type(`${LARGE}\r`);
  await terminal.shows('[agent.window-too-small]');
  await terminal.shows('And why not?\n⚕ ');
  expect(model.requests).toEqual([]);
  terminal.type(`${CTRL.c}Hello.\r`);
  await terminal.shows('Fine.');
  expect(model.requests.at(-1)?.messages.at(-1)?.text).toBe('Hello.');
});

test('line by line a first message that is larger than the window is shown as not sent, by its ends, and can be sent again', async () => {
  const { terminal, model } = await openScreen(SMALL, { args: ['--plain'], cols: 200, unready: true });
  await terminal.waitFor('●');
  terminal.type(`${LARGE}\r`);
  await terminal.waitFor('[agent.window-too-small]');
  const ends =
    /┊ not sent: Why\? (read this\s+)+.*\[14,\d{3} characters in 1 line left out here; \/retry .*\].*And why not\?\n● *$/s;
  await terminal.waitFor(ends);
  terminal.type('/retry\r');
  await terminal.waitFor(ends);
  expect(model.requests).toEqual([]);
});

test('line by line a shorter one that does not fit is shown whole', async () => {
  const words = 'read this '.repeat(180).trim();
  const { terminal } = await openScreen({ ...SMALL, nCtx: 1_500 }, { args: ['--plain'], cols: 200, unready: true });
  await terminal.waitFor('●');
  terminal.type(`${words}\r`);
  await terminal.waitFor('[agent.window-too-small]');
  await terminal.waitFor(new RegExp(`┊ not sent: ${words.replaceAll(' ', '\\s+')}\n● *$`));
});
