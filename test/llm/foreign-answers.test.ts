import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApiMode, ChatResult } from '../../src/contract/index.ts';
import { createLlmRoom } from '../../src/llm/index.ts';
import { tempDir } from '../helpers/home.ts';
import { collect, MODES, SAYS } from '../helpers/llm-stream.ts';
import { completion } from '../helpers/scripted-llama.ts';
import { type Reply, scriptedServer } from '../helpers/scripted-server.ts';

const RUNS = Number(process.env['HERMES_TEST_N'] ?? 60);

/** An endpoint whose answer can be changed, asked in one API mode, streamed or not. */
async function endpoint(apiMode: ApiMode) {
  let reply: Reply = { body: '' };
  const server = await scriptedServer({ '*': () => reply });
  const room = createLlmRoom({ ops: join(tempDir(), 'ops'), timing: { backoffMs: 1, connectMs: 5_000 } });
  const target = { baseUrl: server.baseUrl, model: 'm', apiMode };
  const request = { task: 'test', messages: [{ role: 'user' as const, content: 'hi' }], maxTokens: 64, retries: 0 };
  return {
    server,
    async whole(given: Reply): Promise<ChatResult> {
      reply = given;
      return room.chat(target, request);
    },
    async streamed(given: Reply, retries = 0): Promise<ChatResult> {
      reply = given;
      return (await collect(room.stream(target, { ...request, retries }))).result;
    },
  };
}

