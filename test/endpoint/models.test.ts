import { describe, expect, test } from 'vitest';
import { createEndpointRoom } from '../../src/endpoint/index.ts';
import { LOADING, MODELS, PROPS, REFUSED_KEY } from '../helpers/scripted-llama.ts';
import { type Reply, scriptedServer } from '../helpers/scripted-server.ts';

const room = createEndpointRoom();

const modelsOf = async (reply: Reply, target: { apiKey?: string; apiMode?: 'anthropic_messages' } = {}) => {
  const server = await scriptedServer({ 'GET /v1/models': reply });
  const result = await room.models(
    { baseUrl: server.baseUrl, ...target },
    { timeoutMs: 'fault' in reply && reply.fault === 'silent' ? 500 : 10_000 },
  );
  return { server, result };
};

describe('why there is no list', () => {
  const cases: [string, Reply, string][] = [
    [
      'an HTML page',
      { headers: { 'content-type': 'text/html' }, body: '<html><title>Router</title></html>' },
      'not-json',
    ],
    ['an empty body', { body: '' }, 'not-json'],
    ['broken JSON', { body: '{"data":[' }, 'not-json'],
    ['JSON of another shape', { body: { models: [] } }, 'not-json'],
    ['a list of other things', { body: { data: [1, 2, 3] } }, 'not-json'],
    ['a JSON list', { body: '[]' }, 'not-json'],
    ['401', REFUSED_KEY, 'unauthorized'],
    ['403', { status: 403, body: { detail: 'no' } }, 'unauthorized'],
    ['404', { status: 404, body: '' }, 'not-found'],
    ['503 while loading', LOADING, 'loading'],
    ['503 otherwise', { status: 503, body: 'upstream gone' }, 'http-error'],
    ['429', { status: 429, body: { error: 'slow down' } }, 'http-error'],
    ['500', { status: 500, body: { error: { message: 'boom' } } }, 'http-error'],
    ['a redirect', { status: 302, headers: { location: 'http://elsewhere.invalid/' } }, 'http-error'],
    ['silence', { fault: 'silent' }, 'unreachable'],
    ['half a body', { fault: 'half' }, 'unreachable'],
  ];
  test.each(cases)('%s', async (_name, reply, reason) => {
    const { result } = await modelsOf(reply);
    expect(result).toMatchObject({ ok: false, reason });
    expect(result.ok || result.message).not.toBe('');
  });

  test('a key that the server echoes is not repeated, nor are control characters', async () => {
    const apiKey = 'sk-0123456789abcdef';
    const body = { error: { message: `Incorrect API key: ${apiKey}\u001b[31m\nsecond line` } };
    const { result } = await modelsOf({ status: 401, body }, { apiKey });
    const message = result.ok ? '' : result.message;
    expect(message).toContain('Incorrect API key');
    expect(message).not.toContain(apiKey);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that they are absent is the point
    expect(message).not.toMatch(/[\u0000-\u001f]/);
  });
});

describe.each([
  ['control characters', '\u001b]0;owned\u0007\r\nfine'],
  ['marks that turn the direction of writing', 'fine\u202e\u2066'],
])('what a server could write to the terminal: %s', (_what, EVIL) => {
  test('an id or alias with them is left out', async () => {
    const data = [{ id: EVIL }, { id: 'good', aliases: [EVIL, 'better'] }];
    const { result } = await modelsOf({ body: { data } });
    expect(result).toMatchObject({ ok: true, models: [{ id: 'good', aliases: ['better'] }] });
    expect((await modelsOf({ body: { data: [{ id: EVIL }] } })).result).toMatchObject({ ok: false });
  });

  test('the properties of llama-server hold none', async () => {
    const body = { ...PROPS, model_alias: EVIL, model_path: EVIL, build_info: EVIL };
    const server = await scriptedServer({ 'GET /props': { body } });
    const props = await room.props({ baseUrl: server.baseUrl });
    expect(props?.build).toContain('fine');
    expect(Object.values(props ?? {}).join('')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  });
});

describe('the list', () => {
  test('llama-server, vLLM and gateways name the window each in their way', async () => {
    const data = [
      { id: 'llama', meta: { n_ctx: 4096, n_ctx_train: 131_072 } },
      { id: 'vllm', max_model_len: 32_768 },
      { id: 'gateway', context_length: 200_000 },
      { id: 'none' },
    ];
    const { result } = await modelsOf({ body: { data } });
    expect(result.ok && result.models).toEqual([
      { id: 'llama', aliases: [], contextLength: 4096, trainContext: 131_072 },
      { id: 'vllm', aliases: [], contextLength: 32_768 },
      { id: 'gateway', aliases: [], contextLength: 200_000 },
      { id: 'none', aliases: [] },
    ]);
  });

  test('what a router was trained for is not a window', async () => {
    const data = [
      { id: 'a', owned_by: 'llamacpp', status: { value: 'unloaded' }, context_length: 131_072 },
      { id: 'b', owned_by: 'llamacpp', status: { value: 'loaded' }, context_length: 131_072, meta: { n_ctx: 4096 } },
    ];
    const { result } = await modelsOf({ body: { data } });
    expect(result.ok && result.models).toEqual([
      { id: 'a', aliases: [], loaded: false },
      { id: 'b', aliases: [], contextLength: 4096, loaded: true },
    ]);
  });

  test('ten thousand models', async () => {
    const data = Array.from({ length: 10_000 }, (_, index) => ({ id: `model-${index}` }));
    const { result } = await modelsOf({ body: { data } });
    expect(result.ok && result.models.length).toBe(10_000);
  });

  test('keys: bearer token, or x-api-key for the Anthropic API', async () => {
    const plain = await modelsOf({ body: MODELS }, { apiKey: 'k1' });
    expect(plain.server.seen[0]?.headers).toMatchObject({ authorization: 'Bearer k1' });
    const anthropic = await modelsOf({ body: MODELS }, { apiKey: 'k2', apiMode: 'anthropic_messages' });
    expect(anthropic.server.seen[0]?.headers).toMatchObject({ 'x-api-key': 'k2', 'anthropic-version': '2023-06-01' });
    expect(anthropic.server.seen[0]?.headers['authorization']).toBeUndefined();
  });
});
