import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../scripts/free-port.ts';
import { MODES, SAYS, scriptedModel } from '../helpers/llm-stream.ts';
import { LOADING } from '../helpers/scripted-llama.ts';
import type { Reply } from '../helpers/scripted-server.ts';

const partial = { text: 'Hello', reasoning: 'hm' };

describe.each(MODES)('what goes wrong with a stream of %s', (apiMode) => {
  const { begin, end } = SAYS[apiMode];
  const good: Reply = { stream: [...begin, ...end] };

  const ONCE: [string, Reply, object][] = [
    ['401', { status: 401, body: { error: { message: 'Invalid API Key' } } }, { failure: 'unauthorized', status: 401 }],
    ['404', { status: 404, body: { error: { message: 'File Not Found' } } }, { failure: 'not-found', status: 404 }],
    ['400', { status: 400, body: { error: { message: 'no' } } }, { failure: 'server-error', status: 400 }],
    ['redirect', { status: 307, headers: { location: 'http://elsewhere.invalid/' } }, { failure: 'server-error' }],
    [
      'overflow',
      {
        status: 400,
        body: { error: { type: 'exceed_context_size_error', message: 'x', n_prompt_tokens: 9, n_ctx: 8 } },
      },
      { failure: 'overflow', promptTokens: 9, contextTokens: 8 },
    ],
    [
      'template',
      { status: 500, body: { error: { message: 'tools param requires --jinja flag' } } },
      { failure: 'template' },
    ],
    ['grammar', { status: 400, body: { error: { message: 'failed to parse grammar' } } }, { failure: 'grammar' }],
    [
      'HTML',
      { headers: { 'content-type': 'text/html' }, body: '<html><title>Hi</title></html>' },
      { failure: 'bad-answer' },
    ],
    ['an error with status 200', { body: { error: { message: 'bad key', code: 401 } } }, { failure: 'unauthorized' }],
    ['another shape', { body: { fine: true } }, { failure: 'bad-answer' }],
    ['204', { status: 204, body: '' }, { failure: 'empty', status: 204 }],
    ['broken JSON in a line', { stream: [...begin, 'data: {"cho\n\n', ...end] }, { failure: 'bad-answer', partial }],
    [
      'an error event that repeating does not mend',
      {
        stream: [
          ...begin,
          'event: error\ndata: {"error":{"message":"Context size has been exceeded.","code":500}}\n\n',
        ],
      },
      { failure: 'overflow', partial },
    ],
  ];
  test.each(ONCE)('%s is told at once', async (_name, reply, expected) => {
    const model = await scriptedModel(reply);
    const { events, result } = await model.ask({ apiMode });
    expect(result).toMatchObject({ ok: false, ...expected });
    expect(result.ok || result.message).not.toBe('');
    expect(events.filter(({ type }) => type === 'retry')).toEqual([]);
    expect(model.server.seen).toHaveLength(1);
    expect(model.ledger()).toMatchObject([{ ok: false }]);
  });

  const REPEATED: [string, Reply, string][] = [
    ['429', { status: 429, body: { error: { message: 'slow down' } } }, 'rate-limited'],
    ['500', { status: 500, body: '' }, 'server-error'],
    ['503', { status: 503, body: { error: { message: 'busy' } } }, 'server-error'],
    ['loading', LOADING, 'loading'],
    ['hang-up', { fault: 'close' }, 'unreachable'],
    ['reset', { fault: 'reset' }, 'unreachable'],
    ['empty', { body: '' }, 'empty'],
    ['white space alone', { body: '\n\n' }, 'empty'],
    ['a stream that ends early', { stream: begin }, 'cut'],
    ['a stream cut in a packet', { stream: begin, end: 'close' }, 'cut'],
    ['a stream cut in a line', { stream: [...begin, 'data: {"cho'] }, 'cut'],
    ['an error event', { stream: [...begin, 'event: error\ndata: {"error":{"message":"busy"}}\n\n'] }, 'server-error'],
  ];
  test.each(REPEATED)('%s is repeated', async (_name, reply, failure) => {
    const model = await scriptedModel([reply, good]);
    const { events, result } = await model.ask({ apiMode });
    const at = events.findIndex(({ type }) => type === 'retry');
    expect(events[at]).toMatchObject({ attempt: 1, failure });
    expect(events.slice(at + 1)).toHaveLength(3);
    expect(result).toMatchObject({ ok: true, text: 'Hello', reasoning: 'hm' });
    expect(model.ledger().map(({ ok }) => ok)).toEqual([false, true]);
  });

  test.each(REPEATED)('%s is repeated as often as allowed', async (_name, reply, failure) => {
    const model = await scriptedModel(reply);
    const { events, result } = await model.ask({ apiMode, retries: 2 });
    expect(events.filter(({ type }) => type === 'retry')).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
    expect(result).toMatchObject({ ok: false, failure });
    expect(model.server.seen).toHaveLength(3);
  });

  test('a stream that was cut keeps what it brought', async () => {
    const model = await scriptedModel({ stream: begin, end: 'close' });
    expect((await model.ask({ apiMode, retries: 0 })).result).toMatchObject({ failure: 'cut', partial });
  });

  test('one that is reset right behind a text keeps all that had been received', async () => {
    const pieces = begin.flatMap((piece) => [piece, 5]);
    const model = await scriptedModel({ stream: pieces, end: 'reset' });
    // A reader that is slow, so that the reset comes before what was received is read.
    for await (const event of model.stream({ apiMode, retries: 0 })) {
      if (event.type === 'end') expect(event.result).toMatchObject({ failure: 'cut', partial });
      else await sleep(100);
    }
    expect((await model.ask({ apiMode, retries: 0 })).result).toMatchObject({ failure: 'cut', partial });
  });

  test('silence is a timeout, before the answer and in the middle of it', async () => {
    const silent = await scriptedModel({ fault: 'silent' });
    expect((await silent.ask({ apiMode, idleMs: 500 })).result).toMatchObject({ failure: 'timeout' });
    expect(silent.server.seen).toHaveLength(1);
    const stuck = await scriptedModel({ stream: begin, end: 'hang' });
    expect((await stuck.ask({ apiMode, idleMs: 1_500 })).result).toMatchObject({ failure: 'timeout', partial });
    expect(stuck.server.seen).toHaveLength(1);
  });

  test.each([
    ['before it began', [], [...begin, ...end]],
    ['in the middle of it', begin, end],
  ])(
    'what came while the process was stopped %s for longer than the limits is no silence',
    async (_when, first, rest) => {
      const text = (events: (object | string)[]): string =>
        events.map((event) => (typeof event === 'string' ? event : `data: ${JSON.stringify(event)}\n\n`)).join('');
      const server = createHttpServer((_request, response) => {
        if (first.length > 0) response.write(text(first));
        // Once the reader waits, the rest comes and nothing runs any more, as behind Ctrl-Z; then timers are the first to run.
        setTimeout(() => {
          setImmediate(() => {
            response.end(text(rest));
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_000);
          });
        }, 50);
      });
      onTestFinished(() => void server.close());
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const model = await scriptedModel({ stream: [] });
      const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
      const { result } = await model.ask({ apiMode, baseUrl, connectMs: 300, idleMs: 300, retries: 0 });
      expect(result).toMatchObject({ ok: true, text: 'Hello' });
    },
  );

  test('comments are life', async () => {
    const pings = Array.from({ length: 20 }, () => [100, ': ping\n\n']).flat();
    const model = await scriptedModel({ stream: [...pings, ...begin, ...end] });
    expect((await model.ask({ apiMode, idleMs: 1_500 })).result).toMatchObject({ ok: true });
  });

  test('nobody there: one more try, then unreachable', async () => {
    const model = await scriptedModel(good);
    const baseUrl = `http://127.0.0.1:${await freePort()}/v1`;
    const { events, result } = await model.ask({ apiMode, baseUrl });
    expect(events).toMatchObject([{ type: 'retry', attempt: 1, failure: 'unreachable' }]);
    expect(result).toMatchObject({ failure: 'unreachable' });
  });

  test('an abort: before, during and between', async () => {
    const model = await scriptedModel({ stream: begin, end: 'hang' });
    const before = await model.ask({ apiMode, signal: AbortSignal.abort() });
    expect(before).toMatchObject({ events: [], result: { failure: 'aborted' } });
    expect(model.server.seen).toEqual([]);
    const inside = new AbortController();
    for await (const event of model.stream({ apiMode, signal: inside.signal })) {
      if (event.type === 'text' && event.text === 'llo') setTimeout(() => inside.abort(), 5);
      if (event.type === 'end') expect(event.result).toMatchObject({ failure: 'aborted', partial });
    }
    const controller = new AbortController();
    const busy = await scriptedModel({ status: 503, headers: { 'retry-after': '30' }, body: '' });
    const types: string[] = [];
    for await (const event of busy.stream({ apiMode, signal: controller.signal })) {
      types.push(event.type === 'end' && !event.result.ok ? event.result.failure : event.type);
      if (event.type === 'retry') {
        expect(event.waitMs).toBe(30_000);
        setTimeout(() => controller.abort(), 20);
      }
    }
    expect(types).toEqual(['retry', 'aborted']);
    expect(busy.server.seen).toHaveLength(1);
  });

  test('leaving the loop and an abort close the connection', async () => {
    const model = await scriptedModel({ stream: begin, end: 'hang' });
    for await (const event of model.stream({ apiMode })) if (event.type === 'text') break;
    await untilClosed(model.server.open);
    expect(model.ledger()).toMatchObject([{ ok: false }]);
    const controller = new AbortController();
    for await (const event of model.stream({ apiMode, signal: controller.signal })) {
      if (event.type !== 'text') continue;
      controller.abort();
      // Closed although nobody reads on.
      await untilClosed(model.server.open);
    }
  });
});

