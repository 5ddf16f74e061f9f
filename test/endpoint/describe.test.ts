import { describe, expect, test } from 'vitest';
import { createEndpointRoom } from '../../src/endpoint/index.ts';
import { healthyRoutes, LOADING, MODELS, PROPS, REFUSED_KEY } from '../helpers/scripted-llama.ts';
import { type Reply, scriptedServer } from '../helpers/scripted-server.ts';

const room = createEndpointRoom();

describe('describe', () => {
  test('llama-server', async () => {
    const server = await scriptedServer(healthyRoutes());
    const report = await room.describe({ baseUrl: server.baseUrl, model: 'tiny.gguf' });
    expect(report).toMatchObject({
      kind: 'llama-server',
      context: { tokens: 65_536, source: 'props' },
      props: { contextPerSlot: 65_536, slots: 1, supportsTools: true, build: 'b11669-Debian' },
      modes: { chat_completions: 'exists', codex_responses: 'missing', anthropic_messages: 'missing' },
    });
  });

  test('without /props the list says the window', async () => {
    const server = await scriptedServer({ ...healthyRoutes(), 'GET /props': { status: 404 } });
    const report = await room.describe({ baseUrl: server.baseUrl, model: 'another' });
    expect(report).toMatchObject({ kind: 'llama-server', context: { tokens: 65_536, source: 'models' } });
  });

  test('a router whose model does not run is not asked for it, since that would load it', async () => {
    const entry = { id: 'a', owned_by: 'llamacpp', status: { value: 'unloaded' }, context_length: 131_072 };
    const server = await scriptedServer({
      'GET /v1/models': { body: { data: [entry] } },
      'GET /props': { body: { role: 'router', default_generation_settings: { params: null, n_ctx: 0 } } },
    });
    const report = await room.describe({ baseUrl: server.baseUrl, model: 'a' });
    expect(report.kind).toBe('llama-router');
    expect(report.context).toBeUndefined();
    expect(server.seen.filter(({ path }) => path.includes('?model='))).toEqual([]);
  });

  test("a router's running model says its window", async () => {
    const entry = { id: 'a b', owned_by: 'llamacpp', status: { value: 'loaded' } };
    const server = await scriptedServer({
      'GET /v1/models': { body: { data: [entry] } },
      'GET /props': ({ path }) =>
        path.includes('?model=a%20b')
          ? { body: PROPS }
          : { body: { role: 'router', default_generation_settings: { params: null, n_ctx: 0 } } },
    });
    const report = await room.describe({ baseUrl: server.baseUrl, model: 'a b' });
    expect(report).toMatchObject({ kind: 'llama-router', context: { tokens: 65_536, source: 'props' } });
  });

  test('Ollama, LM Studio, vLLM and others', async () => {
    const list: Reply = { body: { data: [{ id: 'm', owned_by: 'library' }] } };
    const ollama = await scriptedServer({
      'GET /v1/models': list,
      'GET /api/ps': { body: { models: [{ name: 'm', context_length: 8192 }] } },
    });
    const lmstudio = await scriptedServer({
      'GET /v1/models': list,
      'GET /api/v0/models': { body: { data: [{ id: 'm', state: 'loaded', loaded_context_length: 4096 }] } },
    });
    const vllm = await scriptedServer({
      'GET /v1/models': { body: { data: [{ id: 'm', owned_by: 'vllm', max_model_len: 32_768 }] } },
    });
    const other = await scriptedServer({ 'GET /v1/models': list });
    const found = await Promise.all(
      [ollama, lmstudio, vllm, other].map(({ baseUrl }) => room.describe({ baseUrl, model: 'm' })),
    );
    expect(found.map(({ kind, context }) => [kind, context?.tokens])).toEqual([
      ['ollama', 8192],
      ['lmstudio', 4096],
      ['vllm', 32_768],
      ['unknown', undefined],
    ]);
  });

  test('a server that is loading is known by its header', async () => {
    const server = await scriptedServer({ '*': { ...LOADING, headers: { server: 'llama.cpp' } } });
    const report = await room.describe({ baseUrl: server.baseUrl });
    expect(report).toMatchObject({ kind: 'llama-server', models: { ok: false, reason: 'loading' } });
    expect(new Set(Object.values(report.modes))).toEqual(new Set(['unknown']));
  });

  test('a silent server is asked once', async () => {
    const server = await scriptedServer({ '*': { fault: 'silent' } });
    const report = await room.describe({ baseUrl: server.baseUrl }, { timeoutMs: 1_500 });
    expect(report).toMatchObject({ kind: 'unknown', health: { ok: false, failure: 'timeout' } });
    expect(server.seen).toHaveLength(1);
  });
});

describe('API modes', () => {
  test.each<[number, string]>([
    [200, 'exists'],
    [400, 'exists'],
    [422, 'exists'],
    [429, 'exists'],
    [500, 'exists'],
    [401, 'needs-key'],
    [403, 'needs-key'],
    [404, 'missing'],
    [405, 'missing'],
    [301, 'unknown'],
    [502, 'unknown'],
    [503, 'unknown'],
  ])('%i means %s', async (status, presence) => {
    const server = await scriptedServer({ '*': { status, body: {} } });
    const modes = await room.apiModes({ baseUrl: server.baseUrl });
    expect(new Set(Object.values(modes))).toEqual(new Set([presence]));
    expect(server.seen.map(({ method, body }) => `${method} ${body}`)).toEqual(Array(3).fill('POST {}'));
  });

  test('the routes are under /v1 whether or not the address says so', async () => {
    const server = await scriptedServer({ '*': REFUSED_KEY });
    await room.apiModes({ baseUrl: server.url });
    expect(server.seen.map(({ path }) => path).sort()).toEqual([
      '/v1/chat/completions',
      '/v1/messages',
      '/v1/responses',
    ]);
  });

  test('known hosts are not asked', async () => {
    const modes = await room.apiModes(
      { baseUrl: 'https://api.anthropic.com/v1', apiKey: 'k' },
      { signal: AbortSignal.abort() },
    );
    expect(modes).toEqual({ chat_completions: 'missing', codex_responses: 'missing', anthropic_messages: 'exists' });
  });
});

test('tokenize and applyTemplate: nothing is known where the server has neither', async () => {
  const server = await scriptedServer({ 'GET /v1/models': { body: MODELS } });
  expect(await room.tokenize({ baseUrl: server.baseUrl }, 'x')).toBeUndefined();
  expect(await room.applyTemplate({ baseUrl: server.baseUrl }, [])).toEqual({ ok: false, refused: false });
});

test.each<[string, Reply, boolean]>([
  ['a template that refuses', { status: 500, body: { error: { message: 'roles must alternate' } } }, true],
  ['one that refuses as llama-server does now', { status: 400, body: { error: { message: 'Jinja Exception' } } }, true],
  ['a server that is loading', { status: 503, body: { error: { message: 'Loading model' } } }, false],
  ['one that is silent', { fault: 'silent' }, false],
  ['an answer without a prompt', { body: {} }, false],
])('applyTemplate: %s', async (_what, reply, refused) => {
  const server = await scriptedServer({ 'POST /apply-template': reply });
  expect(await room.applyTemplate({ baseUrl: server.baseUrl }, [], { timeoutMs: 200 })).toEqual({ ok: false, refused });
});
