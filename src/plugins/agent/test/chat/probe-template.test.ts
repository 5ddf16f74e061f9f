import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { expect, test } from 'vitest';
import { tempDir } from '../../../../../test/helpers/home.ts';
import { createEndpointRoom } from '../../../../endpoint/index.ts';
import { learnTemplate } from '../../src/chat/learn-template.ts';
import type { OpenChat } from '../../src/chat/open-chat.ts';
import { probeTemplate } from '../../src/chat/probe-template.ts';

/** A text, undefined for a refusal, or nothing at all. */
type Render = (
  messages: { role: string; content: string; reasoning_content?: string }[],
  tools: unknown,
) => string | undefined | 'silent';

/** A host whose endpoint renders conversations as told, and a count of how often it was asked. */
function world(render: Render) {
  const ops = tempDir();
  let asked = 0;
  const room = {
    ...createEndpointRoom(),
    applyTemplate: async (_target: unknown, messages: never, options: { tools?: unknown } = {}) => {
      asked += 1;
      const prompt = render(messages, options.tools);
      if (prompt === undefined || prompt === 'silent') return { ok: false, refused: prompt === undefined };
      return { ok: true, prompt };
    },
  };
  const host = {
    endpoint: async () => room,
    ensureOps: async (...below: string[]) => {
      mkdirSync(join(ops, ...below), { recursive: true });
      return join(ops, ...below);
    },
    signal: new AbortController().signal,
  } as unknown as Host;
  const probe = () => probeTemplate(host, { baseUrl: 'http://127.0.0.1:1/v1' }, 'model.gguf b1');
  return { probe, asked: () => asked, kept: () => readdirSync(join(ops, 'cache')).length };
}

const text: Render = (messages, tools) =>
  `${JSON.stringify(tools ?? [])}\n${messages.map((one) => `${one.role}: ${one.reasoning_content ?? ''}${one.content}`).join('\n')}`;

test('a template that takes tools and thoughts is asked once per model and build', async () => {
  const { probe, asked, kept } = world(text);
  expect(await probe()).toEqual({ tools: true, reasoning: true, appendOnly: true, steering: true });
  const before = asked();
  expect(await probe()).toEqual({ tools: true, reasoning: true, appendOnly: true, steering: true });
  expect([asked(), kept()]).toEqual([before, 1]);
});

test('one that leaves the thoughts of earlier turns out does not only append', async () => {
  const { probe } = world((messages, tools) => {
    const last = messages.findLastIndex(({ role }) => role === 'user');
    return text(
      messages.map((one, i) => (i < last ? { role: one.role, content: one.content } : one)),
      tools,
    );
  });
  expect(await probe()).toEqual({ tools: true, reasoning: true, appendOnly: false, steering: true });
});

test('one that refuses two turns of the user side by side takes no message between a result and an answer', async () => {
  const { probe } = world((messages, tools) => {
    const turns = messages.filter(({ role }) => role === 'user' || role === 'assistant');
    const twice = messages.at(-1)?.role === 'user' && turns.at(-2)?.role === 'assistant' && turns.length === 3;
    return twice ? undefined : text(messages, tools);
  });
  expect(await probe()).toEqual({ tools: true, reasoning: true, appendOnly: true, steering: false });
});

test('a refusal of tools is not kept, because the user will mend it', async () => {
  let jinja = false;
  const { probe, kept } = world((messages, tools) => (tools && !jinja ? undefined : text(messages, tools)));
  expect(await probe()).toMatchObject({ tools: false });
  expect(kept()).toBe(0);
  jinja = true;
  expect(await probe()).toMatchObject({ tools: true });
});

test('a server that refuses or says nothing to everything says nothing about its template', async () => {
  expect(await world(() => undefined).probe()).toBeUndefined();
  expect(await world(() => 'silent').probe()).toBeUndefined();
});

test.each<[string, (messages: { role: string; content: string }[]) => boolean, object]>([
  ['whether the user may steer', (messages) => messages.at(-1)?.content === 'PROBE-STEERING', { steering: undefined }],
  ['whether it only appends', (messages) => messages.length > 5, { appendOnly: undefined }],
])('what has no answer in time is not taken for a no: %s', async (_what, late, open) => {
  let slow = true;
  const { probe, kept } = world((messages, tools) => (slow && late(messages) ? 'silent' : text(messages, tools)));
  expect(await probe()).toEqual({ tools: true, reasoning: true, appendOnly: true, steering: true, ...open });
  expect(kept()).toBe(0);
  slow = false;
  expect(await probe()).toEqual({ tools: true, reasoning: true, appendOnly: true, steering: true });
  expect(kept()).toBe(1);
});

test('a server too slow for the first rendering is not one whose template takes no tools', async () => {
  const { probe, kept } = world((messages, tools) => (messages.length > 2 ? 'silent' : text(messages, tools)));
  expect(await probe()).toBeUndefined();
  expect(kept()).toBe(0);
});

test('a chat that is closed has nothing open with the server, which it asked about the template once more', async () => {
  const asked = Promise.withResolvers<void>();
  const applyTemplate = (_target: unknown, _messages: unknown, { signal }: { signal?: AbortSignal } = {}) =>
    new Promise((resolve) => {
      asked.resolve();
      signal?.addEventListener('abort', () => resolve({ ok: false, refused: false }), { once: true });
    });
  const host = {
    endpoint: async () => ({ ...createEndpointRoom(), applyTemplate }),
    ensureOps: async () => tempDir(),
    signal: new AbortController().signal,
  } as unknown as Host;
  const ended = new AbortController();
  const target = { baseUrl: 'http://127.0.0.1:1/v1', model: 'm' };
  const chat = { openTemplate: 'm b1', ended: ended.signal, deps: { targets: [{ target }] } } as unknown as OpenChat;
  const turn = Promise.resolve();
  const learned = learnTemplate(host, chat, () => turn);
  await asked.promise;
  ended.abort();
  await learned;
  expect(chat.openTemplate).toBe('m b1');
});