async function untilClosed(open: () => number): Promise<void> {
  await expect.poll(open).toBe(0);
}

test('`Retry-After` beyond a minute is not waited out', async () => {
  const model = await scriptedModel({ status: 429, headers: { 'retry-after': '3600' }, body: '' });
  expect((await model.ask()).result).toMatchObject({ failure: 'rate-limited' });
  expect(model.server.seen).toHaveLength(1);
});

test('no connection in time is unreachable, not slow', async () => {
  // Accepts, and never begins TLS.
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const model = await scriptedModel({ fault: 'close' });
  const { result } = await model.ask({ baseUrl: `https://127.0.0.1:${port}/v1`, connectMs: 80 });
  expect(result).toMatchObject({ failure: 'unreachable', message: expect.stringContaining('no connection') });
});

test.each([
  ['http://nobody.invalid/v1', 'unreachable'],
  ['ftp://127.0.0.1/v1', 'unreachable'],
  ['not an address', 'unreachable'],
])('%s', async (baseUrl, failure) => {
  const model = await scriptedModel({ fault: 'close' });
  for (const apiMode of MODES) {
    expect((await model.ask({ apiMode, baseUrl })).result, apiMode).toMatchObject({ ok: false, failure });
  }
});

test('a key that no header can carry is named', async () => {
  const model = await scriptedModel({ fault: 'close' });
  const { result } = await model.ask({ apiKey: 'sk-…' });
  expect(result).toMatchObject({ failure: 'unreachable', message: expect.stringContaining('key') });
});

test('after the end nothing is waited for long', async () => {
  const { begin, end } = SAYS.chat_completions;
  const model = await scriptedModel({ stream: [...begin, ...end.slice(0, 1)], end: 'hang' });
  expect((await model.ask({ idleMs: 80 })).result).toMatchObject({ ok: true, text: 'Hello' });
});
