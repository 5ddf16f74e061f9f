import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSessions } from '../../src/plugins/agent/src/sessions/store.ts';
import { isAccount } from '../../src/plugins/compression/src/account/marks.ts';
import { expectValid } from '../dialogues/checks.ts';
import { agentHome } from '../dialogues/home.ts';
import { type ChatResult, configText, modelFor } from '../dialogues/run.ts';
import { BIN, cleanEnv, hermes } from '../helpers/cli.ts';
import { SUMMARY } from '../helpers/compression-world.ts';
import type { Script, Step } from '../helpers/scripted-model/types.ts';
import { openTerminal } from '../helpers/terminal.ts';

const TALK = 'The log of this part is long and there is nothing in it that anybody would have to look at twice. ';

/** A model with a small window that talks much, and sums up when it is asked to. */
const script = (more: Partial<Script> = {}, summary: Step = { say: SUMMARY }): Script => ({
  models: ['模型-🦙.gguf'],
  nCtx: 8_192,
  turns: [
    { user: 'part \\d+', steps: [{ say: TALK.repeat(30) }] },
    { user: 'Write a summary of this conversation', steps: [summary] },
    {
      user: 'which port',
      steps: [{ calls: [{ tool: 'session_search', raw: '{"message": 1}' }] }, { say: 'It says: {{result}}' }],
    },
    { user: 'thank you', steps: [{ say: 'You are welcome.' }] },
  ],
  ...more,
});

/** A home with both plugins, and a session of so many turns. */
async function worldOf(model: Script, { turns, config = {} }: { turns: number; config?: Record<string, unknown> }) {
  const server = await modelFor(model);
  const place = await agentHome({ 'config.yaml': configText(server.baseUrl, { script: model, config }) }, {}, 'work', {
    compression: true,
  });
  const say = async (q: string) =>
    hermes(['chat', '-q', q, '--json', ...(server.requests.length > 0 ? ['--continue'] : [])], place);
  let last = await say('Please remember port 8471 and read part 0.');
  for (let turn = 1; turn < turns; turn++) last = await say(`Now read part ${turn}, please.`);
  expect(last.code, last.stdout + last.stderr).toBe(0);
  const { sessionId } = last.json() as ChatResult;
  const messages = (options?: { original?: boolean }) => {
    const store = openSessions(join(place.home, 'ops/sessions/sessions.db'));
    try {
      return store.messages(sessionId, options);
    } finally {
      store.close();
    }
  };
  return { server, place, say, sessionId, messages };
}

/** The turn at which 80 % of the window are full. */
const FULL = 8;

test('a session that fills its window goes on, on the summary that the main model wrote behind its own cache', async () => {
  const { server, say, messages, sessionId } = await worldOf(script(), { turns: FULL });
  const before = server.requests.length;
  const run = await say('Now read part 99, please.');
  expect(run.code, run.stdout + run.stderr).toBe(0);
  expect(run.stderr).toMatch(
    /note: compressed: \d+ messages to \d+, about [\d,]+ → [\d,]+ tokens \(messages to \d+ %\), summary by 模型-🦙.gguf at http:\/\/127.0.0.1:\d+\/v1 in [\d.]+ s/,
  );
  const [summed, asked] = server.requests.slice(before);
  expect(summed?.messages.at(-1)?.text).toMatch(/Write a summary/);
  // All that the conversation had in the slot was found there.
  expect((summed?.cachedTokens ?? 0) / (summed?.promptTokens ?? 1)).toBeGreaterThan(0.9);
  expect(asked?.promptTokens).toBeLessThan(8_192 * 0.36);
  expectValid(server.requests);
  expect(messages().filter(isAccount)).toHaveLength(1);
  expect(messages({ original: true }).filter(({ role }) => role === 'user')).toHaveLength(FULL + 1);
  expect(server.requests.every(({ promptTokens }) => promptTokens <= 8_192)).toBe(true);

  // What went can be read again by its number, and the next request finds all of the new prompt in the cache.
  const asking = server.requests.length;
  const answer = (await say('Which port was it?')).json() as ChatResult;
  expect(answer.toolCalls).toMatchObject([{ name: 'session_search', status: 'ok' }]);
  expect(answer.text).toContain('Please remember port 8471');
  const [next] = server.requests.slice(asking);
  expect((next?.cachedTokens ?? 0) / (asked?.promptTokens ?? 1)).toBeGreaterThan(0.98);
  expect(sessionId).not.toBe('');
});

