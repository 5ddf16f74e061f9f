import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../../../../../test/helpers/home.ts';
import { GREETER } from '../../../../../test/helpers/scripted-model.ts';
import type { Talk } from '../../src/chat/talk.ts';
import { groupLives } from '../../src/tools/shell/process-group.ts';
import { openTalk } from '../helpers/talk.ts';

const SCRIPTED_MCP = join(import.meta.dirname, '../mcp/servers/scripted.ts');

const SKILL = '---\nname: greet\ndescription: How to greet.\n---\nSay hello.\n';

test('the session that was named is the one that goes on, whatever it is called after the questions at the start', async () => {
  let asked = (): void => undefined;
  const { talk } = await openTalk(GREETER, {
    work: { '.hermes/skills/greet/SKILL.md': SKILL },
    answer: () => {
      asked();
      return 'deny';
    },
  });
  const { id } = talk.chat.deps.conversation;
  await talk.take('hello');
  await talk.take('/title first');
  await talk.take('/new');
  let questions = 0;
  asked = () => {
    questions += 1;
    talk.chat.store.rename(id, 'another');
  };
  await talk.reopen({ resume: 'first' });
  expect([questions, talk.chat.deps.conversation.id]).toEqual([1, id]);
});

test('a session that could not be opened is not held', async () => {
  let asked = (): void => undefined;
  const { talk } = await openTalk(GREETER, {
    config: { mcp_servers: { one: { command: '/bin/true' } } },
    answer: () => {
      asked();
      return 'deny';
    },
  });
  const { id } = talk.chat.deps.conversation;
  await talk.take('hello');
  const tool = { type: 'function', function: { name: 'mcp_one_say', description: '', parameters: {} } };
  talk.chat.store.setToolsJson(id, JSON.stringify([tool]));
  await talk.take('/new');
  // The question is asked before the session is held, and its tools are read again behind that.
  asked = () => talk.chat.store.setToolsJson(id, '{');
  await expect(talk.reopen({ resume: id })).rejects.toThrow(SyntaxError);
  asked = () => undefined;
  talk.chat.store.setToolsJson(id, JSON.stringify([tool]));
  await talk.reopen({ resume: id });
  expect(talk.chat.deps.conversation.id).toBe(id);
});

test('a session that goes on with another model is not told that the server lost its prompt', async () => {
  const first = await openTalk(GREETER, { open: {} });
  await first.talk.take('hello');
  const { id } = first.talk.chat.deps.conversation;
  await first.talk.close();
  const other = { ...GREETER, models: ['other.gguf'] };
  const second = await openTalk(other, { home: first.home, open: { resume: id } });
  await second.talk.take('go on');
  const counted = second.shown.events.filter(({ type }) => type === 'usage');
  expect(counted).toEqual([expect.not.objectContaining({ lost: expect.anything() })]);
  expect(second.model.requests[0]?.cachedTokens).toBe(0);
});

/** A talk with an MCP server; `between` is called once while `/new` has opened its session and the one before is not closed yet. */
async function talkWithServer(between: (talk: Talk) => void) {
  const folder = tempDir();
  const [behaviour, notes] = [join(folder, 'behaviour.json'), join(folder, 'notes')];
  const tools = [{ name: 'crash' }, { name: 'structured' }];
  writeFileSync(behaviour, JSON.stringify({ tools, stubborn: true, notes }));
  const server = { command: process.execPath, args: [SCRIPTED_MCP, behaviour] };
  const job = { tool: 'terminal', args: { command: 'sleep 60', background: true } };
  const calls = ['crash', 'structured'].map((name) => ({ calls: [{ tool: `mcp_weather_${name}`, args: {} }] }));
  const { talk, model } = await openTalk(
    {
      turns: [
        { user: 'wait', steps: [{ calls: [job] }, { say: 'It runs.' }] },
        { user: 'degrees', steps: [...calls, { say: 'Warm.' }] },
      ],
    },
    { config: { mcp_servers: { weather: server } }, answer: 'once' },
  );
  await talk.take('wait');
  talk.surface.out = (line) => {
    if (line.startsWith('a background command was ended')) between(talk);
  };
  const pids = () => Array.from(readFileSync(notes, 'utf8').matchAll(/"pid":(\d+)/g), ([, pid]) => Number(pid));
  return { talk, model, pids };
}

test('/new: what is stopped while the session before is being closed does not reach the new one', async () => {
  const stopped: boolean[] = [];
  const { talk, model } = await talkWithServer((open) => stopped.push(open.interrupt()));
  await talk.take('/new');
  expect(stopped).toEqual([true]);
  await talk.take('degrees');
  const told = model.requests.flatMap(({ messages }) => messages).filter(({ role }) => role === 'tool');
  expect(told.at(-1)?.text).toMatch(/"degrees": ?21/);
});

test('/new: who leaves while the session before is being closed takes along what the new one has started', async () => {
  const { talk, pids } = await talkWithServer((open) => open.kill());
  await talk.take('/new');
  expect(pids()).toHaveLength(2);
  for (const pid of pids()) await expect.poll(() => groupLives(pid)).toBe(false);
});
