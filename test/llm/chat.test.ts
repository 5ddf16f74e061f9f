import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ApiMode, ChatMessage, ChatRequest, UsageEntry } from '../../src/contract/index.ts';
import { createLlmRoom } from '../../src/llm/index.ts';
import { tempDir } from '../helpers/home.ts';
import { completion } from '../helpers/scripted-llama.ts';
import { type Reply, type Routes, scriptedServer } from '../helpers/scripted-server.ts';

const MODES: ApiMode[] = ['chat_completions', 'codex_responses', 'anthropic_messages'];
const REQUEST: ChatRequest = {
  task: 'test',
  messages: [{ role: 'user', content: 'hi' }],
  maxTokens: 8,
  timeoutMs: 5000,
};

async function chat(routes: Routes, options: Partial<ChatRequest> & { apiMode?: ApiMode; apiKey?: string } = {}) {
  const { apiMode, apiKey, ...request } = options;
  const server = await scriptedServer(routes);
  const ops = join(tempDir(), 'ops');
  const target = {
    baseUrl: server.baseUrl,
    model: 'm',
    ...(apiMode ? { apiMode } : {}),
    ...(apiKey ? { apiKey } : {}),
  };
  const result = await createLlmRoom({ ops }).chat(target, { ...REQUEST, ...request });
  return { server, ops, result, body: server.seen[0] && JSON.parse(server.seen[0].body || '{}') };
}

const OVERFLOW = {
  code: 400,
  message: 'request (3019 tokens) exceeds the available context size (1024 tokens), try increasing it',
  type: 'exceed_context_size_error',
};

describe.each(MODES)('failures of %s', (apiMode) => {
  const cases: [string, Reply, string][] = [
    ['401', { status: 401, body: { error: { message: 'Invalid API Key' } } }, 'unauthorized'],
    ['404', { status: 404, body: { error: { message: 'File Not Found' } } }, 'not-found'],
    ['429', { status: 429, body: { error: { message: 'slow down' } } }, 'rate-limited'],
    ['500', { status: 500, body: { error: { message: 'tools param requires --jinja flag' } } }, 'template'],
    ['500 without words', { status: 500, body: '' }, 'server-error'],
    ['overflow', { status: 400, body: { error: OVERFLOW } }, 'overflow'],
    ['overflow in words', { status: 400, body: { error: { message: 'prompt is too long: 9 > 8' } } }, 'overflow'],
    ['redirect', { status: 307, headers: { location: 'http://elsewhere.invalid/' } }, 'server-error'],
    ['silence', { fault: 'silent' }, 'timeout'],
    ['trickle', { fault: 'trickle' }, 'timeout'],
    ['hang-up', { fault: 'close' }, 'unreachable'],
    ['half a body', { fault: 'half' }, 'unreachable'],
    ['HTML', { headers: { 'content-type': 'text/html' }, body: '<html></html>' }, 'bad-answer'],
    ['empty', { body: '' }, 'empty'],
    ['204', { status: 204, body: '' }, 'empty'],
    ['broken JSON', { headers: { 'content-type': 'application/json' }, body: '{"cho' }, 'bad-answer'],
    ['another shape', { body: { fine: true } }, 'bad-answer'],
  ];
  test.each(cases)('%s', async (_name, reply, failure) => {
    const { result, server } = await chat(
      { '*': reply },
      { apiMode, ...(failure === 'timeout' ? { timeoutMs: 1_500 } : {}) },
    );
    expect(result).toMatchObject({ ok: false, failure });
    expect(result.ok || result.message).not.toBe('');
    expect(server.seen).toHaveLength(1);
  });

  test('an abort', async () => {
    const { result } = await chat({ '*': { fault: 'silent' } }, { apiMode, signal: AbortSignal.timeout(50) });
    expect(result).toMatchObject({ ok: false, failure: 'aborted' });
  });

  test('without a key none is sent; with one, only to the configured host', async () => {
    const none = await chat({ '*': { body: {} } }, { apiMode });
    expect(none.server.seen[0]?.headers['authorization']).toBeUndefined();
    expect(none.server.seen[0]?.headers['x-api-key']).toBeUndefined();
    const other = await scriptedServer({ '*': { body: {} } });
    const redirect: Reply = { status: 308, headers: { location: `${other.url}/v1/chat/completions` } };
    const sent = await chat({ '*': redirect }, { apiMode, apiKey: 'sk-secret' });
    const { authorization, 'x-api-key': xApiKey } = sent.server.seen[0]?.headers ?? {};
    expect(authorization ?? xApiKey).toContain('sk-secret');
    expect(other.seen).toEqual([]);
  });
});

const CALL = { id: 'c1', type: 'function' as const, function: { name: 'f', arguments: '{"a":1}' } };
const CONVERSATION: ChatMessage[] = [
  { role: 'system', content: 'S' },
  { role: 'user', content: 'U' },
  { role: 'assistant', content: null, tool_calls: [CALL, { ...CALL, id: 'c2' }] },
  { role: 'tool', tool_call_id: 'c1', content: 'R1' },
  { role: 'tool', tool_call_id: 'c2', content: 'R2' },
];
const TOOL = { type: 'function' as const, function: { name: 'f', description: 'd', parameters: { type: 'object' } } };

