import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Paths, UsageEntry } from '../../src/contract/index.ts';
import { createEndpointRoom } from '../../src/endpoint/index.ts';
import { createLlmRoom } from '../../src/llm/index.ts';
import { createAuxiliary } from '../../src/services/auxiliary.ts';
import { freshConfig } from '../../src/services/fresh-config.ts';
import { hangsUp } from '../helpers/hangs-up.ts';
import { tempHome } from '../helpers/home.ts';
import { completion, PROPS } from '../helpers/scripted-llama.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';

function roomFor(paths: Paths) {
  return createAuxiliary({
    paths,
    config: freshConfig(paths, {}),
    llm: async () => createLlmRoom({ ops: paths.ops }),
    endpoint: async () => createEndpointRoom(),
    pluginTasks: async () => [{ name: 'memory_review', description: 'Looks back.', timeoutMs: 5_000 }],
  });
}

const REQUEST = { messages: [{ role: 'user' as const, content: 'hello' }], maxTokens: 8 };
const answers = { 'POST /v1/chat/completions': ({ body }: { body: string }) => ({ body: completion(body) }) };
const props = (slots: number) => ({ 'GET /props': { body: { ...PROPS, total_slots: slots } } });
const main = (baseUrl: string) => `model: {default: tiny, base_url: "${baseUrl}"}\n`;
const noRetry = (task: string) => `auxiliary: {transient_retries: 0, title_generation: ${task}}\n`;

function ledger({ ops }: Paths): UsageEntry[] {
  const folder = join(ops, 'usage');
  return readdirSync(folder).flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );
}

test('the answer comes from the route, and the ledger has a line under the task', async () => {
  const server = await scriptedServer({ ...answers, ...props(1) });
  const paths = tempHome({ 'config.yaml': main(server.baseUrl) });
  const room = roomFor(paths);
  expect((await room.tasks()).map(({ name }) => name)).toEqual([
    'approval',
    'compression',
    'memory_review',
    'session_search',
    'title_generation',
    'vision',
  ]);
  const answer = await room.ask('memory_review', REQUEST);
  expect(answer).toMatchObject({ result: { ok: true, text: 'fine' }, route: { provider: 'main' }, failures: [] });
  expect(ledger(paths)).toMatchObject([{ task: 'memory_review', model: 'tiny', ok: true }]);
});

test('extra fields of the task are sent, those of the request win', async () => {
  const server = await scriptedServer({ ...answers, ...props(4) });
  const entry = '{provider: main, extra_body: {a: 1, b: 1}}';
  const paths = tempHome({ 'config.yaml': main(server.baseUrl) + noRetry(entry) });
  await roomFor(paths).ask('title_generation', { ...REQUEST, extraBody: { b: 2 } });
  const sent = server.seen.find(({ method }) => method === 'POST');
  expect(JSON.parse(sent?.body ?? '{}')).toMatchObject({ a: 1, b: 2, max_tokens: 8 });
});

test('failures lead down the chain to the main model, each told in one line', async () => {
  const broken = { status: 500, body: { error: { message: 'no luck' } } };
  const [first, second, last] = await Promise.all([
    scriptedServer({ '*': broken }),
    scriptedServer({ '*': { fault: 'close' } }),
    scriptedServer({ ...answers, ...props(2) }),
  ]);
  const chain = `[{base_url: "${second.baseUrl}", model: b}]`;
  const paths = tempHome({
    'config.yaml': main(last.baseUrl) + noRetry(`{base_url: "${first.baseUrl}", model: a, fallback_chain: ${chain}}`),
  });
  const answer = await roomFor(paths).ask('title_generation', REQUEST);
  expect(answer).toMatchObject({ result: { ok: true }, route: { provider: 'main' } });
  expect(answer.failures).toEqual([
    expect.stringMatching(/^custom \(a\): .*no luck/),
    expect.stringMatching(/^custom \(b\): /),
  ]);
  expect(ledger(paths).map(({ model, ok }) => [model, ok])).toEqual([
    ['a', false],
    ['b', false],
    ['tiny', true],
  ]);
  const elsewhere = await roomFor(paths).ask('title_generation', REQUEST, { elsewhere: true });
  expect(elsewhere).toMatchObject({ result: { ok: false }, route: { provider: 'custom' } });
  expect(ledger(paths).filter(({ model }) => model === 'tiny')).toHaveLength(1);
});

