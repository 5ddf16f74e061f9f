import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freePort } from '../../../../scripts/free-port.ts';
import { diffed } from '../src/diff.ts';
import { previewed } from '../src/preview.ts';
import { ran } from '../src/run.ts';
import { status } from '../src/status.ts';
import { rest } from '../src/summary/cooldown.ts';
import { undone } from '../src/undo.ts';
import { longSession, turn, world } from './world.ts';

/** Every run makes a home and a store on disk. */
const RUNS = Math.max(10, Math.round(Number(process.env['HERMES_TEST_N'] ?? 100) / 8));
const DOWN = `http://127.0.0.1:${await freePort()}/v1`;
const config = (more = '') => `model: {default: qwen3 🦙, base_url: "${DOWN}", context_length: 16384}\n${more}`;
const NO_MODEL = { focus: undefined, withoutModel: true };

/** The two that mean the same whatever is compressed: what is sent, without times. */
const sent = (all: readonly { seq: number; content: string | null }[]) => all.map(({ seq, content }) => [seq, content]);

test('preview says what run then does, diff shows it, undo takes it back', async () => {
  const shape = fc.record({
    turns: fc.integer({ min: 1, max: 40 }),
    ratio: fc.constantFrom(0.1, 0.2, 0.5),
    last: fc.constantFrom(0, 4, 20, 60),
    first: fc.constantFrom(0, 3, 8),
    window: fc.constantFrom(4_096, 16_384, 65_536),
    open: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(shape, async ({ turns, ratio, last, first, window, open }) => {
      const { host, store } = world(
        `model: {default: m, base_url: "${DOWN}", context_length: ${window}}\ncompression: {target_ratio: ${ratio}, protect_last_n: ${last}, protect_first_n: ${first}}\n`,
      );
      const id = longSession(store, { turns });
      if (open) store.appendAll(id, [{ role: 'user', content: 'And now? '.repeat(40) }]);
      const before = store.messages(id);
      const { result: preview } = await previewed(host, id, undefined);
      const { result } = await ran(host, id, NO_MODEL);
      if (preview.would === 'nothing') {
        expect(result).toMatchObject({ changed: false, compression: null });
        expect(result.notice).toContain(preview.why);
        expect(sent(store.messages(id))).toEqual(sent(before));
        return;
      }
      // An account that turns out to be no shorter than what it stands for is not used.
      if (!result.changed) return expect(result.notice).toContain('hardly be shorter');
      const after = store.messages(id);
      expect(result.compression).toMatchObject({
        messagesBefore: before.length,
        messagesAfter: after.length,
        model: null,
      });
      expect(after).toHaveLength(preview.after?.messages ?? -1);
      expect(result.compression?.tokensAfter).toBeLessThanOrEqual((preview.after?.tokens ?? 0) * 1.05 + 60);
      const { result: diff } = await diffed(host, id, undefined);
      const now = new Set(after.map(({ content }) => content));
      const gone = before
        .filter(({ content, role }) => role !== 'assistant' && !now.has(content))
        .map(({ seq }) => seq);
      expect(diff.replaced.map(({ seq }) => seq)).toEqual(expect.arrayContaining(gone));
      // What the account does not need goes to the recent part, so fewer may go than was announced.
      const went = diff.replaced.filter(({ how }) => how === 'gone').length;
      expect(went).toBeLessThanOrEqual(preview.goes?.messages ?? -1);
      expect(diff.account).toMatch(/^\[Account of the earlier/);
      const { result: undo } = await undone(host, id);
      expect(undo.messages).toBe(before.length);
      expect(sent(store.messages(id))).toEqual(sent(before));
    }),
    { numRuns: RUNS },
  );
});

describe('what a person reads', () => {
  test('preview, while the endpoint is down', async () => {
    const { host, store } = world(config());
    const id = longSession(store, { title: '备份数据库\n的进度 \u001b[2J' });
    const { text } = await previewed(host, '备份数据库', "what I've said");
    expect(text).toContain(`Session:  ${id}  备份数据库 的进度 \n`.trimEnd());
    expect(text).toContain('it does not serve now: nothing listens');
    expect(text).toMatch(/^Window: {3}16,384 tokens for one request, as `model.context_length` says/m);
    expect(text).toContain('compressed at 13,107 tokens (80 % of 16,384, `compression.threshold`) or 400 messages');
    expect(text).toMatch(/A compression now: 56 messages to \d+, about [\d,]+ tokens to at most [\d,]+\./);
    expect(text).toMatch(
      /goes {5}at most \d+ messages, about [\d,]+ tokens: \d+ of yours, \d+ of the model, \d+ tool results/,
    );
    expect(text).toContain('the main model at ');
    expect(text).toContain('if nobody writes one, the account is put together without a model');
    expect(text).toContain(`hermes compression run ${id} --focus 'what I'\\''ve said'   (does it)`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u200b]/);
    expect(store.rewrites(id)).toEqual([]);
  });

  test('an empty session, and one that was just compressed: nothing, and why', async () => {
    const { host, store } = world(config());
    const empty = longSession(store, { turns: 0, title: 'empty' });
    expect((await previewed(host, empty, undefined)).text).toContain(
      'would do nothing: there is nothing in the conversation',
    );
    const id = longSession(store);
    await ran(host, id, NO_MODEL);
    const { text } = await previewed(host, id, undefined);
    expect(text).toContain('would do nothing: nothing has been said since the last compression');
    expect(text).not.toContain('does it');
  });

  test('run names the model while it is asked, says what failed, and how to take it back', async () => {
    const { host, store, steps } = world(config());
    const id = longSession(store);
    const { text, result } = await ran(host, id, { focus: undefined, withoutModel: false });
    expect(steps[0]).toBe(`Compressing ${id}  backup of db-7`);
    expect(steps[1]).toMatch(/: qwen3 🦙 writes the summary, about \d+ s$/);
    expect(text).toMatch(
      /^Compressed: 56 messages to \d+, about .* tokens \(messages to \d+ %\), put together without a model; qwen3 🦙 at /,
    );
    expect(text).toContain(`hermes compression undo ${id} takes it back`);
    expect(result.compression?.failures).toHaveLength(1);
  });

  test('run with `abort_on_summary_failure` changes nothing and says so', async () => {
    const { host, store } = world(config('compression: {abort_on_summary_failure: true}\n'));
    const id = longSession(store);
    expect((await previewed(host, id, undefined)).text).toContain('if nobody writes one, nothing is changed');
    const { text, result } = await ran(host, id, { focus: undefined, withoutModel: false });
    expect(result).toMatchObject({
      changed: false,
      compression: null,
      try: expect.arrayContaining(['hermes auxiliary status']),
    });
    expect(text).toMatch(/^Not compressed: .*abort_on_summary_failure[\s\S]*\n {2}try: hermes compression explain/);
    expect(store.rewrites(id)).toEqual([]);
  });

  test('undo says when the next message compresses it again', async () => {
    const { host, store } = world(config('compression: {threshold: 0.3}\n'));
    const id = longSession(store);
    await ran(host, id, NO_MODEL);
    const { text, result } = await undone(host, id);
    expect(result).toMatchObject({ again: true, trigger: 4_915, messages: 56 });
    expect(text).toContain(
      'past the trigger of 4,915 tokens, so a chat compresses it again when it has grown by a twentieth of the window',
    );
  });

  test('diff shows the second account in place of the first, and the first by its revision', async () => {
    const { host, store } = world(config());
    const id = longSession(store);
    await ran(host, id, NO_MODEL);
    for (let at = 20; at < 34; at++) store.appendAll(id, turn(at));
    await ran(host, id, NO_MODEL);
    const { result, text } = await diffed(host, id, undefined);
    expect(result.replaced.filter(({ how }) => how === 'account')).toHaveLength(1);
    expect(text).toContain('Check run 3 on port 5403.');
    const first = await diffed(host, id, store.rewrites(id)[0]?.revision);
    expect(first.result.replaced[0]).toMatchObject({ seq: 1, role: 'user', beginning: 'Check run 0 on port 5400.' });
    expect(first.text).toContain('  #1 you, ');
    await expect(diffed(host, id, 99)).rejects.toMatchObject({
      code: 'compression.revision-not-found',
      message: expect.stringMatching(/it has \d+, \d+$/),
    });
  });

  test('status: values in force, who writes, who rests, keys without effect, newest compressions', async () => {
    const spare =
      'custom_providers: [{name: spare, base_url: "https://api.example.invalid/v1", api_key: sk-abcdef1234567890}]\n';
    const { host, store } = world(
      config(
        `${spare}compression: {model_thresholds: {qwen3: 0.5}, in_place: true, codex_responses_native: true}\nauxiliary: {compression: {provider: "custom:spare", model: flash-v9}}\n`,
      ),
    );
    const id = longSession(store, { title: '标题 with sk-abcdef1234567890' });
    await ran(host, id, NO_MODEL);
    await undone(host, id);
    const way = { by: 'auxiliary', model: 'flash-v9', url: 'https://api.example.invalid/v1' } as const;
    await rest(host, way as never, 'failed');
    const { text, result } = await status(host);
    expect(text).toMatch(
      /^compression:\n {2}enabled: true\n {2}threshold: 0.5 {3}# compression.model_thresholds.qwen3\n {2}target_ratio: 0.2\n {2}protect_last_n: 20\n {2}hygiene_hard_message_limit: 400\n/,
    );
    expect(text).toContain('Model:    qwen3 🦙 at ');
    expect(text).toContain(
      'Summary:  by flash-v9 at https://api.example.invalid/v1, which `auxiliary.compression` names, billed by its provider; the main model where that fails',
    );
    expect(text).toMatch(/flash-v9 at https:\/\/api.example.invalid\/v1 failed and is left in peace for \d+ s/);
    expect(text).toContain('Not read: `compression.in_place`, `compression.codex_responses_native`');
    expect(text).toMatch(/now +\S+ +标题 with .*[\d,]+ → [\d,]+ +no model +\d\.\d s \(taken back\)/);
    expect(text + JSON.stringify(result)).not.toContain('sk-abcdef1234567890');
  });
});

test('nothing that was said acts on the terminal, and no secret is shown', async () => {
  const key = 'sk-abcdef1234567890';
  const { host, store } = world(config(`providers: {other: {base_url: "https://x.example/v1", api_key: ${key}}}\n`));
  const hostile = `a\u001b[2Jb\u001b]52;c;cm0=\u0007c\u009b31md\u202ee ${key}`;
  const id = longSession(store, { title: hostile });
  for (let at = 50; at < 56; at++) {
    store.appendAll(
      id,
      turn(at).map((one) => ({ ...one, ...(one.content ? { content: `${hostile} ${one.content}` } : {}) })),
    );
  }
  for (let at = 60; at < 70; at++) store.appendAll(id, turn(at));
  const shown = [
    await previewed(host, id, hostile),
    await ran(host, id, { ...NO_MODEL, focus: hostile }),
    await diffed(host, id, undefined),
    await status(host),
    await undone(host, id),
  ];
  for (const { text, result } of shown) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(text + JSON.stringify(result)).not.toContain(key);
  }
});

