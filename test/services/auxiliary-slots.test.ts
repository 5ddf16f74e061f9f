import { expect, test } from 'vitest';
import type { AuxiliaryRoute, ChatFailure, ChatResult } from '../../src/contract/index.ts';
import type { Slots } from '../../src/endpoint/index.ts';
import { createSlots } from '../../src/services/auxiliary-slots.ts';

const route: AuxiliaryRoute = {
  task: 'title_generation',
  target: { baseUrl: 'http://127.0.0.1:8080/v1', model: 'tiny' },
  provider: 'main',
  local: true,
  onMainServer: true,
  timeoutMs: 30_000,
  steps: [],
};
const failed = (failure: ChatFailure): ChatResult => ({ ok: false, failure, message: 'no connection', ms: 3 });

/** A server that says `said`, asked at the time `clock.ms`. */
function world(said: Slots) {
  const server = { said, asked: 0 };
  const clock = { ms: 0 };
  const ask = async () => {
    server.asked += 1;
    return server.said;
  };
  const slots = createSlots(ask, () => clock.ms);
  return { server, clock, slots, now: () => slots.of(route, undefined) };
}

test('a server that was started again with another number is seen with it after a minute', async () => {
  const { server, clock, now } = world(4);
  expect(await now()).toBe(4);
  server.said = 1;
  clock.ms = 59_999;
  expect([await now(), server.asked]).toEqual([4, 1]);
  clock.ms = 60_000;
  expect([await now(), server.asked]).toEqual([1, 2]);
  expect([await now(), server.asked]).toEqual([1, 2]);
});

test.each(['unreachable', 'cut', 'loading'] as const)(
  'after a request that ended with `%s`, at once',
  async (failure) => {
    const { server, slots, now } = world(4);
    await now();
    server.said = 1;
    slots.note(route, failed('server-error'));
    expect(await now()).toBe(4);
    slots.note(route, failed(failure));
    expect(await now()).toBe(1);
  },
);

test('one that is too busy to say it again keeps its number, and is not asked by each request', async () => {
  const { server, clock, now } = world(4);
  await now();
  server.said = 'silent';
  clock.ms = 60_000;
  expect([await now(), await now(), server.asked]).toEqual([4, 4, 2]);
});

test('another kind of server at the address has none of it', async () => {
  const { server, clock, now } = world(1);
  await now();
  server.said = 'unsaid';
  clock.ms = 60_000;
  expect(await now()).toBe('unsaid');
  server.said = 'silent';
  expect(await now()).toBe('silent');
});
