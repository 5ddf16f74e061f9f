import { describe, expect, test } from 'vitest';
import { configFor, doctor, findings, row } from '../helpers/doctor.ts';
import { completion, healthyRoutes, LOADING, MODELS, PROPS, REFUSED_KEY } from '../helpers/scripted-llama.ts';
import { type Reply, type Routes, scriptedServer } from '../helpers/scripted-server.ts';

/** All checks that come after the given one, which are skipped because of it. */
const ORDER = ['reachable', 'health', 'models', 'context', 'template', 'generation', 'tool-call'];
const behind = (id: string): string[] =>
  ORDER.slice(id === 'models' ? ORDER.indexOf('models') + 1 : ORDER.indexOf(id) + 1).map((name) => `endpoint.${name}`);

interface Fault {
  name: string;
  routes: Routes;
  model?: Record<string, unknown>;
  /** Of servers that keep us waiting; short enough for a test, long enough for a busy machine. */
  probeMs?: number;
  expected: ReturnType<typeof findings>;
}

const chat = (reply: Reply): Routes => ({
  'POST /v1/chat/completions': ({ body }) => (body === '{}' ? { status: 400, body: {} } : reply),
});

/** Only requests that offer tools get the reply. */
const tools = (reply: Reply | ((body: string) => Reply)): Routes => ({
  'POST /v1/chat/completions': ({ body }) => {
    if (body === '{}') return { status: 400, body: {} };
    if (!body.includes('"tools"')) return { body: completion(body) };
    return typeof reply === 'function' ? reply(body) : reply;
  },
});

const saying = (message: object, finish = 'stop'): Reply => ({
  body: {
    choices: [{ finish_reason: finish, message: { role: 'assistant', content: '', ...message } }],
    usage: { prompt_tokens: 1, completion_tokens: 1 },
  },
});

const calling = (name: string, args: string): Reply =>
  saying({ tool_calls: [{ id: '1', type: 'function', function: { name, arguments: args } }] }, 'tool_calls');

const list = (...ids: string[]): Reply => ({ body: { data: ids.map((id) => ({ id, owned_by: 'llamacpp' })) } });

const window = (tokens: number, slots = 1): Routes => ({
  'GET /props': { body: { ...PROPS, default_generation_settings: { n_ctx: tokens }, total_slots: slots } },
});

const unreachable = { fail: ['endpoint.reachable'], skip: behind('reachable') };
const noModels = { fail: ['endpoint.models'], skip: behind('models') };
const noTokens = { fail: ['endpoint.generation'], skip: ['endpoint.tool-call'] };
const noTemplate = { fail: ['endpoint.template'], skip: ['endpoint.tool-call'] };