test('a server that was asked in vain for a while is left alone, told once, and then others stand in at once', async () => {
  const [mute, last] = await Promise.all([hangsUp(), scriptedServer({ ...answers, ...props(2) })]);
  const entry = `{base_url: "${mute.baseUrl}", model: a}`;
  const tasks = `auxiliary: {transient_retries: 0, title_generation: ${entry}, session_search: ${entry}}\n`;
  const room = roomFor(tempHome({ 'config.yaml': main(last.baseUrl) + tasks }));
  const first = await room.ask('title_generation', REQUEST);
  expect(first).toMatchObject({ result: { ok: true }, route: { provider: 'main' } });
  const again = await room.ask('session_search', REQUEST);
  expect(again).toMatchObject({ result: { ok: true }, route: { provider: 'main' } });
  expect(again.failures).toEqual([
    expect.stringMatching(/^custom \(a\): not asked for another \d+ s, .*did not answer/),
  ]);
  expect(mute.asked()).toBe(1);
  const told: string[] = [];
  room.watch((line) => void told.push(line));
  expect(told).toEqual([expect.stringMatching(/^a at 127\.0\.0\.1:\d+ did not answer for title_generation .*60 s/)]);
});

test('a server that answers when it is asked once more is not said to be left alone', async () => {
  const slow = await hangsUp(1);
  const tasks = `auxiliary: {title_generation: {base_url: "${slow.baseUrl}", model: a}}\n`;
  const room = roomFor(tempHome({ 'config.yaml': main('http://127.0.0.1:9/v1') + tasks }));
  const told: string[] = [];
  room.watch((line) => void told.push(line));
  expect(await room.ask('title_generation', REQUEST)).toMatchObject({ result: { ok: true }, failures: [] });
  expect([slow.asked(), told]).toEqual([2, []]);
});

test('a failure that may pass is tried again as often as the config says', async () => {
  let asked = 0;
  const server = await scriptedServer({
    'POST /v1/chat/completions': ({ body }) =>
      ++asked < 3 ? { status: 503, body: { error: { message: 'busy' } } } : { body: completion(body) },
  });
  const paths = tempHome({ 'config.yaml': main(server.baseUrl) });
  expect(await roomFor(paths).ask('title_generation', REQUEST)).toMatchObject({ result: { ok: true }, failures: [] });
  expect(asked).toBe(3);
});

test('a task whose own provider has no key is done by the main model, and the reason is told', async () => {
  const server = await scriptedServer({ ...answers });
  const paths = tempHome({ 'config.yaml': main(server.baseUrl) + noRetry('{provider: deepseek, model: x}') });
  const room = roomFor(paths);
  expect(await room.resolve('title_generation')).toMatchObject({
    ok: false,
    disabled: false,
    try: expect.arrayContaining(['hermes config set DEEPSEEK_API_KEY -']),
  });
  const answer = await room.ask('title_generation', REQUEST);
  expect(answer).toMatchObject({ result: { ok: true }, route: { provider: 'main' } });
  expect(answer.failures).toEqual([expect.stringContaining('DEEPSEEK_API_KEY')]);
});

test.each([
  { what: 'one slot: not sent', slots: 1, sent: false },
  { what: 'several slots: sent', slots: 2, sent: true },
])('what would push the conversation out: $what', async ({ slots, sent }) => {
  const server = await scriptedServer({ ...answers, ...props(slots) });
  const paths = tempHome({ 'config.yaml': main(server.baseUrl.replace('127.0.0.1', 'localhost')) });
  const answer = await roomFor(paths).ask('title_generation', REQUEST, { mayDisplace: false });
  expect(answer.result.ok).toBe(sent);
  if (!sent) expect(answer.result).toMatchObject({ failure: 'aborted', message: expect.stringContaining('one slot') });
  expect(server.seen.some(({ method }) => method === 'POST')).toBe(sent);
});