describe('what is sent and read', () => {
  test('chat completions', async () => {
    const timings = {
      cache_n: 1,
      prompt_n: 24,
      prompt_ms: 2,
      prompt_per_second: 12_000,
      predicted_n: 16,
      predicted_ms: 4,
    };
    const { result, body } = await chat(
      { '*': ({ body: sent }) => ({ body: { ...completion(sent), timings } }) },
      { messages: CONVERSATION, tools: [TOOL], toolChoice: 'auto', seed: 7, extraBody: { cache_prompt: false } },
    );
    const messages = CONVERSATION.map((message) => ({ ...message, content: message.content ?? '' }));
    expect(body).toMatchObject({ messages, tools: [TOOL], tool_choice: 'auto', max_tokens: 8, seed: 7 });
    expect(body).toMatchObject({ cache_prompt: false, stream: false, model: 'm' });
    expect(result).toMatchObject({
      ok: true,
      text: 'fine',
      finishReason: 'stop',
      usage: { promptTokens: 10, completionTokens: 2, cachedTokens: 3 },
      timings: { cacheTokens: 1, promptTokens: 24, promptMs: 2, generatedTokens: 16, generatedMs: 4 },
    });
  });

  test('responses', async () => {
    const answer = {
      model: 'x',
      status: 'completed',
      output: [
        { type: 'message', content: [{ type: 'output_text', text: 'T' }] },
        { type: 'function_call', call_id: 'c9', name: 'f', arguments: '{}' },
      ],
      usage: { input_tokens: 5, output_tokens: 2, input_tokens_details: { cached_tokens: 4 } },
    };
    const { result, body, server } = await chat(
      { '*': { body: answer } },
      { apiMode: 'codex_responses', messages: CONVERSATION, tools: [TOOL] },
    );
    expect(server.seen[0]?.path).toBe('/v1/responses');
    expect(body.input).toEqual([
      { type: 'message', role: 'system', content: [{ type: 'input_text', text: 'S' }] },
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'U' }] },
      { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{"a":1}' },
      { type: 'function_call', call_id: 'c2', name: 'f', arguments: '{"a":1}' },
      { type: 'function_call_output', call_id: 'c1', output: 'R1' },
      { type: 'function_call_output', call_id: 'c2', output: 'R2' },
    ]);
    expect(body).toMatchObject({ max_output_tokens: 8, store: false });
    expect(result).toMatchObject({
      ok: true,
      text: 'T',
      finishReason: 'tool_calls',
      toolCalls: [{ id: 'c9', function: { name: 'f', arguments: '{}' } }],
      usage: { promptTokens: 5, completionTokens: 2, cachedTokens: 4 },
    });
  });

  test('an answer cut by max_output_tokens says so even where the server calls it completed', async () => {
    const output = [{ type: 'message', content: [{ type: 'output_text', text: 'T' }] }];
    const cut = { status: 'completed', output, usage: { input_tokens: 1, output_tokens: 8 } };
    const { result } = await chat({ '*': { body: cut } }, { apiMode: 'codex_responses' });
    expect(result).toMatchObject({ ok: true, finishReason: 'length' });
  });

  test('Anthropic messages', async () => {
    const answer = {
      model: 'x',
      content: [
        { type: 'text', text: 'T' },
        { type: 'tool_use', id: 't1', name: 'f', input: { a: 1 } },
      ],
      stop_reason: 'tool_use',
      usage: { input_tokens: 1, cache_read_input_tokens: 23, output_tokens: 12 },
    };
    const { result, body, server } = await chat(
      { '*': { body: answer } },
      { apiMode: 'anthropic_messages', messages: CONVERSATION, tools: [TOOL], toolChoice: 'required', apiKey: 'k' },
    );
    expect(server.seen[0]).toMatchObject({ path: '/v1/messages', headers: { 'x-api-key': 'k' } });
    expect(body).toMatchObject({
      system: 'S',
      max_tokens: 8,
      tool_choice: { type: 'any' },
      tools: [{ name: 'f', description: 'd', input_schema: { type: 'object' } }],
    });
    expect(
      body.messages.map(({ role, content }: { role: string; content: { type: string }[] }) => [
        role,
        content.map(({ type }) => type),
      ]),
    ).toEqual([
      ['user', ['text']],
      ['assistant', ['tool_use', 'tool_use']],
      ['user', ['tool_result', 'tool_result']],
    ]);
    expect(result).toMatchObject({
      ok: true,
      text: 'T',
      finishReason: 'tool_calls',
      toolCalls: [{ id: 't1', function: { name: 'f', arguments: '{"a":1}' } }],
      usage: { promptTokens: 24, completionTokens: 12, cachedTokens: 23 },
    });
  });
});

describe('the ledger', () => {
  test('one line per call, failed ones too; readable by the owner only; kept out of git', async () => {
    const { ops, result } = await chat({ '*': { status: 500, body: {} } }, { apiKey: 'sk-secret' });
    const [file = ''] = readdirSync(join(ops, 'usage'));
    expect(file).toMatch(/^\d{4}-\d\d\.jsonl$/);
    const text = readFileSync(join(ops, 'usage', file), 'utf8');
    const entry = JSON.parse(text) as UsageEntry;
    expect(entry).toMatchObject({ task: 'test', model: 'm', ok: false, promptTokens: 0, ms: result.ms });
    expect(text).not.toContain('sk-secret');
    expect(statSync(join(ops, 'usage', file)).mode & 0o777).toBe(0o600);
    expect(statSync(ops).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(ops, '.gitignore'), 'utf8')).toBe('*\n');
  });

  test('one that cannot be written does not fail the call', async () => {
    const server = await scriptedServer({ '*': ({ body }) => ({ body: completion(body) }) });
    const file = join(tempDir(), 'ops');
    writeFileSync(file, 'not a folder');
    const result = await createLlmRoom({ ops: file }).chat({ baseUrl: server.baseUrl, model: 'm' }, REQUEST);
    expect(result).toMatchObject({ ok: true });
  });
});