const FAULTS: Fault[] = [
  { name: 'none', routes: {}, expected: {} },
  {
    name: 'hangs up',
    routes: { '*': { fault: 'close' }, 'GET /v1/models': { fault: 'close' } },
    expected: unreachable,
  },
  { name: 'resets', routes: { 'GET /v1/models': { fault: 'reset' } }, expected: unreachable },
  { name: 'silent', probeMs: 500, routes: { 'GET /v1/models': { fault: 'silent' } }, expected: unreachable },
  { name: 'trickles', probeMs: 500, routes: { 'GET /v1/models': { fault: 'trickle' } }, expected: unreachable },
  { name: 'half a list', routes: { 'GET /v1/models': { fault: 'half' } }, expected: unreachable },
  { name: 'another protocol', routes: { 'GET /v1/models': { fault: 'not-http' } }, expected: unreachable },
  {
    name: 'loading',
    routes: Object.fromEntries(
      Object.keys(healthyRoutes()).map((route) => [route, { ...LOADING, headers: { server: 'llama.cpp' } }]),
    ),
    expected: { fail: ['endpoint.health'], skip: behind('health') },
  },
  {
    name: 'health says 500',
    routes: { 'GET /health': { status: 500 } },
    expected: { fail: ['endpoint.health'], skip: behind('health') },
  },
  {
    name: 'health is silent',
    probeMs: 2000,
    routes: { 'GET /health': { fault: 'silent' } },
    expected: { fail: ['endpoint.health'], skip: behind('health') },
  },
  { name: 'health is not passed on', routes: { 'GET /health': { status: 404 } }, expected: {} },
  { name: 'HTML', routes: { 'GET /v1/models': { body: '<!doctype html>' } }, expected: noModels },
  { name: 'empty body', routes: { 'GET /v1/models': { body: '' } }, expected: noModels },
  { name: 'wrong shape', routes: { 'GET /v1/models': { body: { ok: 1 } } }, expected: noModels },
  { name: '401', routes: { 'GET /v1/models': REFUSED_KEY, 'GET /props': REFUSED_KEY }, expected: noModels },
  { name: '429 on the list', routes: { 'GET /v1/models': { status: 429, body: {} } }, expected: noModels },
  { name: '500 on the list', routes: { 'GET /v1/models': { status: 500, body: {} } }, expected: noModels },
  {
    name: 'redirect',
    routes: { 'GET /v1/models': { status: 302, headers: { location: 'http://elsewhere.invalid/' } } },
    expected: noModels,
  },
  {
    name: 'no list, but a chat route',
    routes: { 'GET /v1/models': { status: 404, body: {} } },
    expected: { warn: ['endpoint.models'] },
  },
  {
    name: 'nothing but 404',
    routes: Object.fromEntries(Object.keys(healthyRoutes()).map((route) => [route, { status: 404, body: {} }])),
    expected: noModels,
  },
  { name: 'no model', routes: { 'GET /v1/models': list() }, expected: noModels },
  { name: 'other models', routes: { 'GET /v1/models': list('a', 'b') }, expected: noModels },
  {
    name: 'ten thousand other models',
    routes: { 'GET /v1/models': list(...Array.from({ length: 10_000 }, (_, index) => `model-${index}`)) },
    expected: noModels,
  },
  {
    name: 'its one model under another name',
    routes: { 'GET /v1/models': list('other.gguf') },
    expected: { warn: ['endpoint.models'] },
  },
  {
    name: 'alias',
    routes: { 'GET /v1/models': { body: { data: [{ id: 'a', aliases: ['tiny.gguf'] }] } } },
    expected: {},
  },
  { name: 'small window', routes: window(8192), expected: { warn: ['endpoint.context'] } },
  { name: 'divided window', routes: window(16_384, 4), expected: { warn: ['endpoint.context'] } },
  {
    name: 'promised window too large',
    routes: {},
    model: { context_length: 131_072 },
    expected: { fail: ['endpoint.context'] },
  },
  { name: 'declared window', routes: {}, model: { context_length: 65_536 }, expected: {} },
  {
    name: 'tools refused',
    routes: {
      'POST /apply-template': { status: 500, body: { error: { message: 'tools param requires --jinja flag' } } },
    },
    expected: noTemplate,
  },
  {
    name: 'tools refused in words that would write to the terminal',
    routes: { 'POST /apply-template': { status: 500, body: { error: '\u001b[2J\r\nno' } } },
    expected: noTemplate,
  },
  {
    name: 'template without tools',
    routes: { 'POST /apply-template': { body: { prompt: 'hi' } } },
    expected: noTemplate,
  },
  { name: 'silent template', routes: { 'POST /apply-template': { fault: 'close' } }, expected: noTemplate },
  { name: 'no /apply-template', routes: { 'POST /apply-template': { status: 404 } }, expected: {} },
  {
    name: 'no /apply-template, no tools',
    routes: {
      'POST /apply-template': { status: 404 },
      'GET /props': { body: { ...PROPS, chat_template_caps: { supports_tools: false } } },
    },
    expected: noTemplate,
  },
  { name: '500 on chat', routes: chat({ status: 500, body: { error: { message: 'boom' } } }), expected: noTokens },
  { name: '404 on chat', routes: chat({ status: 404, body: {} }), expected: noTokens },
  { name: '401 on chat', routes: chat(REFUSED_KEY), expected: noTokens },
  { name: '429 on chat', routes: chat({ status: 429, body: {} }), expected: noTokens },
  { name: 'HTML on chat', routes: chat({ body: '<html>' }), expected: noTokens },
  { name: 'hang-up on chat', routes: chat({ fault: 'close' }), expected: noTokens },
  { name: 'half an answer', routes: chat({ fault: 'half' }), expected: noTokens },
  { name: 'no choices', routes: chat({ body: { choices: [] } }), expected: noTokens },
  {
    name: 'an answer without a token',
    routes: chat({ body: { choices: [{ message: { content: '' } }], usage: { completion_tokens: 0 } } }),
    expected: noTokens,
  },
  {
    name: 'tool request refused',
    routes: tools({ status: 500, body: { error: { message: 'tools param requires --jinja flag' } } }),
    expected: { fail: ['endpoint.tool-call'] },
  },
  {
    name: 'a call without a name',
    routes: tools(calling('', '{"city":"Paris"}')),
    expected: { fail: ['endpoint.tool-call'] },
  },
  { name: 'plain text', routes: tools(saying({ content: 'It is warm.' })), expected: { warn: ['endpoint.tool-call'] } },
  { name: 'cut', routes: tools(saying({ content: 'Well' }, 'length')), expected: { warn: ['endpoint.tool-call'] } },
  {
    name: 'another tool',
    routes: tools(calling('launch_rockets', '{}')),
    expected: { warn: ['endpoint.tool-call'] },
  },
  {
    name: 'broken arguments',
    routes: tools(calling('get_temperature', '{"city":')),
    expected: { fail: ['endpoint.tool-call'] },
  },
  {
    name: 'arguments of another form',
    routes: tools(calling('get_temperature', '["Paris"]')),
    expected: { fail: ['endpoint.tool-call'] },
  },
  {
    name: 'half of a character in the arguments',
    routes: tools(calling('get_temperature', '{"city":"\\ud83d"}')),
    expected: { fail: ['endpoint.tool-call'] },
  },
  {
    name: 'result refused',
    routes: tools((body) =>
      body.includes('"role":"tool"')
        ? { status: 400, body: { error: { message: 'unknown role' } } }
        : calling('get_temperature', '{"city":"Paris"}'),
    ),
    expected: { fail: ['endpoint.tool-call'] },
  },
];