test('a main server that is too busy to say how many slots it has counts as one with a single one, until it says it', async () => {
  let busy = true;
  let polls = 0;
  const server = await scriptedServer({
    ...answers,
    'GET /props': () => (busy ? { fault: 'silent' } : { body: { ...PROPS, total_slots: 2 } }),
    'GET /slots': () => ({ body: [{ is_processing: ++polls < 2 }] }),
  });
  const room = roomFor(tempHome({ 'config.yaml': main(server.baseUrl) }));
  const posts = () => server.seen.filter(({ method }) => method === 'POST').length;
  const kept = await room.ask('title_generation', REQUEST, { mayDisplace: false });
  expect(kept.result).toMatchObject({
    failure: 'aborted',
    message: expect.stringMatching(/not said within 2 s .*slots/),
  });
  expect(posts()).toBe(0);
  // What may displace the conversation waits for a moment in which nothing is at work.
  expect(await room.ask('title_generation', REQUEST)).toMatchObject({ result: { ok: true } });
  expect(polls).toBe(2);
  busy = false;
  expect(await room.ask('title_generation', REQUEST, { mayDisplace: false })).toMatchObject({ result: { ok: true } });
  expect([posts(), polls]).toEqual([2, 2]);
});

test('a server that was lost and is back with a single slot is asked how many it has before anything is sent', async () => {
  let slots = 2;
  const server = await scriptedServer({
    'POST /v1/chat/completions': ({ body }) => (slots === 2 ? { body: completion(body) } : { fault: 'close' }),
    'GET /props': () => ({ body: { ...PROPS, total_slots: slots } }),
  });
  const tasks = noRetry('{provider: main}').replace('transient_retries: 0', 'transient_retries: 1');
  const room = roomFor(tempHome({ 'config.yaml': main(server.baseUrl) + tasks }));
  const ask = () => room.ask('title_generation', REQUEST, { mayDisplace: false });
  expect((await ask()).result.ok).toBe(true);
  slots = 1;
  expect((await ask()).result).toMatchObject({ failure: 'aborted', message: expect.stringContaining('one slot') });
  expect(server.seen.map(({ method }) => method)).toEqual(['GET', 'POST', 'POST', 'GET']);
});

test('a server that answers and has no /props is none of ours: it is not held back', async () => {
  const server = await scriptedServer({ ...answers });
  const room = roomFor(tempHome({ 'config.yaml': main(server.baseUrl) }));
  expect(await room.ask('title_generation', REQUEST, { mayDisplace: false })).toMatchObject({ result: { ok: true } });
});

test('who would push the conversation out is passed over, not the end of the chain', async () => {
  const [one, other] = await Promise.all([
    scriptedServer({ ...answers, ...props(1) }),
    scriptedServer({ ...answers, ...props(1) }),
  ]);
  const chain = `{provider: main, fallback_chain: [{base_url: "${other.baseUrl}", model: b}]}`;
  const room = roomFor(tempHome({ 'config.yaml': main(one.baseUrl) + noRetry(chain) }));
  const answer = await room.ask('title_generation', REQUEST, { mayDisplace: false });
  expect(answer).toMatchObject({ result: { ok: true }, route: { target: { model: 'b' } } });
  expect(answer.failures).toEqual([expect.stringMatching(/^main \(tiny\): not sent: .*one slot/)]);
  expect(one.seen.some(({ method }) => method === 'POST')).toBe(false);
  // Somebody who stops it stops all of it.
  const sent = other.seen.length;
  const stopped = { ...REQUEST, signal: AbortSignal.abort() };
  expect(await room.ask('title_generation', stopped)).toMatchObject({ result: { failure: 'aborted' }, failures: [] });
  expect(other.seen).toHaveLength(sent);
});

test('the only slot of the main server is asked for when it is idle, that of another server at once', async () => {
  let polls = 0;
  const busy = { 'GET /slots': () => ({ body: [{ is_processing: ++polls < 3 }] }) };
  const server = await scriptedServer({ ...answers, ...props(1), ...busy });
  const room = roomFor(tempHome({ 'config.yaml': main(server.baseUrl) }));
  expect(await room.ask('title_generation', REQUEST)).toMatchObject({ result: { ok: true } });
  const asked = server.seen.map(({ method, path }) => (method === 'POST' ? method : path));
  expect(asked).toEqual(['/props', '/slots', '/slots', '/slots', 'POST']);
  const elsewhere = await scriptedServer({ ...answers });
  const entry = `{base_url: "${server.baseUrl}", model: tiny}`;
  const aside = roomFor(tempHome({ 'config.yaml': main(elsewhere.baseUrl) + noRetry(entry) }));
  expect(await aside.ask('title_generation', REQUEST)).toMatchObject({ result: { ok: true } });
  expect(polls).toBe(3);
});

