import type { SessionMessage } from '@hermes-ops/contract';
import { expect, test } from 'vitest';
import { planMask } from '../../src/loop/mask.ts';

const message = (seq: number, rest: Partial<SessionMessage>): SessionMessage => ({
  seq,
  time: '2026-01-01T00:00:00.000Z',
  role: 'tool',
  content: '',
  ...rest,
});

const result = (seq: number, chars: number) =>
  message(seq, { content: 'x'.repeat(chars), toolName: 'read_file', tool_call_id: `call${seq}`, status: 'ok' });

/** The model has read everything before. */
const read = message(99, { role: 'assistant', content: 'I see.' });

test('old results become one line, the newest stay as they are', () => {
  const messages = [
    message(1, { role: 'user', content: 'hi' }),
    ...[2, 3, 4, 5].map((seq) => result(seq, 5_000)),
    read,
  ];
  const plan = planMask(messages, 10_000);
  expect(plan?.results).toBe(2);
  expect(plan?.edits).toMatchObject([
    { from: 2, to: 2, by: [{ role: 'tool', tool_call_id: 'call2', toolName: 'read_file', status: 'ok' }] },
    { from: 3, to: 3, by: [{ role: 'tool', tool_call_id: 'call3' }] },
  ]);
  expect(plan?.edits[0]?.by[0]?.content).toContain('5,000 characters');
  expect(plan?.saved).toBeGreaterThan(9_000);
});

test('what lies between masked results is not replaced: a message of the user must stay one that can be taken back', () => {
  const between = message(3, { role: 'user', content: 'a decision' });
  const plan = planMask([result(2, 5_000), between, result(4, 5_000), result(5, 9_000), read], 9_000);
  expect(plan?.edits.map(({ from, to }) => [from, to])).toEqual([
    [2, 2],
    [4, 4],
  ]);
});

test('results that the model has not read yet are never masked, and little is not worth it', () => {
  const asked = message(1, { role: 'assistant', content: '', tool_calls: [] });
  expect(planMask([asked, result(2, 50_000), result(3, 50_000), result(4, 50_000)], 1_000)).toBeUndefined();
  expect(planMask([result(1, 300), result(2, 300), read], 100)).toBeUndefined();
});