describe('exactly the expected checks are red', () => {
  test.each(FAULTS)('$name', async ({ routes, model, probeMs, expected }) => {
    const server = await scriptedServer({ ...healthyRoutes(), ...routes });
    const report = await doctor(configFor(server.baseUrl, model), probeMs ? { probeMs } : {});
    expect(findings(report)).toEqual(expected);
    const roots = new Set(report.checks.flatMap(({ because }) => because ?? []));
    expect([...roots]).toEqual(expected.skip ? expected.fail : []);
    const bad = report.checks.filter(({ status }) => status === 'fail' || status === 'warn');
    for (const { id, detail = '', summary, fix } of bad) {
      expect(detail.split('\n').length + 1, `${id} takes at most three lines`).toBeLessThanOrEqual(3);
      expect(summary).not.toMatch(/undefined|\[object|\p{Cc}/u);
      if (report.status === 'problems') expect(fix === undefined || fix.text.length > 0).toBe(true);
    }
  });
});

test('a model call succeeds on a later attempt', async () => {
  let asked = 0;
  const routes = tools((body) => {
    if (body.includes('"role":"tool"')) return saying({ content: '21' });
    asked += 1;
    return asked < 3 ? saying({ content: 'hm' }) : calling('get_temperature', ' { "city" : "Paris" } ');
  });
  const server = await scriptedServer({ ...healthyRoutes(), ...routes });
  const report = await doctor(configFor(server.baseUrl));
  expect(row(report, 'endpoint.tool-call')?.status).toBe('pass');
  expect(asked).toBe(3);
});

describe('other servers', () => {
  test('what they do not have is skipped, the rest is proven', async () => {
    const server = await scriptedServer({
      'GET /v1/models': { body: { data: [{ id: 'tiny.gguf', owned_by: 'someone' }] } },
      'POST /v1/chat/completions': ({ body }) => ({ body: completion(body) }),
    });
    const report = await doctor(configFor(server.baseUrl));
    expect(report.status).toBe('healthy');
    expect(findings(report)).toEqual({});
    const skipped = report.checks.filter(({ status, id }) => status === 'skip' && id.startsWith('endpoint.'));
    expect(skipped.map(({ id }) => id)).toEqual(['endpoint.health', 'endpoint.context', 'endpoint.template']);
  });

  test('an address without /v1: the line that adds it', async () => {
    const server = await scriptedServer({ ...healthyRoutes(), 'GET /models': { status: 404, body: {} } });
    const report = await doctor(configFor(server.url));
    expect(findings(report)).toEqual({ ...noModels, warn: ['config.schema'] });
    const fix = row(report, 'endpoint.models')?.fix;
    expect(fix).toMatchObject({ command: `hermes config set model.base_url ${server.url}/v1`, auto: true });
  });
});

test.each<[string, Reply]>([
  ['HTML', { body: '<!doctype html>' }],
  ['a redirect', { status: 302, headers: { location: 'http://elsewhere.invalid/' } }],
  ['500', { status: 500 }],
])('what answers with %s to everything is not taken for a kind of model server', async (_name, reply) => {
  const server = await scriptedServer({ '*': reply });
  const health = row(await doctor(configFor(server.baseUrl)), 'endpoint.health');
  expect(health).toMatchObject({ status: 'skip', summary: 'not recognised as a model server' });
});

test('a model name that is like none of the listed is not guessed', async () => {
  const server = await scriptedServer({ ...healthyRoutes(), 'GET /v1/models': list('llama-70b', 'qwen') });
  const fix = row(await doctor(configFor(server.baseUrl, { default: 'gemini-pro' })), 'endpoint.models')?.fix;
  expect(fix?.command).toBe('hermes model');
});

test('a window that the model was not trained for: no restart is advised', async () => {
  const trained = (tokens: number): Routes => ({
    ...window(8192),
    'GET /v1/models': { body: { data: [{ ...MODELS.data[0], meta: { n_ctx: 8192, n_ctx_train: tokens } }] } },
  });
  const fixFor = async (tokens: number, model: Record<string, unknown>) => {
    const server = await scriptedServer({ ...healthyRoutes(), ...trained(tokens) });
    return row(await doctor(configFor(server.baseUrl, model)), 'endpoint.context')?.fix;
  };
  expect(await fixFor(8192, {})).toMatchObject({ command: 'hermes model' });
  expect(await fixFor(8192, { context_length: 32_768 })).toMatchObject({
    command: 'hermes config set model.context_length 8192',
  });
  expect((await fixFor(32_768, {}))?.text).toContain('`-c 32768`');
  const both = await fixFor(32_768, { context_length: 100_000 });
  expect(both?.text).toContain('`-c 32768`');
  expect(both?.command).toBe('hermes config set model.context_length 32768');
  expect((await fixFor(131_072, { context_length: 100_000 }))?.text).toContain('`-c 100000`');
});

test('a server that lists its model but never generates', async () => {
  const server = await scriptedServer({ ...healthyRoutes(), ...chat({ fault: 'silent' }) });
  const report = await doctor(configFor(server.baseUrl), { limitMs: 4000 });
  expect(findings(report)).toEqual(noTokens);
});

test('the closest model is offered', async () => {
  const server = await scriptedServer({
    ...healthyRoutes(),
    'GET /v1/models': list('deepseek-v4-pro', 'deepseek-v4-flash'),
  });
  const report = await doctor(configFor(server.baseUrl, { default: 'deepseek-v3-flash' }));
  expect(row(report, 'endpoint.models')?.fix?.command).toBe('hermes config set model.default deepseek-v4-flash');
});

test('keys are not printed and go to the configured host only', async () => {
  const key = 'sk-0123456789abcdefghij';
  const other = await scriptedServer({ '*': { body: MODELS } });
  const echo = { error: { message: `Invalid API Key ${key}` } };
  const server = await scriptedServer({
    'GET /v1/models': { status: 401, body: echo },
    '*': { status: 307, headers: { location: `${other.url}/v1/models` } },
  });
  const report = await doctor(configFor(server.baseUrl, { api_key: key }));
  expect(server.seen.some(({ headers }) => headers['authorization']?.includes(key))).toBe(true);
  expect(other.seen).toEqual([]);
  expect(JSON.stringify(report)).not.toContain(key);
});
