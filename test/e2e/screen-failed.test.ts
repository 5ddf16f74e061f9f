import { expect, test } from 'vitest';
import { openScreen } from '../helpers/screen.ts';
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