const json = (value: unknown): Reply => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
const events = (...values: unknown[]): Reply => ({
  stream: values.map((value) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`),
});

/** A body in the mode's form, and what the message has to say about it. */
const BODIES: Record<ApiMode, [unknown, string][]> = {
  chat_completions: [
    [{ choices: [null] }, '`choices[0]` is null'],
    [{ choices: [{}] }, '`choices[0].message` is missing'],
    [{ choices: [{ message: null }] }, '`choices[0].message` is null'],
    [{ choices: [] }, 'no `choices`'],
    [{ choices: 'none' }, 'no `choices`'],
    [[1], 'another shape'],
    [null, 'another shape'],
  ],
  codex_responses: [
    [{ output: [null] }, '`output[0]` is null'],
    [{ output: [{ type: 'message', content: [null] }] }, '`content[0]` is null'],
    [{ output: null }, 'no `output`'],
    [null, 'another shape'],
  ],
  anthropic_messages: [
    [{ content: [null] }, '`content[0]` is null'],
    [{ content: ['text'] }, '`content[0]` is a text'],
    [{ content: null }, 'no `content`'],
    [null, 'another shape'],
  ],
};

/** Events in the mode's form. */
const STREAMS: Record<ApiMode, [unknown[], string][]> = {
  chat_completions: [
    [[{ choices: [null] }, '[DONE]'], '`choices[0]` is null'],
    [[{ choices: [null] }], '`choices[0]` is null'],
    [[{ choices: [{}] }, '[DONE]'], '`choices[0].delta` is missing'],
    [[{ choices: [{ delta: null }] }, '[DONE]'], '`choices[0].delta` is null'],
    [[{ choices: [] }, '[DONE]'], 'none of the events'],
    [[null, '[DONE]'], '`data` is null'],
    [[{ type: 'message_start', message: {} }, '[DONE]'], '`choices` is missing'],
  ],
  codex_responses: [
    [[{ type: 'response.completed', response: null }], '`response` is null'],
    [[{ type: 'response.completed', response: { output: [null] } }], '`output[0]` is null'],
    [[{ type: 'response.completed', response: { output: null } }], 'no `output`'],
    [[{ choices: [{ delta: { content: 'Hello' } }] }, '[DONE]'], 'names no `type`'],
    [[null, '[DONE]'], '`data` is null'],
  ],
  anthropic_messages: [
    [[{ type: 'message_start', message: null }, { type: 'message_stop' }], '`message` is null'],
    [
      [
        { type: 'message_start', message: {} },
        { type: 'content_block_start', index: 0, content_block: null },
        { type: 'message_stop' },
      ],
      '`content_block` is null',
    ],
    [[{ type: 'ping' }, { type: 'message_stop' }], 'none of the events'],
    [[null, { type: 'message_stop' }], '`data` is null'],
  ],
};

describe.each(MODES)('an endpoint that answers %s with something else', (apiMode) => {
  test('not streamed: what is wrong is said', async () => {
    const { whole, streamed } = await endpoint(apiMode);
    for (const [body, words] of BODIES[apiMode]) {
      const told = { ok: false, failure: 'bad-answer', message: expect.stringContaining(words) };
      expect(await whole(json(body)), JSON.stringify(body)).toMatchObject(told);
      // A server that was asked to stream and does not.
      expect(await streamed(json(body)), JSON.stringify(body)).toMatchObject({ ok: false, failure: 'bad-answer' });
    }
  });

  test.each(STREAMS[apiMode])('streamed: what is wrong is said, and it is not asked again', async (values, words) => {
    const { streamed, server } = await endpoint(apiMode);
    const told = { ok: false, failure: 'bad-answer', message: expect.stringContaining(words) };
    expect(await streamed(events(...values), 3)).toMatchObject(told);
    expect(server.seen).toHaveLength(1);
  });

  test('among the parts of an answer it does no harm', async () => {
    const { streamed } = await endpoint(apiMode);
    const { begin, end } = SAYS[apiMode];
    const strays = ['data: null\n\n', 'data: {}\n\n', { type: 'ping' }, { choices: [null] }, { type: 'keepalive' }];
    expect(await streamed({ stream: [...strays, ...begin, ...strays, ...end] })).toMatchObject({
      ok: true,
      text: 'Hello',
    });
  });

  test('whatever JSON comes, it is an answer or a failure in our words', async () => {
    const { whole, streamed } = await endpoint(apiMode);
    const { begin, end } = SAYS[apiMode];
    const parts = [...begin, ...end].filter((part) => typeof part === 'object');
    const bodies = [completion('{}'), ...BODIES[apiMode].map(([body]) => body), ...WHOLES];
    const mangled = (samples: unknown[]) => fc.tuple(fc.constantFrom(...samples), place, value).map(put);
    const foreign = fc.oneof(value, mangled(parts), mangled(bodies));
    await fc.assert(
      fc.asyncProperty(foreign, fc.array(foreign, { maxLength: 4 }), fc.boolean(), async (body, rest, done) => {
        const last = done ? ['[DONE]'] : [];
        const named = `event: error\ndata: ${JSON.stringify(body)}\n\n`;
        for (const result of [
          await whole(json(body)),
          await streamed(json(body)),
          await streamed(events(body, ...rest, ...last)),
          await streamed({ stream: [...begin, ...rest.map((one) => `data: ${JSON.stringify(one)}\n\n`), ...end] }),
          await streamed({ stream: [named] }),
        ]) {
          if (result.ok) expect(typeof result.text).toBe('string');
          else expect(result.message).not.toMatch(DEFECT);
        }
      }),
      { numRuns: RUNS },
    );
  });
});

/** What JavaScript says of a value that is not what the code takes it for. */
const DEFECT = /cannot (read|convert|use|create|set)|not a function|not iterable|typeerror|undefined|^$/i;

const WHOLES = [
  { output: [{ type: 'message', content: [{ type: 'output_text', text: 'hi' }] }], usage: { input_tokens: 1 } },
  { output: [{ type: 'function_call', call_id: 'a', name: 'f', arguments: '{}' }], error: null },
  {
    content: [
      { type: 'text', text: 'hi' },
      { type: 'tool_use', id: 'a', name: 'f', input: {} },
    ],
    usage: {},
  },
  { choices: [{ delta: { tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }] } }] },
];

const value = fc.jsonValue({ maxDepth: 3 }).filter((one) => !DEFECT.test(JSON.stringify(one)));
const place = fc.array(fc.nat(7), { minLength: 1, maxLength: 5 });

/** The sample with the value at a place: at each level the path's number chooses among what is there. */
function put([sample, [at = 0, ...rest], given]: readonly [unknown, readonly number[], unknown]): unknown {
  if (typeof sample !== 'object' || sample === null) return given;
  const keys = Object.keys(sample);
  const key = keys[at % Math.max(1, keys.length)];
  if (key === undefined) return given;
  const inner = (sample as Record<string, unknown>)[key];
  const changed = rest.length === 0 ? given : put([inner, rest, given]);
  return Array.isArray(sample)
    ? sample.map((one, i) => (String(i) === key ? changed : one))
    : { ...sample, [key]: changed };
}
