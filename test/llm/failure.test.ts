import { describe, expect, test } from 'vitest';
import { fromErrorEvent, fromStatus } from '../../src/llm/failure.ts';
import { retryAfterMs, waitBeforeRetry } from '../../src/llm/retry.ts';
import type { Attempted } from '../../src/llm/wire.ts';

const told = (status: number, message: string, more: object = {}) =>
  fromStatus(status, JSON.stringify({ error: { message, ...more } }), undefined);

test.each([
  ['request (3019 tokens) exceeds the available context size (1024 tokens), try increasing it', 3019, 1024],
  ["This model's maximum context length is 4097 tokens. However, your messages resulted in 5056 tokens.", 5056, 4097],
  [
    "This model's maximum context length is 4097 tokens, however you requested 5056 tokens (4056 in your prompt; 1000 for the completion).",
    4056,
    4097,
  ],
  [
    "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4900 in the messages, 100 in the completion).",
    4900,
    4096,
  ],
  [
    "This endpoint's maximum context length is 131072 tokens. However, you requested about 200000 tokens (190000 of text input, 10000 in the output).",
    190_000,
    131_072,
  ],
  ['prompt is too long: 215,000 tokens > 200,000 maximum', 215_000, 200_000],
  ['The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).', 1_200_000, 1_048_576],
  [
    'Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens',
    5000,
    4096,
  ],
  ['Your input exceeds the context window of this model.', undefined, undefined],
])('overflow: %s', (message, promptTokens, contextTokens) => {
  const { failure, ...rest } = told(400, message);
  expect(failure).toBe('overflow');
  expect([rest.promptTokens, rest.contextTokens]).toEqual([promptTokens, contextTokens]);
});

test.each([
  [400, 'System message must be at the beginning.', 'template'],
  [500, 'Conversation roles must alternate user/assistant/user/assistant/...', 'template'],
  [400, 'Unable to generate parser for this template. Automatic parser generation failed', 'template'],
  [500, 'Error rendering prompt with jinja template: "unknown filter"', 'template'],
  [500, 'Jinja Exception: After the optional system message, roles must alternate', 'template'],
  [500, 'tools param requires --jinja flag', 'template'],
  [500, 'Failed to parse tools: Missing tool type', 'template'],
  [500, 'Failed to parse tool call arguments as JSON: [json.exception.parse_error.101]', 'template'],
  [400, 'failed to parse grammar', 'grammar'],
  [400, 'Failed to initialize samplers: failed to parse grammar', 'grammar'],
  [
    400,
    'Unable to generate parser for this template. Automatic parser generation failed: JSON schema error at #/properties/a: unrecognized type date',
    'grammar',
  ],
  [500, 'Context size has been exceeded.', 'overflow'],
  [429, 'Rate limit reached for the context window', 'rate-limited'],
  [403, 'no', 'unauthorized'],
  [405, 'no', 'not-found'],
  [400, 'Invalid tool_choice: bogus', 'server-error'],
  [503, 'Loading model', 'loading'],
  [503, 'Model x/y is currently loading', 'loading'],
  [500, 'Loading model', 'server-error'],
  [503, 'overloaded', 'server-error'],
  [503, 'the chat template is being loaded', 'server-error'],
])('%i %s', (status, message, failure) => {
  expect(told(status, message)).toMatchObject({ failure, status, message });
});

test.each([
  [{ message: 'x', code: 401 }, 'unauthorized', 401],
  [{ message: 'x', code: 'rate_limit_exceeded' }, 'rate-limited', undefined],
  [{ message: 'x', type: 'overloaded_error' }, 'server-error', undefined],
  [{ message: 'x', type: 'invalid_request_error' }, 'server-error', undefined],
  ['just words', 'server-error', undefined],
  [{ message: 'x', code: 'context_length_exceeded' }, 'overflow', undefined],
  [{ message: 'x', type: 'exceed_context_size_error', n_prompt_tokens: 9, n_ctx: 8 }, 'overflow', undefined],
])('an error event %j', (error, failure, status) => {
  const refusal = fromErrorEvent(error, undefined);
  expect(refusal.failure).toBe(failure);
  expect(refusal.status).toBe(status);
  expect(refusal.message).toBe(typeof error === 'string' ? error : 'x');
});

test('the key is never in the words', () => {
  const body = JSON.stringify({ error: { message: 'Incorrect API key provided: sk-secret' } });
  expect(fromStatus(401, body, 'sk-secret').message).not.toContain('sk-secret');
});

describe('whether and when a request is repeated', () => {
  const OPTIONS = { retries: 3, backoffMs: 500 };
  const wait = (attempted: Attempted, attempt = 1, refusals = 0) =>
    waitBeforeRetry(attempted, attempt, refusals, OPTIONS);
  const refused = (failure: string, more: object = {}): Attempted => ({
    outcome: { ok: false, failure: failure as never, message: '', ...more },
  });

  test('twice as long each time, within a quarter', () => {
    for (const [attempt, base] of [
      [1, 500],
      [2, 1000],
      [3, 2000],
    ] as const) {
      const ms = wait(refused('cut'), attempt) ?? 0;
      expect(ms).toBeGreaterThanOrEqual(base * 0.75);
      expect(ms).toBeLessThanOrEqual(base * 1.25);
    }
    expect(wait(refused('cut'), 4)).toBeUndefined();
    expect(wait(refused('loading', { status: 503 }))).toBeGreaterThanOrEqual(6 * 500 * 0.75);
    expect(wait({ ...refused('loading', { status: 503 }), retryAfter: '1' })).toBe(1000);
  });

  test.each(['unauthorized', 'not-found', 'overflow', 'template', 'grammar', 'timeout', 'aborted', 'bad-answer'])(
    'never after %s',
    (failure) => expect(wait(refused(failure, { status: 500 }))).toBeUndefined(),
  );

  test('never after what the server means', () => {
    for (const status of [400, 307, 501]) expect(wait(refused('server-error', { status }))).toBeUndefined();
    const empty = refused('rate-limited', { message: 'You exceeded your current quota' });
    expect(wait(empty)).toBeUndefined();
    expect(wait({ ...refused('unreachable'), loss: 'dns' })).toBeUndefined();
    expect(wait({ ...refused('unreachable'), loss: 'tls' })).toBeUndefined();
  });

  test('a dead server: once, soon', () => {
    const dead: Attempted = { ...refused('unreachable'), loss: 'refused' };
    expect(wait(dead, 1, 1)).toBe(300);
    expect(wait(dead, 2, 2)).toBeUndefined();
  });

  test('what the server asks for, up to a minute', () => {
    const asks = (retryAfter: string) => wait({ ...refused('rate-limited'), retryAfter });
    expect(asks('2')).toBe(2000);
    expect(asks('0.5')).toBe(500);
    expect(asks('61')).toBeUndefined();
    expect(asks('soon')).toBeGreaterThan(0);
    const now = Date.parse('2026-11-22T10:00:00Z');
    expect(retryAfterMs('Sun, 22 Nov 2026 10:00:07 GMT', now)).toBe(7000);
    expect(retryAfterMs('Sun, 22 Nov 2026 09:00:00 GMT', now)).toBe(0);
    expect(retryAfterMs(undefined)).toBeUndefined();
  });
});
