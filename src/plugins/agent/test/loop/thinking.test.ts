import type { ApiMode, LoadedConfig } from '@hermes-ops/contract';
import { expect, test } from 'vitest';
import { scriptedServer } from '../../../../../test/helpers/scripted-server.ts';
import { extraBodyFor, noThinkingHelps, unsentNotice } from '../../src/loop/thinking.ts';
import { readSettings } from '../../src/settings.ts';
import { openTalk } from '../helpers/talk.ts';

interface Asked {
  model?: string;
  apiMode?: ApiMode;
  main?: boolean;
  llamaServer?: boolean;
}

/** What a request has beside the conversation, with these keys under `agent`. */
function fields(
  agent: Record<string, unknown>,
  { model = 'm', apiMode, main = true, llamaServer = false }: Asked = {},
) {
  const value = { agent, model: { extra_body: { top_k: 20 } } };
  const target = { baseUrl: 'http://127.0.0.1:1/v1', model, ...(apiMode ? { apiMode } : {}) };
  return extraBodyFor(readSettings({ value } as unknown as LoadedConfig), { target, main, llamaServer });
}

test.each<[ApiMode, boolean, string, object]>([
  ['chat_completions', false, 'high', { reasoning_effort: 'high' }],
  ['chat_completions', true, 'none', { chat_template_kwargs: { enable_thinking: false } }],
  ['codex_responses', true, 'low', { reasoning: { effort: 'low' } }],
  ['anthropic_messages', true, 'high', { chat_template_kwargs: { reasoning_effort: 'high' } }],
  ['anthropic_messages', true, 'off', { chat_template_kwargs: { enable_thinking: false } }],
  ['anthropic_messages', false, 'high', {}],
  ['chat_completions', true, 'medium', {}],
])('in mode %s (llama-server: %s) %s is %j', (apiMode, llamaServer, effort, expected) => {
  expect(fields({ reasoning_effort: effort }, { apiMode, llamaServer })).toEqual({ top_k: 20, ...expected });
});

test.each<[string, string, string | undefined]>([
  ['claude-opus-4.6', 'claude-opus-4-6', 'low'],
  ['claude-opus-4-6', 'anthropic/claude-opus-4.6', 'low'],
  ['anthropic/claude-opus-4.6', 'anthropic/Claude-Opus-4.6', 'low'],
  ['anthropic/claude-opus-4.6', 'other/claude-opus-4.6', 'high'],
  ['claude-opus', 'claude-opus-4.6', 'high'],
])('an effort for %s holds for %s: %s', (name, model, effort) => {
  const agent = { reasoning_effort: 'high', reasoning_overrides: { [name]: 'low' } };
  expect(fields(agent, { model })).toEqual({ top_k: 20, reasoning_effort: effort });
});

test('it holds for a fallback of that name too, which gets nothing else that is said of the main model', () => {
  const agent = { reasoning_effort: 'high', reasoning_overrides: { spare: false, other: '', third: 3 } };
  expect(fields(agent, { model: 'spare', main: false })).toEqual({ reasoning_effort: 'none' });
  expect(fields(agent, { model: 'other', main: false })).toEqual({});
  expect(fields(agent, { model: 'third' })).toEqual({ top_k: 20, reasoning_effort: 'high' });
  // The whole id goes before the one without its provider.
  const both = { reasoning_overrides: { 'a/b': 'low', b: 'max' } };
  expect(fields(both, { model: 'a/b', main: false })).toEqual({ reasoning_effort: 'low' });
});

test('what cannot be said of thinking in Anthropic’s mode is told to the user when the chat begins and another model answers', async () => {
  const { baseUrl } = await scriptedServer({
    'GET /v1/models': { body: { data: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] } },
  });
  const model = { default: 'a', provider: 'custom', base_url: baseUrl, api_mode: 'anthropic_messages' };
  const agent = { reasoning_effort: 'high', reasoning_overrides: { b: false, c: 'medium' } };
  const { talk, shown } = await openTalk({ turns: [] }, { config: { model, agent } });
  expect(talk.chat.notices).toMatchObject([
    { code: 'agent.effort-not-sent', text: expect.stringContaining('`agent.reasoning_effort` (high)') },
  ]);
  await talk.take('/model b');
  await talk.take('/model c');
  expect(shown.events).toMatchObject([
    { code: 'agent.effort-not-sent', text: expect.stringMatching(/`agent.reasoning_overrides` \(none\).* `b`/) },
  ]);
});

test.each<[object, object]>([
  [{ reasoning_effort: 'high' }, { apiMode: 'anthropic_messages', llamaServer: true }],
  [{ reasoning_effort: 'high' }, { apiMode: 'chat_completions' }],
  [{ reasoning_effort: 'medium' }, { apiMode: 'anthropic_messages' }],
  [{}, { apiMode: 'anthropic_messages' }],
])('nothing is said where it is sent or nobody asked for it: %j, %j', (agent, asked) => {
  const settings = readSettings({ value: { agent } } as unknown as LoadedConfig);
  const target = { baseUrl: 'http://127.0.0.1:1/v1', model: 'm' };
  expect(unsentNotice(settings, { main: true, llamaServer: false, ...asked, target: { ...target, ...asked } })).toBe(
    undefined,
  );
});

test.each<[boolean, object, Asked]>([
  [true, {}, {}],
  [true, {}, { apiMode: 'anthropic_messages', llamaServer: true }],
  [false, {}, { apiMode: 'anthropic_messages' }],
  [false, {}, { main: false }],
  [false, { reasoning_effort: 'none' }, {}],
  [false, { reasoning_overrides: { m: 'high' } }, {}],
])('that no thinking would make another request is %s for %j, %j', (helps, agent, { apiMode, ...asked }) => {
  const settings = readSettings({ value: { agent } } as unknown as LoadedConfig);
  const target = { baseUrl: 'http://127.0.0.1:1/v1', model: 'm', ...(apiMode ? { apiMode } : {}) };
  expect(noThinkingHelps(settings, { main: true, llamaServer: false, ...asked, target })).toBe(helps);
});

test.each([
  [undefined, 1],
  ['none', 0],
])('after thoughts alone less thinking is proposed where it helps (effort: %s)', async (effort, times) => {
  const script = { turns: [{ user: '', steps: [{ reasoning: 'Hm.', say: '', finish: 'length' }] }] };
  const { talk, shown } = await openTalk(script, { config: { agent: { reasoning_effort: effort } } });
  await talk.take('hello');
  const [failure] = shown.events.filter((event) => event.type === 'error');
  expect(failure?.code).toBe('agent.only-thoughts');
  expect(failure?.try.filter((one) => one.includes('reasoning_effort none'))).toHaveLength(times);
});
