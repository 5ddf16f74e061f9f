import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChatMessage, SessionMessage } from '../../src/contract/index.ts';
import { requestMessages } from '../../src/plugin-kit/prompt.ts';
import { readMessages } from '../helpers/scripted-model/read.ts';
import { templateError } from '../helpers/scripted-model/template.ts';

const RUNS = Number(process.env['HERMES_TEST_N'] ?? 200);

/** For each turn how many calls each round of it has, and whether the user says something behind the round. */
const turns = fc.array(
  fc.array(fc.record({ calls: fc.integer({ min: 1, max: 3 }), steered: fc.boolean() }), { maxLength: 4 }),
  { minLength: 1, maxLength: 4 },
);

function session(given: readonly (readonly { calls: number; steered: boolean }[])[]): SessionMessage[] {
  const messages: Omit<SessionMessage, 'seq' | 'time'>[] = [];
  let id = 0;
  for (const rounds of given) {
    messages.push({ role: 'user', content: 'Do it.' });
    for (const { calls, steered } of rounds) {
      const tool_calls = Array.from({ length: calls }, () => ({
        id: `call${id++}`,
        type: 'function' as const,
        function: { name: 'f', arguments: '{}' },
      }));
      messages.push({ role: 'assistant', content: '', tool_calls });
      for (const call of tool_calls) messages.push({ role: 'tool', content: 'done', tool_call_id: call.id });
      if (steered) messages.push({ role: 'user', content: 'Faster.' });
    }
    messages.push({ role: 'assistant', content: 'Done.' });
  }
  messages.push({ role: 'user', content: 'And now?' });
  return messages.map((message, i) => ({ ...message, seq: i + 1, time: '2026-01-01T00:00:00.000Z' }));
}

const refused = (messages: ChatMessage[]) => templateError(readMessages('chat', { messages }));

test('without steering the strictest template takes whatever the user said in between, and what is appended only appends', () => {
  fc.assert(
    fc.property(turns, (given) => {
      const messages = session(given);
      const sent = requestMessages('system', messages, { sendReasoning: false, steering: false });
      expect(refused(sent)).toBeUndefined();
      const said = (all: readonly ChatMessage[]) => all.filter(({ role }) => role === 'user').map((one) => one.content);
      expect(said(sent)).toEqual(said(messages));
      for (const cut of [1, messages.length >> 1, messages.length - 1]) {
        const before = requestMessages('system', messages.slice(0, cut), { sendReasoning: false, steering: false });
        expect(sent.slice(0, before.length)).toEqual(before);
      }
    }),
    { numRuns: RUNS },
  );
});

test('with steering it is sent as it was said, which a strict template refuses', () => {
  const messages = session([[{ calls: 2, steered: true }]]);
  const sent = requestMessages('system', messages, { sendReasoning: false, steering: true });
  expect(sent.map(({ role }) => role)).toEqual(['system', ...messages.map(({ role }) => role)]);
  expect(refused(sent)).toBeDefined();
});

test('half of a character, as a stream that broke off leaves it in a session, is not sent', () => {
  const half = 'Hi \ud83d';
  const time = '2026-01-01T00:00:00.000Z';
  const messages: SessionMessage[] = [
    { role: 'user', content: 'Hi \ud83d\ude00', seq: 1, time },
    { role: 'assistant', content: half, reasoning: half, seq: 2, time },
    { role: 'user', content: half, seq: 3, time },
  ];
  const [system, whole, ...others] = requestMessages(half, messages, { sendReasoning: true, steering: true });
  const text = 'Hi \ufffd';
  expect([system?.content, whole?.content]).toEqual([text, 'Hi \ud83d\ude00']);
  expect(others).toEqual([
    { role: 'assistant', content: text, reasoning: text },
    { role: 'user', content: text },
  ]);
});
