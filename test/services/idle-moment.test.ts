import { expect, test } from 'vitest';
import { freePort } from '../../scripts/free-port.ts';
import { createEndpointRoom } from '../../src/endpoint/index.ts';
import { idleMoment } from '../../src/services/idle-moment.ts';
import { type Routes, scriptedServer } from '../helpers/scripted-server.ts';

const { request } = createEndpointRoom();
const slots = (busy: boolean) => ({ body: [{ id: 0, is_processing: busy }] });

async function wait(routes: Routes, options: { waitMs?: number; signal?: AbortSignal } = {}) {
  const server = await scriptedServer(routes);
  const outcome = await idleMoment(
    request,
    { baseUrl: server.baseUrl, apiKey: 'sk-k' },
    { waitMs: 10_000, ...options },
  );
  return { outcome, seen: server.seen };
}

test('a server at work is asked until it rests', async () => {
  let asked = 0;
  const { outcome, seen } = await wait({ 'GET /slots': () => slots(++asked < 3) });
  expect(outcome).toBe('idle');
  expect(seen.map(({ path, headers }) => [path, headers.authorization])).toEqual(
    Array(3).fill(['/slots', 'Bearer sk-k']),
  );
});

test('without `/slots` the metrics tell', async () => {
  let asked = 0;
  const { outcome } = await wait({
    'GET /slots': { status: 501 },
    'GET /metrics': () => ({ body: `llamacpp:requests_processing ${++asked < 2 ? 1 : 0}\n` }),
  });
  expect([outcome, asked]).toEqual(['idle', 2]);
});

test('who says nothing about it, or is not there, is not waited for', async () => {
  expect((await wait({})).outcome).toBe('idle');
  expect((await wait({ '*': { fault: 'close' } })).outcome).toBe('idle');
  const baseUrl = `http://127.0.0.1:${await freePort()}/v1`;
  expect(await idleMoment(request, { baseUrl }, { waitMs: 5_000 })).toBe('idle');
});

test('the wait has an end, also where the server is silent in a long batch; it can be stopped', async () => {
  const { outcome, seen } = await wait({ '*': slots(true) }, { waitMs: 2_000 });
  expect([outcome, seen.length > 1]).toEqual(['timeout', true]);
  // Asked once even without time to wait.
  expect(await wait({ '*': slots(false) }, { waitMs: -1 })).toMatchObject({ outcome: 'idle', seen: [{}] });
  expect((await wait({ '*': { fault: 'silent' } }, { waitMs: 300 })).outcome).toBe('timeout');
  expect((await wait({ '*': slots(true) }, { signal: AbortSignal.timeout(50) })).outcome).toBe('aborted');
});
