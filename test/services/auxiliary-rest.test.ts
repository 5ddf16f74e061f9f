import { expect, test } from 'vitest';
import type { AuxiliaryRoute, ChatResult } from '../../src/contract/index.ts';
import { createRests } from '../../src/services/auxiliary-rest.ts';

const route = (over: Partial<AuxiliaryRoute> = {}): AuxiliaryRoute => ({
  task: 'vision',
  target: { baseUrl: 'http://10.0.0.9:8000/v1', model: 'eyes' },
  provider: 'custom',
  local: true,
  onMainServer: false,
  timeoutMs: 30_000,
  steps: [],
  ...over,
});
const failed = (failure: 'unreachable' | 'timeout' | 'server-error'): ChatResult => ({
  ok: false,
  failure,
  message: 'no connection',
  ms: 3_000,
});
const FINE: ChatResult = { ok: true, model: 'eyes', text: '', toolCalls: [], finishReason: 'stop', ms: 5 };

function world() {
  const clock = { ms: 0 };
  const told: string[] = [];
  const rests = createRests(
    (line) => void told.push(line),
    () => clock.ms,
  );
  return { clock, told, rests };
}

test('it rests for a minute, is then asked again, and is told of once until it has answered', () => {
  const { clock, told, rests } = world();
  rests.note(route(), failed('timeout'), 3_000);
  expect(rests.of(route({ task: 'other' }))).toContain('another 60 s');
  expect(rests.of(route({ onMainServer: true }))).toBeUndefined();
  clock.ms = 59_000;
  expect(rests.of(route())).toContain('another 1 s');
  clock.ms = 60_000;
  expect(rests.of(route())).toBeUndefined();
  rests.note(route(), failed('unreachable'), 3_000);
  expect(rests.of(route())).toBeDefined();
  expect(told).toHaveLength(1);
  rests.note(route(), FINE, 5);
  expect(rests.of(route())).toBeUndefined();
  rests.note(route(), failed('timeout'), 3_000);
  expect(told).toHaveLength(2);
});

test.each([
  ['that refused at once', route(), failed('unreachable'), 20],
  ['that answered with an error', route(), failed('server-error'), 3_000],
  ['of the main model', route({ onMainServer: true }), failed('timeout'), 3_000],
])('a server %s does not rest', (_what, asked, result, spentMs) => {
  const { told, rests } = world();
  rests.note(asked, result, spentMs);
  expect([rests.of(asked), told]).toEqual([undefined, []]);
});