describe('refusals', () => {
  test('without the agent plugin', async () => {
    const { host } = world(config(), { agent: false });
    for (const work of [status(host), previewed(host, 'x', undefined), ran(host, 'x', NO_MODEL), undone(host, 'x')]) {
      await expect(work).rejects.toMatchObject({
        code: 'compression.no-agent',
        exit: 2,
        try: ['hermes plugins install agent'],
      });
    }
  });

  test('a session that is not there, that was never compressed, that is busy', async () => {
    const { host, store } = world(config());
    const id = longSession(store);
    await expect(previewed(host, 'nothing like it', undefined)).rejects.toMatchObject({
      code: 'compression.session-not-found',
      exit: 2,
    });
    await expect(undone(host, id)).rejects.toMatchObject({ code: 'compression.nothing-to-undo', exit: 1 });
    await expect(diffed(host, id, undefined)).rejects.toMatchObject({ code: 'compression.nothing-to-show', exit: 1 });
    await host.lock(`session-${id}`, {}, async () => {
      await expect(ran(host, id, NO_MODEL)).rejects.toMatchObject({ code: 'compression.session-busy', exit: 1 });
      await expect(undone(host, id)).rejects.toMatchObject({ code: 'compression.session-busy' });
      expect((await previewed(host, id, undefined)).result.would).toBe('compress');
    });
    expect(store.rewrites(id)).toEqual([]);
  });

  test('a change of somebody else is not undone', async () => {
    const { host, store } = world(config());
    const id = longSession(store);
    await ran(host, id, NO_MODEL);
    const [first] = store.messages(id);
    const edit = { from: first?.seq ?? 0, to: first?.seq ?? 0, by: [{ role: 'user' as const, content: 'x' }] };
    store.rewrite(id, [edit], { by: 'other-engine', note: {} });
    await expect(undone(host, id)).rejects.toMatchObject({ code: 'compression.other-change', exit: 1 });
    expect(store.rewrites(id).every((one) => !one.undone)).toBe(true);
  });

  test('Ctrl-C before the end: nothing is changed', async () => {
    const { host, store, abort } = world(config());
    const id = longSession(store);
    abort.abort();
    const { text, result } = await ran(host, id, { focus: undefined, withoutModel: false });
    expect(result).toMatchObject({ changed: false });
    expect(text).toBe('Stopped; nothing was changed');
    expect(store.rewrites(id)).toEqual([]);
  });
});