test('the server gives a request less than the config says: after its refusal the conversation is compressed to fit', async () => {
  const model = script();
  const { server, say } = await worldOf(model, { turns: 5 });
  model.nCtx = 5_200;
  const run = await say('Now read part 77, please.');
  expect(run.code, run.stdout + run.stderr).toBe(0);
  expect(run.stderr).toMatch(/note: compressed: .*(?:summary by|put together)/);
  expect(server.requests.at(-1)?.promptTokens).toBeLessThan(5_200);
  expectValid(server.requests);
});

test('killed while the summary is being written: the session is as it was, and the next run goes on', async () => {
  const model = script({}, { say: SUMMARY, delayMs: 60_000 });
  const { server, place, say, messages } = await worldOf(model, { turns: FULL });
  const before = messages();
  const asked = server.requests.length;
  const child = spawn(process.execPath, [BIN, 'chat', '-q', 'Now read part 50, please.', '--continue'], {
    cwd: place.cwd,
    env: { ...cleanEnv(), HERMES_HOME: place.home },
    stdio: 'ignore',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  await server.reached(asked + 1);
  child.kill('SIGKILL');
  await ended;
  const after = messages();
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.slice(before.length).map(({ role }) => role)).toEqual(['user']);
  expect(after.some(isAccount)).toBe(false);
  model.turns[1] = { user: 'Write a summary of this conversation', steps: [{ say: SUMMARY }] };
  const next = await say('thank you');
  expect(next.code, next.stderr).toBe(0);
  expect(messages().filter(isAccount)).toHaveLength(1);
});

test('on a terminal: /context, /compress with a focus, the counter, /compress undo', async () => {
  const { place, server } = await worldOf(script(), { turns: 4 });
  const terminal = openTerminal(['chat', '--plain', '--continue'], {
    home: place.home,
    cwd: place.cwd,
    cols: 200,
    rows: 60,
  });
  await terminal.waitFor('●');
  terminal.type('/help\r');
  await terminal.waitFor('shorten the conversation now');
  terminal.type('/context\r');
  await terminal.waitFor('answers, calls and thoughts');
  await terminal.waitFor(/compressed at 6,553 tokens \(80 % of 8,192, `compression.threshold`\) or 400 messages/);
  terminal.type('/compress the port number\r');
  await terminal.waitFor(/note: compressed: 8 messages to \d+/);
  expect(server.requests.at(-1)?.messages.at(-1)?.text).toContain('What matters most to the user: the port number.');
  terminal.type('/compress\r');
  await terminal.waitFor('nothing was compressed: nothing has been said since the last compression');
  terminal.type('thank you\r');
  await terminal.waitFor('You are welcome.');
  await terminal.waitFor('🗜 1');
  expect(terminal.screen().join('\n')).toMatch(/tokens were processed again: the conversation was rewritten/);
  terminal.type('/compress undo\r');
  await terminal.waitFor(/taken back: 10 messages again, about [\d,]+ tokens/);
  terminal.type('/compress undo\r');
  await terminal.waitFor('nothing has been compressed in this session');
  terminal.type('\x04');
  expect(await terminal.exit()).toBe(0);
});

test('Ctrl-C stops a compression: the conversation is as it was', async () => {
  const { place, server, messages } = await worldOf(script({}, { say: SUMMARY, delayMs: 60_000 }), { turns: 4 });
  const before = messages();
  const asked = server.requests.length;
  const terminal = openTerminal(['chat', '--plain', '--continue'], { home: place.home, cwd: place.cwd, cols: 160 });
  await terminal.waitFor('●');
  terminal.type('/compress\r');
  await server.reached(asked + 1);
  await terminal.waitFor(/compressing: 模型-🦙.gguf writes the summary/);
  terminal.type('\x03');
  await terminal.waitFor('stopped; the conversation is as it was');
  terminal.type('\x04');
  expect(await terminal.exit()).toBe(0);
  expect(messages()).toEqual(before);
});
