import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hermes } from '../helpers/cli.ts';
import { CTRL, expectGivenBack, expectScreen, openScreen, ready, say } from '../helpers/screen.ts';
import type { Script } from '../helpers/scripted-model/types.ts';
import type { CliTerminal } from '../helpers/terminal.ts';

const script: Script = {
  turns: [
    { user: 'begin', steps: [{ say: 'The first half of it', hang: 'after-text' }] },
    { user: 'hello', steps: [{ say: 'Hello.' }] },
    { user: 'make', steps: [{ calls: [{ tool: 'terminal', args: { command: 'touch x' } }] }] },
    { user: 'still there', steps: [{ say: 'Yes, still here.' }] },
  ],
};

/** The chat below the shell that says at the end how the terminal is set. */
const pidOf = ({ pid }: CliTerminal): number =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);

test.each([
  ['SIGTERM', 'in the middle of an answer', 143],
  ['SIGHUP', 'in the middle of an answer', 129],
  ['SIGTERM', 'at the prompt', 143],
  ['SIGHUP', 'at a question', 129],
] as const)('%s %s: the terminal is given back and nothing is lost', async (signal, where, code) => {
  const { terminal, model, home, cwd } = await openScreen(script, { stty: true });
  if (where.includes('answer')) {
    await say(terminal, 'Begin.');
    await terminal.shows('half of it');
  }
  if (where.includes('question')) {
    await say(terminal, 'Make it.');
    await terminal.shows('[o]nce');
  }
  process.kill(pidOf(terminal), signal);
  await expectGivenBack(terminal, code);
  if (!where.includes('answer')) return;
  expect(await model.requests[0]?.outcome).toBe('closed');
  const run = await hermes(['chat', '-q', 'Still there?', '--continue', '--json'], { home, cwd });
  expect(run.json()).toMatchObject({ text: 'Yes, still here.' });
  expect(model.requests.at(-1)?.prompt).toContain('The first half of it');
});

test('the server dies in the middle of an answer: said, the chat stays, and ends well', async () => {
  const { terminal, model } = await openScreen(script, { stty: true, config: { agent: { api_max_retries: 1 } } });
  await say(terminal, 'Begin.');
  await terminal.shows('half of it');
  await model.close();
  await terminal.shows(/\[agent\.[a-z-]+\]/, { timeoutMs: 40_000 });
  await ready(terminal);
  await expectScreen(terminal, 'server-died');
  terminal.type(CTRL.d);
  await expectGivenBack(terminal, 0);
});

test.each([
  ['/quit', '/quit\r'],
  ['/exit', '/exit\r'],
  ['Ctrl-D', CTRL.d],
])('%s leaves, and what was said can be gone on with', async (_how, keys) => {
  const world = await openScreen(script, { stty: true });
  await say(world.terminal, 'Hello.', '╰');
  world.terminal.type(keys);
  await expectGivenBack(world.terminal, 0);
  const [, id = ''] = /--resume (\S+) goes on/.exec(world.terminal.screen().join('\n')) ?? [];
  const next = await world.again(['--resume', id]);
  await next.shows('● Hello.');
});
