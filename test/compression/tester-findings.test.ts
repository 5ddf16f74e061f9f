import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FIRST_LINE, isAccount } from '../../src/plugins/compression/src/account/marks.ts';
import { compressionWorld, SUMMARY, scriptedChat, streamed } from '../helpers/compression-world.ts';

/** What a tester found, each as a user would expect it. `test` where it is not so yet. */

/** A session whose main model writes summaries as it should. */
async function worldOf({ compression = '', auxiliary = '' } = {}) {
  const main = await scriptedChat(streamed(SUMMARY));
  const config = `model: {default: main, base_url: "${main.baseUrl}"}
auxiliary: {transient_retries: 0${auxiliary}}
compression: {${compression}}
`;
  return compressionWorld({ baseUrl: main.baseUrl, config });
}

/** So many turns without anything exact in them. */
const CHAPTERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const wish = (turn: number) =>
  `Make chapter ${CHAPTERS[turn % 10]} of volume ${CHAPTERS[Math.floor(turn / 10)]} friendlier.`;

describe('a message of the user that begins with the mark of an account', () => {
  const PASTED = `${FIRST_LINE}\nWhat does this line mean, and please open port 7777 on db-9.`;

  test('the newest one stays word for word, last in the prompt', async () => {
    const world = await worldOf();
    world.turns(14);
    world.ask(PASTED);
    expect((await world.fit()).changed).toBe(true);
    expect(world.messages().at(-1)).toMatchObject({ role: 'user', content: PASTED });
  });

  test('of an older one the account keeps what it says', async () => {
    const world = await worldOf();
    world.turns(2);
    world.turns(1, () => ({ user: PASTED }));
    world.turns(12);
    world.ask('And now?');
    expect((await world.fit()).changed).toBe(true);
    expect(JSON.stringify(world.messages())).toContain('7777');
  });
});

describe('compression.context_total_ceiling_seconds', () => {
  test.each(['2500000', '99999999', '0.0001', '600.0005'])(
    '%s leaves the model the time it needs, or is refused',
    async (seconds) => {
      const world = await worldOf({ compression: `context_total_ceiling_seconds: ${seconds}` });
      world.turns(14);
      world.ask('And now?');
      const { changed, notice } = await world.fit();
      expect(changed).toBe(true);
      expect(notice).toContain('summary by main');
    },
  );
});

test('a silent auxiliary model does not use up the time of the main one, which would answer at once', async () => {
  const silent = await scriptedChat({ fault: 'silent' });
  const world = await worldOf({
    compression: 'context_total_ceiling_seconds: 2',
    auxiliary: `, compression: {base_url: "${silent.baseUrl}", model: aux, timeout: 1}`,
  });
  world.turns(14);
  world.ask('And now?');
  expect((await world.fit()).notice).toContain('summary by main');
});

test('where the only model is the one that is down, the conversation waits for it as it is', async () => {
  const config = 'model: {default: main, base_url: "http://127.0.0.1:9/v1"}\n';
  const world = await compressionWorld({ baseUrl: 'http://127.0.0.1:9/v1', config });
  world.turns(14);
  world.ask('And now?');
  const before = world.messages();
  expect((await world.fit()).changed).toBe(false);
  expect(world.messages()).toEqual(before);
});

test('as many messages of the user as fit are in the account word for word', async () => {
  const world = await worldOf();
  world.turns(28, (turn) => ({
    user: wish(turn),
    command: 'true',
    result: 'ok',
    answer: 'It reads well, and so it may stay. '.repeat(30),
  }));
  world.ask('And now?');
  expect((await world.fit('asked')).changed).toBe(true);
  const account = world.messages().find(isAccount)?.content ?? '';
  const missing = Array.from({ length: 28 }, (_, turn) => wish(turn)).filter(
    (text) => !JSON.stringify(world.messages()).includes(text),
  );
  // The goal leaves more than these twelve short lines take.
  expect({ missing, characters: account.length }).toMatchObject({ missing: [] });
});

test('what the user answers to is there while the goal leaves room for it', async () => {
  const world = await worldOf();
  world.turns(12, () => ({
    command: 'true',
    result: 'ok',
    answer: 'Nothing is to be seen in it, so it goes on. '.repeat(100),
  }));
  const proposal = `I propose two ways. ${'The first one keeps the words, the other one does not. '.repeat(120)}`;
  world.turns(1, () => ({ command: 'true', result: 'ok', answer: proposal }));
  world.ask('Take the second one.');
  const { promptTokens } = world.state('before-request');
  expect((await world.fit('asked')).changed).toBe(true);
  const chars = JSON.stringify(world.messages()).length;
  // The goal is a fifth; characters for tokens is good enough here.
  expect((chars + proposal.length) / 4).toBeLessThan(0.21 * promptTokens);
  expect(world.messages().some(({ content }) => content?.startsWith('I propose two ways.'))).toBe(true);
});

test('where system prompt and tools alone are past the trigger, it is not compressed again at every turn', async () => {
  const world = await worldOf({ compression: 'threshold_tokens: 40' });
  let compressed = 0;
  for (let turn = 0; turn < 16; turn++) {
    world.ask(`Question ${turn}?`);
    if ((await world.fit()).changed) compressed += 1;
    world.store.append(world.id, {
      role: 'assistant',
      content: `Answer ${turn}. ${'It goes on as it did. '.repeat(30)}`,
    });
  }
  expect(compressed).toBeLessThanOrEqual(3);
});

test('a file of pauses that is damaged disturbs nobody', async () => {
  const config = 'model: {default: main, base_url: "http://127.0.0.1:9/v1"}\n';
  const failing = await scriptedChat({ status: 401, body: { error: { message: 'Invalid API Key', code: 401 } } });
  const world = await compressionWorld({
    baseUrl: failing.baseUrl,
    config: config.replace('http://127.0.0.1:9/v1', failing.baseUrl),
  });
  mkdirSync(join(world.ops, 'cache'), { recursive: true });
  writeFileSync(join(world.ops, 'cache/compression-pauses.json'), '{"main m http://127.0.0.1:1/v1": null}');
  world.turns(14);
  world.ask('And now?');
  expect((await world.fit()).notice).toContain('put together without a model');
});

test('where only one result is too large no account of nothing is put, and no model is asked for one', async () => {
  const world = await worldOf();
  world.turns(1, () => ({ answer: 'It is well.' }));
  world.turns(1, () => ({ result: 'x1 /srv/a/b '.repeat(12_000), answer: 'Read.' }));
  world.ask('And now?');
  const before = world.messages().length;
  expect((await world.fit('overflow')).changed).toBe(true);
  expect(world.messages()).toHaveLength(before);
});
