import { distance } from 'fastest-levenshtein';
import { expect, onTestFinished, test } from 'vitest';
import { neighbour } from '../helpers/scripted-model/skills.ts';
import { startScriptedModel } from '../helpers/scripted-model.ts';

const tools = [{ type: 'function', function: { name: 'config_get', parameters: { properties: { key: {} } } } }];
const system = { role: 'system', content: 'You are Hermes.' };
const user = { role: 'user', content: 'What is the compression threshold?' };
const call = (args: string, id = 'a') => ({
  role: 'assistant',
  content: '',
  tool_calls: [{ id, type: 'function', function: { name: 'config_get', arguments: args } }],
});
const result = (content: unknown, tool_call_id = 'a') => ({ role: 'tool', tool_call_id, content });

async function ask(messages: unknown[], script: Parameters<typeof startScriptedModel>[0]) {
  const model = await startScriptedModel(script);
  onTestFinished(() => model.close());
  const send = async (list: unknown[]) => {
    const init = { method: 'POST', body: JSON.stringify({ messages: list, tools }) };
    const response = await fetch(`${model.url}/v1/chat/completions`, init);
    return { status: response.status, body: JSON.stringify(await response.json()) };
  };
  return { ...(await send(messages)), send, model };
}

const SCRIPT = { turns: [{ user: 'threshold', skill: 'threshold' }] };

test.each([
  ['no system message', [user]],
  ['a second system message', [system, user, call('{}'), result('x'), system]],
  ['two users in a row', [system, user, user]],
  ['a user after tool results', [system, user, call('{}'), result('x'), user]],
  ['a call without its answer', [system, user, call('{}')]],
  ['an answer without its call', [system, user, result('x')]],
  ['an answer to another call', [system, user, call('{}'), result('x', 'b')]],
  ['arguments that are no JSON', [system, user, call('{"a":'), result('x')]],
  ['arguments that are a list', [system, user, call('[]'), result('x')]],
  ['a call without an id', [system, user, call('{}', ''), result('x', '')]],
  ['content null', [system, user, { ...call('{}'), content: null }, result('x')]],
  ['content in parts', [system, { role: 'user', content: [{ type: 'text', text: 'hi' }] }]],
  ['the assistant last', [system, user, { role: 'assistant', content: 'hm' }]],
])('%s is refused as strict templates do', async (_what, messages) => {
  const { status } = await ask(messages, SCRIPT);
  expect([400, 500]).toContain(status);
});

test('what it says comes from what it received', async () => {
  const { body, send } = await ask([system, user], SCRIPT);
  expect(body).toContain('"name":"config_get","arguments":"{ \\"key\\" : \\"compression\\" }"');
  const told = result('threshold: 0.37\ntarget_ratio: 0.19\nprotect_last_n: 23\n');
  expect((await send([system, user, call('{}'), told])).body).toContain(
    '0.37 of the window (37 %), aims at 0.19 and keeps the last 23',
  );
  expect((await send([system, user, call('{}'), result('nothing')])).body).toContain(
    'I cannot find the compression threshold',
  );
});

test('its cache holds the last prompt and answer, as far as the next prompt begins with them', async () => {
  const script = { turns: [{ user: '', steps: [{ say: 'Hello.' }], endless: true }] };
  const { send, model } = await ask([system, user], script);
  const next = [system, user, { role: 'assistant', content: 'Hello.' }, { role: 'user', content: 'And?' }];
  await send(next);
  await send([{ ...system, content: 'You were Hermes.' }, ...next.slice(1)]);
  const [first, second, third] = model.requests;
  expect(first?.cachedTokens).toBe(0);
  expect(second?.cachedTokens).toBeGreaterThanOrEqual(first?.promptTokens ?? Number.POSITIVE_INFINITY);
  expect(third?.cachedTokens).toBeLessThan(20);
});

test.each(['qwen-v4-flash', 'model', 'x', 'v0', 'v9x'])('the neighbour of %s is one letter away', (name) => {
  expect(distance(name, neighbour(name))).toBe(1);
});