test('a switched-off task, a broken config and an aborted signal send nothing and do not throw', async () => {
  const server = await scriptedServer({ ...answers, ...props(1) });
  const off = tempHome({ 'config.yaml': main(server.baseUrl) + noRetry('{enabled: false}') });
  expect(await roomFor(off).ask('title_generation', REQUEST)).toMatchObject({ result: { ok: false } });
  const broken = tempHome({ 'config.yaml': 'model: [' });
  expect(await roomFor(broken).ask('title_generation', REQUEST)).toMatchObject({ result: { ok: false } });
  const fine = tempHome({ 'config.yaml': main(server.baseUrl) });
  const request = { ...REQUEST, signal: AbortSignal.abort() };
  expect(await roomFor(fine).ask('title_generation', request)).toMatchObject({ result: { failure: 'aborted' } });
  expect(server.seen.some(({ method }) => method === 'POST')).toBe(false);
});

/** A server with one slot that answers after a while and counts how many requests it has at a time. */
async function slowServer() {
  const seen = { now: 0, most: 0, all: 0 };
  const server = http.createServer((incoming, outgoing) => {
    if (incoming.method === 'GET') return void outgoing.end(JSON.stringify(PROPS));
    seen.now += 1;
    seen.all += 1;
    seen.most = Math.max(seen.most, seen.now);
    incoming.resume();
    setTimeout(() => {
      seen.now -= 1;
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(completion('{}')));
    }, 60);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { seen, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` };
}

test('a server with one slot gets one request at a time, also from another process; waiting can be stopped', async () => {
  const { seen, baseUrl } = await slowServer();
  const paths = tempHome({ 'config.yaml': main(baseUrl) });
  // Two rooms share nothing but the lock file, as two processes do.
  const rooms = [roomFor(paths), roomFor(paths)];
  const stop = new AbortController();
  const asked = rooms.flatMap((room) => [1, 2].map(() => room.ask('title_generation', REQUEST)));
  const stopped = rooms[0]?.ask('title_generation', { ...REQUEST, signal: stop.signal });
  stop.abort();
  expect((await stopped)?.result).toMatchObject({ ok: false, failure: 'aborted' });
  expect((await Promise.all(asked)).every(({ result }) => result.ok)).toBe(true);
  expect(seen).toEqual({ now: 0, most: 1, all: 4 });
  expect(readdirSync(join(paths.ops, 'locks'))).toEqual([]);
});

const IMAGE = {
  ...REQUEST,
  messages: [{ role: 'user' as const, content: 'what', images: [{ mediaType: 'image/png', base64: 'QUJD' }] }],
};
const sees = (vision: boolean) => ({ 'GET /props': { body: { ...PROPS, modalities: { vision, audio: false } } } });

test('an image is not sent to a llama-server that takes none: the next one is asked', async () => {
  const [blind, seeing] = await Promise.all([
    scriptedServer({ ...answers, ...sees(false) }),
    scriptedServer({ ...answers, ...sees(true) }),
  ]);
  const chain = `auxiliary: {vision: {provider: main, fallback_chain: [{base_url: "${seeing.baseUrl}", model: eyes}]}}\n`;
  const paths = tempHome({ 'config.yaml': main(blind.baseUrl) + chain });
  const answer = await roomFor(paths).ask('vision', IMAGE);
  expect(answer).toMatchObject({ result: { ok: true }, route: { target: { model: 'eyes' } } });
  expect(answer.failures).toEqual([expect.stringContaining('takes no images')]);
  expect(blind.seen.filter(({ method }) => method === 'POST')).toEqual([]);
  expect(seeing.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
});

test('where nobody takes images that is the failure, and texts are sent as ever', async () => {
  const blind = await scriptedServer({ ...answers, ...sees(false) });
  const room = roomFor(tempHome({ 'config.yaml': main(blind.baseUrl) }));
  expect((await room.ask('vision', IMAGE)).result).toMatchObject({ ok: false, failure: 'images' });
  expect((await room.ask('vision', REQUEST)).result).toMatchObject({ ok: true });
});

test('an image counts as tokens, not as the bytes that it is sent in', async () => {
  const server = await scriptedServer({ ...answers, ...sees(true) });
  const room = roomFor(tempHome({ 'config.yaml': main(server.baseUrl) }));
  const image = { mediaType: 'image/png', base64: 'A'.repeat(4_000_000) };
  const { route } = await room.ask('vision', {
    ...IMAGE,
    messages: [{ role: 'user', content: 'what', images: [image] }],
  });
  expect(route?.timeoutMs).toBeLessThan(600_000);
});
