import type { ContextEngine, SessionMessage } from '@hermes-ops/contract';
import { expect, test } from 'vitest';
import { tempDir } from '../../../../../test/helpers/home.ts';
import { createConversation } from '../../src/loop/conversation.ts';
import type { AskTarget } from '../../src/loop/deps.ts';
import type { AgentEvent } from '../../src/loop/events.ts';
import { makeRoom } from '../../src/loop/window.ts';
import { openSessions } from '../../src/sessions/store.ts';
import { readSettings } from '../../src/settings.ts';

const settings = (compression: Record<string, unknown> = {}) =>
  readSettings({ file: '', exists: true, env: {}, value: { compression } as never });

/** A session on disk with so many tool results of a size, and a question at the end. */
function world(results: number, chars: number) {
  const log = openSessions(`${tempDir()}/sessions.db`);
  const start = { systemPrompt: 'You are a test.', toolsJson: '[]', model: 'm', baseUrl: 'u', cwd: '/' };
  const id = log.create(start);
  const conversation = createConversation({ id, system: start.systemPrompt, tools: [], sendReasoning: false, log });
  conversation.append({ role: 'user', content: 'Read them all.' });
  for (let i = 0; i < results; i++) {
    const call = { id: `call${i}`, type: 'function' as const, function: { name: 'read_file', arguments: '{}' } };
    conversation.append({ role: 'assistant', content: '', tool_calls: [call] });
    conversation.append({
      role: 'tool',
      content: 'x'.repeat(chars),
      tool_call_id: call.id,
      toolName: 'read_file',
      status: 'ok',
    });
  }
  conversation.append({ role: 'assistant', content: 'Done.' });
  conversation.append({ role: 'user', content: 'And now?' });
  const events: AgentEvent[] = [];
  const base = {
    conversation,
    targets: [
      { target: { baseUrl: 'http://127.0.0.1:1/v1', model: 'm' }, main: true, llamaServer: true, steering: true },
    ] satisfies [AskTarget],
    engine: undefined,
    emit: (event: AgentEvent) => void events.push(event),
    signal: new AbortController().signal,
  };
  return { base, conversation, events, log, id };
}

const toolChars = (messages: readonly SessionMessage[]): number =>
  messages.filter(({ role }) => role === 'tool').reduce((sum, { content }) => sum + (content?.length ?? 0), 0);

test('below the trigger nothing is touched', async () => {
  const { base, events } = world(3, 1_000);
  expect(await makeRoom({ ...base, settings: settings(), contextTokens: 65_536 }, 'before-request')).toEqual({
    ok: true,
    changed: false,
  });
  expect(events).toEqual([]);
});

test('past the trigger old results are masked in one batch; the session keeps them', async () => {
  const { base, conversation, events, log, id } = world(20, 3_000);
  const before = toolChars(conversation.messages);
  const room = await makeRoom({ ...base, settings: settings(), contextTokens: 20_000 }, 'before-request');
  expect(room).toEqual({ ok: true, changed: true });
  expect(events.map((event) => event.type === 'notice' && event.code)).toEqual(['agent.results-masked']);
  expect(toolChars(conversation.messages)).toBeLessThan(before / 2);
  expect(toolChars(log.messages(id, { hidden: true }))).toBeGreaterThanOrEqual(before);
  const roles = conversation.messages.map(({ role }) => role);
  expect(roles.slice(0, 3)).toEqual(['user', 'assistant', 'tool']);
  expect(roles.at(-1)).toBe('user');
  log.close();
});

test('with compression.enabled false nothing happens before the window is full', async () => {
  const { base, conversation } = world(20, 3_000);
  const before = toolChars(conversation.messages);
  const options = { ...base, settings: settings({ enabled: false }), contextTokens: 24_000 };
  expect(await makeRoom(options, 'before-request')).toEqual({ ok: true, changed: false });
  expect(toolChars(conversation.messages)).toBe(before);
});

test('when nothing helps the turn ends with the way on and the line that installs an engine', async () => {
  const { base, conversation } = world(0, 0);
  conversation.append({ role: 'assistant', content: 'y'.repeat(60_000) });
  conversation.append({ role: 'user', content: 'Go on.' });
  const room = await makeRoom({ ...base, settings: settings(), contextTokens: 8_192 }, 'before-request');
  expect(room).toMatchObject({ ok: false, failure: { code: 'agent.context-full' } });
  const { failure } = room as Extract<typeof room, { ok: false }>;
  expect(failure.message).toContain('8,192');
  expect(failure.try.join('\n')).toMatch(/hermes chat .*new session[\s\S]*hermes plugins install compression/);
});

test('what the server counted is said instead of an estimate, also where the window is not known', async () => {
  const { base } = world(0, 0);
  const options = { ...base, settings: settings(), contextTokens: undefined, refusedTokens: 70_001 };
  const room = await makeRoom(options, 'overflow');
  expect(room).toMatchObject({ ok: false, failure: { message: expect.stringContaining('70,001 tokens') } });
});

test('an installed engine does it instead; one that fails is named and ends nothing', async () => {
  const { base, conversation, events, log, id } = world(20, 3_000);
  const fit: ContextEngine['fit'] = async ({ messages, promptTokens, contextTokens, reason }) => {
    expect([reason, contextTokens, promptTokens > 10_000]).toEqual(['before-request', 20_000, true]);
    const [first, last] = [messages[0]?.seq ?? 0, messages.at(-2)?.seq ?? 0];
    log.replaceRange(id, first, last, [
      { role: 'user', content: 'Summary.' },
      { role: 'assistant', content: 'Yes.' },
    ]);
    return { changed: true, notice: 'compressed' };
  };
  const options = { ...base, settings: settings(), contextTokens: 20_000 };
  expect(await makeRoom({ ...options, engine: { id: 'e', fit } }, 'before-request')).toEqual({
    ok: true,
    changed: true,
  });
  expect(conversation.messages.map(({ content }) => content)).toEqual(['Summary.', 'Yes.', 'And now?']);
  const broken = world(20, 3_000);
  const engine: ContextEngine = { id: 'broken', fit: () => Promise.reject(new Error('no model')) };
  const room = await makeRoom(
    { ...broken.base, engine, settings: settings(), contextTokens: 20_000 },
    'before-request',
  );
  expect(room.ok).toBe(true);
  expect(broken.events).toMatchObject([
    { type: 'notice', code: 'agent.engine-failed', text: expect.stringMatching(/broken failed.*as it was: no model/) },
  ]);
  expect(events).toMatchObject([{ code: 'agent.compressed', text: 'compressed' }]);
});
