import { expect, test } from 'vitest';
import { isAccount } from '../../src/plugins/compression/src/account/marks.ts';
import { compressionWorld, SUMMARY } from '../helpers/compression-world.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';

/** An auxiliary model that always sums up well, and says how often it was asked. */
async function worldOf(compression = '', contextTokens: number | undefined = 16_384) {
  const auxiliary = await scriptedServer({
    'POST /v1/chat/completions': {
      body: {
        model: 'aux',
        choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: SUMMARY } }],
      },
    },
  });
  const world = await compressionWorld({
    baseUrl: 'http://127.0.0.1:9/v1',
    contextTokens,
    config: `model: {default: main, base_url: "http://127.0.0.1:9/v1"}
auxiliary:
  transient_retries: 0
  compression: {base_url: "${auxiliary.baseUrl}", model: aux, context_length: 65536}
compression: {${compression}}
`,
  });
  return { ...world, asked: () => auxiliary.seen.filter(({ method }) => method === 'POST').length };
}

test('what cannot be shortened asks no model, is said once, and is given up after three times with the figures', async () => {
  const world = await worldOf();
  world.ask(`Here is all of it: ${'word '.repeat(9_000)}`);
  const before = world.messages();
  const first = await world.fit();
  expect(first).toMatchObject({ changed: false, notice: expect.stringMatching(/could not be compressed: /) });
  // The same size again: nothing is tried and nothing said.
  expect(await world.fit()).toEqual({ changed: false });
  expect(await world.fit('before-request', { promptTokens: 15_200 })).toMatchObject({ changed: false });
  const last = await world.fit('before-request', { promptTokens: 16_300 });
  expect(last.notice).toMatch(
    /given up for this session: .*system prompt and tools \d+ tokens, messages [\d,]+ in a window of 16,384/,
  );
  expect(last.try?.join()).toMatch(/new session.*hermes compression explain/);
  expect(await world.fit('before-request', { promptTokens: 17_500 })).toEqual({ changed: false });
  expect(world.asked()).toBe(0);
  expect(world.messages()).toEqual(before);
});

test('one that would free less than a tenth is not done', async () => {
  const world = await worldOf();
  world.turns(1);
  world.ask(`Compare: ${'word '.repeat(8_300)}`);
  const outcome = await world.fit();
  expect(outcome).toMatchObject({
    changed: false,
    notice: expect.stringMatching(/it would free only \d %.*your last message alone is about [\d,]+ tokens/),
  });
  expect(world.asked()).toBe(0);
});

test('after a compression at most 35 % of the window is in use, however often it is filled again', async () => {
  const world = await worldOf();
  for (let round = 0; round < 6; round++) {
    while (world.state('before-request').promptTokens < 16_384 * 0.8) world.turns(1);
    world.ask('Go on.');
    const outcome = await world.fit();
    expect(outcome.changed, outcome.notice).toBe(true);
    expect(world.state('before-request').promptTokens).toBeLessThan(16_384 * 0.35);
    expect(world.messages().filter(isAccount)).toHaveLength(1);
  }
  expect(world.asked()).toBe(6);
});

test('the number of messages counts only when the user has just said something', async () => {
  const world = await worldOf('hygiene_hard_message_limit: 40', 1_000_000);
  world.turns(10, () => ({ answer: 'Fine.' }));
  expect(await world.fit()).toEqual({ changed: false });
  world.ask('Go on.');
  const outcome = await world.fit();
  expect(outcome.changed, outcome.notice).toBe(true);
  expect(world.messages().length).toBeLessThan(30);
});

test('after a long pause, where the config asks for it', async () => {
  const world = await worldOf('idle_compact_after_seconds: 1800');
  world.turns(6);
  world.ask('Here I am again.');
  expect(await world.fit()).toEqual({ changed: false });
  const later = world
    .messages()
    .map((one, i, all) =>
      i === all.length - 1 ? { ...one, time: new Date(Date.now() + 3_600_000).toISOString() } : one,
    );
  expect((await world.fit('before-request', { messages: later })).changed).toBe(true);
});

test('old results alone, where that is enough: no model is asked, and each says where it can be read again', async () => {
  const world = await worldOf();
  world.turns(14, (turn) => ({ answer: 'Fine.', result: `line of part ${turn} `.repeat(200) }));
  world.ask('Go on.');
  const outcome = await world.fit();
  expect(outcome).toMatchObject({
    changed: true,
    notice: expect.stringMatching(/^\d+ messages with long texts cut, about .* without a model/),
  });
  expect(world.asked()).toBe(0);
  const stub = world.messages().find(({ role }) => role === 'tool');
  expect(stub?.content).toMatch(
    /^\[Result left out: terminal \{"command":"sed -n 0p build.log"\}: [\d,]+ characters. It began: line of part 0 .* \| session_search \{"message": 3\} reads it whole\]$/,
  );
  expect(world.store.messages(world.id, { original: true })[2]?.content).toBe('line of part 0 '.repeat(200));
  expect(world.state('before-request').promptTokens).toBeLessThan(16_384 * 0.35);
});

test('proactive_prune_tokens cuts large old results long before the threshold', async () => {
  const world = await worldOf(
    'proactive_prune_tokens: 3000, proactive_prune_min_result_chars: 1000, proactive_prune_min_reclaim_tokens: 500',
  );
  world.turns(8, (turn) => ({ answer: 'Fine.', result: `line of part ${turn} `.repeat(100) }));
  world.ask('Go on.');
  expect(await world.fit()).toMatchObject({ changed: true, notice: expect.stringContaining('without a model') });
  expect(await world.fit()).toEqual({ changed: false });
});

test('no old results to cut yet is no failure: nothing is said, and at the threshold it is compressed', async () => {
  const world = await worldOf('proactive_prune_tokens: 1000');
  while (world.state('before-request').promptTokens < 16_384 * 0.7) {
    world.turns(1);
    world.ask('Go on.');
    expect(await world.fit()).toEqual({ changed: false });
  }
  world.turns(4);
  world.ask('Go on.');
  expect((await world.fit()).notice).toMatch(/^compressed: /);
});

test('after a pause nothing is said where there is little to win', async () => {
  const world = await worldOf('idle_compact_after_seconds: 60');
  world.ask('Hello.');
  world.ask('Here I am again.');
  const messages = world
    .messages()
    .map((one, i) => ({ ...one, time: new Date(Date.UTC(2026, 0, 1, i)).toISOString() }));
  expect(await world.fit('before-request', { messages })).toEqual({ changed: false });
});

test('switched off nothing is done by itself, and /compress still works', async () => {
  const world = await worldOf('enabled: false');
  world.turns(16);
  world.ask('Go on.');
  expect(await world.fit()).toEqual({ changed: false });
  expect(await world.fit('overflow')).toEqual({ changed: false });
  expect((await world.fit('asked')).changed).toBe(true);
});

test('with an unknown window it waits for the server’s refusal', async () => {
  const world = await worldOf('', undefined);
  world.turns(30);
  world.ask('Go on.');
  expect(await world.fit('before-request', { contextTokens: undefined })).toEqual({ changed: false });
  const outcome = await world.fit('overflow', { contextTokens: undefined, promptTokens: 31_000 });
  expect(outcome.changed, outcome.notice).toBe(true);
});

test('an auxiliary model that says nothing is waited for no longer than the ceiling', async () => {
  const silent = await scriptedServer({ 'POST /v1/chat/completions': { fault: 'silent' } });
  const main = await scriptedServer({ '*': { status: 500, body: { error: { message: 'no luck' } } } });
  const world = await compressionWorld({
    baseUrl: main.baseUrl,
    config: `model: {default: main, base_url: "${main.baseUrl}"}
auxiliary: {transient_retries: 0, compression: {base_url: "${silent.baseUrl}", model: aux}}
compression: {context_total_ceiling_seconds: 2}
`,
  });
  world.turns(16);
  world.ask('Go on.');
  expect(await world.fit()).toMatchObject({
    changed: true,
    notice: expect.stringMatching(
      /put together without a model; aux at .*: no summary came within 1 s; main at .*no luck/,
    ),
  });
  world.turns(14);
  world.ask('Go on.');
  expect((await world.fit()).notice).toMatch(/aux at .* is not asked for \d+ s after it failed/);
});
