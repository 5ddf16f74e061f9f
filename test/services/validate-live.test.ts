import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../src/config/index.ts';
import type { Diagnostic } from '../../src/contract/index.ts';
import { checkModelAt, type LiveOptions, liveFindings } from '../../src/services/validate-live.ts';
import { tempHome } from '../helpers/home.ts';
import { LOADING, MODELS, PROPS, REFUSED_KEY } from '../helpers/scripted-llama.ts';
import { type Routes, type ScriptedServer, scriptedServer } from '../helpers/scripted-server.ts';

const RUNS = Number(process.env['HERMES_TEST_N'] ?? 100);

/** A provider that lists these names, and nothing else. */
const listing = (...ids: string[]): Routes => ({ 'GET /v1/models': { body: { data: ids.map((id) => ({ id })) } } });

const load = (yaml: string, dotenv = '') => loadConfig(tempHome({ 'config.yaml': yaml, '.env': dotenv }), {});

const live = async (yaml: string, dotenv = '', options: LiveOptions = { timeoutMs: 10_000 }): Promise<Diagnostic[]> =>
  liveFindings(await load(yaml, dotenv), options);

/** `code severity path line`, which is what matters of most findings. */
const brief = (found: readonly Diagnostic[]) =>
  found.map(({ code, severity, path, line }) => `${code} ${severity} ${path} ${line}`);

const lineOf = (yaml: string, text: string): number => yaml.split('\n').findIndex((line) => line.includes(text)) + 1;

const onlyGets = (...servers: ScriptedServer[]) => {
  for (const { seen } of servers) expect(new Set(seen.map(({ method }) => method))).toEqual(new Set(['GET']));
};

/** The keys that a server was sent; `/health` is asked without one. */
const keysSeen = ({ seen }: ScriptedServer): string[] => [
  ...new Set(seen.flatMap(({ headers }) => headers.authorization ?? [])),
];

/** A walkthrough's file: an own server for the conversation, a provider for compressing. */
const walkthrough = (own: string, provider: string, model: string) => `# my setup
model:
  default: tiny.gguf
  provider: custom
  base_url: ${own}
  context_length: 65536
providers:
  deepseek:
    base_url: ${provider}   # through our proxy
    key_env: DEEPSEEK_API_KEY
auxiliary:
  vision: {provider: auto, model: ''}
  compression:
    provider: deepseek
    model: ${model}   # the cheap one
    timeout: 600
`;

const llama = (routes: Routes = {}) =>
  scriptedServer({ 'GET /v1/models': { body: MODELS }, 'GET /props': { body: PROPS }, ...routes });

describe('the mistake of the walkthrough', () => {
  const word = fc.stringMatching(/^[a-z]{4,8}$/);
  const digit = fc.integer({ min: 0, max: 9 });
  const id = fc.tuple(word, digit, word).map(([vendor, version, kind]) => `${vendor}-v${version}-${kind}`);

  test('a name that is one digit off is found at its line, with the right name', async () => {
    const own = await llama();
    let ids: string[] = [];
    const provider = await scriptedServer({
      'GET /v1/models': () => ({ body: { object: 'list', data: ids.map((name) => ({ id: name, object: 'model' })) } }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(id, { minLength: 1, maxLength: 12 }),
        fc.nat(),
        digit,
        async (names, at, other) => {
          const right = names[at % names.length] ?? '';
          const wrong = right.replace(/\d/, String(other));
          fc.pre(names.every((name) => distance(name, wrong) > (name === right ? 0 : 1)));
          ids = names;
          const yaml = walkthrough(own.baseUrl, provider.baseUrl, wrong);
          const [found, ...rest] = await live(yaml, 'DEEPSEEK_API_KEY=sk-only-for-deepseek\n');
          expect(rest).toEqual([]);
          expect(found).toMatchObject({
            code: 'model.not-listed',
            severity: 'error',
            path: 'auxiliary.compression.model',
            line: 15,
            column: 12,
            range: { start: yaml.indexOf(wrong), length: wrong.length },
          });
          expect(found?.message).toContain(`\`${wrong}\``);
          expect(found?.message).toContain(`${names.length} model`);
          expect(found?.suggestion).toContain(`did you mean \`${right}\`?`);
          expect(await live(yaml.replace(wrong, right), 'DEEPSEEK_API_KEY=sk-only-for-deepseek\n')).toEqual([]);
        },
      ),
      { numRuns: RUNS },
    );
    onlyGets(own, provider);
    expect(keysSeen(own)).toEqual([]);
    expect(keysSeen(provider)).toEqual(['Bearer sk-only-for-deepseek']);
  });

  test.each([
    ['deepseek-v3-flash', ['deepseek-v3-pro', 'deepseek-v4-pro', 'deepseek-v4-flash'], 'deepseek-v4-flash'],
    // Swapped digits are as near as a wrong one to `nearest`.
    ['m-12-x', ['m-21-x', 'm-13-x'], 'm-13-x'],
    ['deepseek-chat', ['openai/gpt-9', 'deepseek/deepseek-chat'], 'deepseek/deepseek-chat'],
    ['deepseek/deepseek-chat', ['deepseek-chat', 'deepseek-coder'], 'deepseek-chat'],
    ['DeepSeek-Chat', ['deepseek-chat', 'deepseek-coder'], 'deepseek-chat'],
  ])('%s among %j', async (wrong, ids, right) => {
    const [own, provider] = [await llama(), await scriptedServer(listing(...ids))];
    const [found] = await live(walkthrough(own.baseUrl, provider.baseUrl, wrong), 'DEEPSEEK_API_KEY=k\n');
    expect(found?.suggestion).toContain(`did you mean \`${right}\`?`);
    expect(found?.suggestion).toContain(`hermes config set auxiliary.compression.model ${right}`);
  });

  test('nothing near: some of what is listed', async () => {
    const [own, provider] = [await llama(), await scriptedServer(listing('a', 'b', 'c', 'd', 'e', 'f', 'g'))];
    const [found] = await live(walkthrough(own.baseUrl, provider.baseUrl, 'mistral-large'), 'DEEPSEEK_API_KEY=k\n');
    expect(found).toMatchObject({ code: 'model.not-listed', suggestion: 'it lists a, b, c, d, e and 2 more' });
  });
});

describe('the main endpoint', () => {
  const main = (url: string, extra = '') =>
    `model:\n  default: tiny.gguf\n  provider: custom\n  base_url: ${url}\n${extra}`;

  test('all well', async () => {
    const own = await llama();
    expect(await live(main(own.baseUrl, '  context_length: 65536\n'))).toEqual([]);
    onlyGets(own);
  });

  test.each<[string, Routes, string, number?]>([
    ['wants a key', { 'GET /v1/models': REFUSED_KEY }, 'model.endpoint-unauthorized error'],
    [
      'is a web page',
      { '*': { headers: { 'content-type': 'text/html' }, body: '<html></html>' } },
      'model.endpoint-not-openai error',
    ],
    ['has no such path', {}, 'model.endpoint-not-openai error'],
    ['is loading', { 'GET /v1/models': LOADING }, 'model.endpoint-loading error'],
    ['is broken', { 'GET /v1/models': { status: 500, body: { error: 'out of luck' } } }, 'model.endpoint-error error'],
    ['hangs', { '*': { fault: 'silent' } }, 'model.endpoint-unreachable error', 300],
    ['speaks something else', { '*': { fault: 'not-http' } }, 'model.endpoint-unreachable error'],
  ])('%s', async (_name, routes, expected, timeoutMs = 10_000) => {
    const own = await scriptedServer(routes);
    const found = await live(main(own.baseUrl, '  context_length: 65536\n'), '', { timeoutMs });
    expect(brief(found)).toEqual([`${expected} model.base_url 4`]);
    expect(found[0]?.message).toContain(`127.0.0.1:${own.port}`);
    expect(found[0]?.suggestion).toBeTruthy();
    onlyGets(own);
  });

  test('nothing listens: the place of the address, though a provider names it', async () => {
    const yaml = `custom_providers:\n- just text\n- {name: box, url: "http://127.0.0.1:1/v1"}\nmodel: {provider: "custom:box", default: m}\n`;
    const found = await live(yaml);
    expect(brief(found)).toEqual(['model.endpoint-unreachable error model.provider 4']);
    expect(found[0]?.suggestion).toContain('custom_providers[1].url');
  });

  test('a llama-server with one model answers to any name: a warning', async () => {
    const own = await llama();
    const found = await live(`model: qwen\nbase_url: ${own.baseUrl}\n`);
    expect(brief(found)).toEqual(['model.not-listed warning model 1']);
    expect(found[0]?.message).toContain('answers to any name');
    const other = await scriptedServer(listing('tiny.gguf'));
    expect(brief(await live(`model: qwen\nbase_url: ${other.baseUrl}\n`))).toEqual(['model.not-listed error model 1']);
  });

  test('names that are listed in another form', async () => {
    const own = await scriptedServer(listing('qwen3:latest', 'models/gemini-x'));
    for (const name of ['qwen3', 'qwen3:latest', 'gemini-x', 'models/gemini-x', '""']) {
      expect(await live(`model: {default: ${name}, base_url: "${own.baseUrl}"}\n`), name).toEqual([]);
    }
    const empty = await scriptedServer(listing());
    expect(brief(await live(main(empty.baseUrl)))).toEqual(['model.not-listed error model.default 2']);
  });

  test('a window that is smaller than the config counts on', async () => {
    const props = { ...PROPS, total_slots: 4, default_generation_settings: { n_ctx: 16_384 } };
    const own = await llama({ 'GET /props': { body: props } });
    const [found, ...rest] = await live(main(own.baseUrl, '  context_length: 65_536\n'));
    expect(rest).toEqual([]);
    expect(found).toMatchObject({
      code: 'model.window-smaller',
      severity: 'error',
      path: 'model.context_length',
      line: 5,
    });
    expect(found?.message).toMatch(/65,536 tokens.*gives a request 16,384: it has 4 slots of 16,384 tokens each/);
    expect(found?.suggestion).toContain('-c 65536 -np 1 (or -c 262144 for 4 slots)');
    expect(found?.suggestion).toContain('hermes config set model.context_length 16384');
    expect(await live(main(own.baseUrl, '  context_length: 16384\n'))).toEqual([]);
    expect(await live(main(own.baseUrl))).toEqual([]);
  });

  test('the window of a saved endpoint`s model; one that the server does not say', async () => {
    const own = await llama();
    const yaml = (url: string) =>
      `model: {provider: custom, base_url: "${url}", default: tiny.gguf}
custom_providers:
- name: box
  base_url: ${url}
  models:
    tiny.gguf:
      context_length: 131072
`;
    expect(brief(await live(yaml(own.baseUrl)))).toEqual([
      'model.window-smaller error custom_providers[0].models.tiny\\.gguf.context_length 7',
    ]);
    const silent = await scriptedServer(listing('tiny.gguf'));
    expect(await live(yaml(silent.baseUrl))).toEqual([]);
  });

  test('Ollama says the window of a loaded model', async () => {
    const own = await scriptedServer({
      ...listing('qwen3:latest'),
      'GET /api/ps': { body: { models: [{ name: 'qwen3', context_length: 4096 }] } },
    });
    const found = await live(`model: {default: qwen3, base_url: "${own.baseUrl}", context_length: 32768}\n`);
    expect(found[0]).toMatchObject({ code: 'model.window-smaller' });
    expect(found[0]?.suggestion).toContain('OLLAMA_CONTEXT_LENGTH=32768');
    onlyGets(own);
  });

  test('none, or one whose address nobody here knows', async () => {
    expect(brief(await live('display: {compact: true}\n'))).toEqual(['endpoint.not-configured warning model 1']);
    const yaml = `model: {provider: nous, default: m}\nauxiliary:\n  vision: {provider: nous, model: x}\n  mcp: {model: y}\n`;
    expect(brief(await live(yaml))).toEqual(['endpoint.not-configured info model.provider 1']);
    expect(brief(await live('model: {provider: "custom:nowhere"}\n'))).toEqual([]);
  });
});

describe('keys', () => {
  test('a key that is not set: by variable, and the endpoint is not asked', async () => {
    const [own, provider] = [await llama(), await scriptedServer(listing('right'))];
    const yaml = walkthrough(own.baseUrl, provider.baseUrl, 'wrong');
    const found = await live(yaml);
    expect(brief(found)).toEqual(['model.key-not-set error auxiliary.compression.provider 14']);
    expect(found[0]?.message).toContain('`DEEPSEEK_API_KEY`');
    expect(found[0]?.suggestion).toContain('hermes config set DEEPSEEK_API_KEY -');
    expect(provider.seen).toEqual([]);
  });

  test('the built-in table names the variable, too', async () => {
    const own = await llama();
    const yaml = `model: {default: tiny.gguf, base_url: "${own.baseUrl}"}\nauxiliary:\n  vision:\n    provider: openrouter\n    model: x\n`;
    const found = await live(yaml);
    expect(brief(found)).toEqual(['model.key-not-set error auxiliary.vision.provider 4']);
    expect(found[0]?.message).toContain('`OPENROUTER_API_KEY`');
  });

  test('a reference that resolves to nothing', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
    const found = await live('model:\n  base_url: http://127.0.0.1:1/v1\n  api_key: "${MY_BOX}"\n');
    expect(brief(found)).toEqual(['model.key-not-set error model.api_key 3']);
    expect(found[0]?.suggestion).toBe('add a line MY_BOX=... to .env');
  });

  test('a key where the name of its variable is meant is not shown', async () => {
    for (const secret of ['sk-0123456789abcdef', 'f00df00df00df00d']) {
      const yaml = `model: {default: m, provider: box}\nproviders: {box: {base_url: "http://127.0.0.1:1/v1", key_env: ${secret}}}\n`;
      const found = await live(yaml);
      expect(brief(found)).toEqual(['model.key-not-set error model.provider 1']);
      expect(JSON.stringify(found)).not.toContain(secret);
    }
  });

  test('each goes to its own endpoint only', async () => {
    const [own, provider, task] = [
      await llama(),
      await scriptedServer(listing('m')),
      await scriptedServer(listing('m')),
    ];
    const yaml = `model: {default: tiny.gguf, base_url: "${own.baseUrl}", api_key: key-of-main}
providers:
  deepseek: {base_url: "${provider.baseUrl}", api_key: key-of-provider}
auxiliary:
  compression: {provider: deepseek, model: m}
  vision: {provider: deepseek, model: m, base_url: "${task.baseUrl}", api_key: key-of-task}
  approval: {provider: deepseek, model: m, base_url: "${task.baseUrl}"}
  mcp: {provider: auto, api_key: left-behind}
  review: {provider: main, model: tiny.gguf, api_key: left-behind}
`;
    const env = 'DEEPSEEK_API_KEY=from-env\nOPENAI_API_KEY=from-env\nOPENROUTER_API_KEY=from-env\n';
    expect(await live(yaml, env)).toEqual([]);
    expect([own, provider, task].map(keysSeen)).toEqual([
      ['Bearer key-of-main'],
      ['Bearer key-of-provider'],
      ['Bearer key-of-task'],
    ]);
    const asked = task.seen.filter(({ path }) => path === '/v1/models');
    expect(asked.map(({ headers }) => headers.authorization).sort()).toEqual(['Bearer key-of-task', undefined]);
  });

  test('one endpoint, with and without a key that is not set', async () => {
    const provider = await scriptedServer(listing('m', 'n'));
    const yaml = `model: {default: m, base_url: "${provider.baseUrl}"}
auxiliary:
  vision: {provider: custom, base_url: "${provider.baseUrl}", key_env: NOT_THERE, model: m}
`;
    expect(brief(await live(yaml))).toEqual(['model.key-not-set error auxiliary.vision.key_env 3']);
    expect(provider.seen.filter(({ path }) => path === '/v1/models')).toHaveLength(1);
  });

  test('a provider of which hermes does not know the variable: a warning', async () => {
    const provider = await scriptedServer({ '*': REFUSED_KEY });
    const yaml = (name: string) => `model: {provider: ${name}, base_url: "${provider.baseUrl}"}\n`;
    expect(brief(await live(yaml('zai')))).toEqual(['model.endpoint-unauthorized warning model.base_url 1']);
    expect(brief(await live(yaml('custom')))).toEqual(['model.endpoint-unauthorized error model.base_url 1']);
  });

  test('a refused key is said once and not shown', async () => {
    const provider = await scriptedServer({ '*': REFUSED_KEY });
    const yaml = `model: {provider: deepseek, default: m}
providers: {deepseek: {base_url: "${provider.baseUrl}", api_key: sk-secret-0123456789}}
auxiliary: {vision: {provider: deepseek, model: m}}
fallback_providers: [{provider: deepseek, model: m}]
`;
    const found = await live(yaml);
    expect(brief(found)).toEqual(['model.endpoint-unauthorized error model.provider 1']);
    expect(found[0]?.message).toContain('the same for `auxiliary.vision`, `fallback_providers[0]`');
    expect(JSON.stringify(found)).not.toContain('sk-secret');
    expect(provider.seen.filter(({ path }) => path === '/v1/models')).toHaveLength(1);
  });
});

describe('everything else that names a model', () => {
  test('each at its own line, each endpoint asked once', async () => {
    const [own, provider] = [await llama(), await scriptedServer(listing('alpha-1', 'beta-1'))];
    const yaml = `model: {default: tiny.gguf, base_url: "${own.baseUrl}"}
custom_providers:
  - {name: Box, base_url: "${provider.baseUrl}"}
auxiliary:
  vision: {provider: "custom:box", model: alpha-2}
  approval: {provider: box, model: alpha-1}
  skills_hub: {provider: box, model: gone, enabled: false}
  web_extract: {provider: box, model: gone}
  mcp:
    provider: main
    model: tiny.gguf
    fallback_chain:
      - {provider: box, model: beta-2}
  review: {provider: custom, model: nearly-tiny}
  monitor: {base_url: "${provider.baseUrl}/", model: beta-3}
  transient_retries: 2
fallback_providers:
  - {provider: box, model: alpha-3}
  - {base_url: "${provider.baseUrl}", model: beta-1, provider: custom}
delegation: {provider: box, model: beta-4}
model_aliases:
  fast: {provider: box, model: alpha-5}
`;
    const found = await live(yaml);
    const line = (text: string) => lineOf(yaml, text);
    expect(brief(found)).toEqual([
      `model.not-listed error auxiliary.vision.model ${line('alpha-2')}`,
      `model.not-listed error auxiliary.mcp.fallback_chain[0].model ${line('beta-2')}`,
      `model.not-listed warning auxiliary.review.model ${line('nearly-tiny')}`,
      `model.not-listed error auxiliary.monitor.model ${line('beta-3')}`,
      `model.not-listed error fallback_providers[0].model ${line('alpha-3')}`,
      `model.not-listed error delegation.model ${line('beta-4')}`,
      `model.not-listed error model_aliases.fast.model ${line('alpha-5')}`,
    ]);
    for (const server of [own, provider]) {
      expect(server.seen.filter(({ path }) => path === '/v1/models')).toHaveLength(1);
    }
    onlyGets(own, provider);
  });

  test('older spellings are found where they stand', async () => {
    const [own, provider] = [await llama(), await scriptedServer(listing('alpha-1'))];
    const yaml = `model:
  name: tiny.gguf
  api_base: ${own.baseUrl}
compression:
  summary_provider: box
  summary_model: alpha-2
fallback_model:
  provider: box
  model: alpha-3
providers:
  box: {api: "${provider.baseUrl}"}
`;
    expect(brief(await live(yaml))).toEqual([
      'model.not-listed error compression.summary_model 6',
      'model.not-listed error fallback_model.model 9',
    ]);
  });

  test('a declared window of a fallback', async () => {
    const [own, provider] = [
      await llama(),
      await scriptedServer({
        'GET /v1/models': {
          body: {
            data: [
              { id: 'm', max_model_len: 8192 },
              { id: 'n', max_model_len: 65_536 },
            ],
          },
        },
      }),
    ];
    const yaml = `model: {default: tiny.gguf, base_url: "${own.baseUrl}"}
fallback_providers:
  - {provider: custom, base_url: "${provider.baseUrl}", model: n, context_length: 65536}
  - {provider: custom, base_url: "${provider.baseUrl}", model: m, context_length: 65536}
`;
    expect(brief(await live(yaml))).toEqual(['model.window-smaller error fallback_providers[1].context_length 4']);
  });
});

test('the limit holds for all together', async () => {
  const servers = await Promise.all([1, 2, 3, 4].map(() => scriptedServer({ '*': { fault: 'silent' } })));
  const [first, ...others] = servers;
  const chain = others.map(({ baseUrl }) => `{provider: custom, model: m, base_url: "${baseUrl}"}`).join(', ');
  const found = await live(`model: {base_url: "${first?.baseUrl}"}\nfallback_providers: [${chain}]\n`, '', {
    timeoutMs: 1_500,
  });
  expect(found.map(({ code }) => code)).toEqual(Array(4).fill('model.endpoint-unreachable'));
  // A dead endpoint costs one request.
  expect(servers.map(({ seen }) => seen.length)).toEqual([1, 1, 1, 1]);
  const controller = new AbortController();
  const stopped = live(`model: {base_url: "${first?.baseUrl}"}\n`, '', {
    timeoutMs: 60_000,
    signal: controller.signal,
  });
  onTestFinished(() => controller.abort());
  setTimeout(() => controller.abort(new Error('enough')), 50);
  await expect(stopped).rejects.toThrow('enough');
});

describe('checkModelAt', () => {
  const check = async (yaml: string, path: (string | number)[], dotenv = 'DEEPSEEK_API_KEY=k\n') =>
    checkModelAt(await load(yaml, dotenv), path, { timeoutMs: 10_000 });

  test('asks only whoever answers that model', async () => {
    const [own, provider] = [await llama(), await scriptedServer(listing('alpha-1'))];
    const yaml = walkthrough(own.baseUrl, provider.baseUrl, 'alpha-2');
    expect(await check(yaml, ['auxiliary', 'compression', 'model'])).toMatchObject({
      code: 'model.not-listed',
      severity: 'error',
      line: 15,
      suggestion: expect.stringContaining('`alpha-1`'),
    });
    expect(own.seen).toEqual([]);
    expect(await check(yaml.replace('alpha-2', 'alpha-1'), ['auxiliary', 'compression', 'model'])).toBeUndefined();
    expect(await check(yaml, ['model', 'default'])).toBeUndefined();
    expect(await check(yaml, ['auxiliary', 'compression', 'timeout'])).toBeUndefined();
    expect(await check(yaml, ['auxiliary', 'vision', 'model'])).toBeUndefined();
    onlyGets(own, provider);
  });

  test('a task that names nobody is answered by the main endpoint', async () => {
    const own = await scriptedServer(listing('alpha-1', 'beta-1'));
    const yaml = `model: {default: alpha-1, base_url: "${own.baseUrl}"}\nauxiliary: {vision: {model: beta-2}}\n`;
    expect(await check(yaml, ['auxiliary', 'vision', 'model'])).toMatchObject({
      code: 'model.not-listed',
      severity: 'warning',
      path: 'auxiliary.vision.model',
    });
  });

  test('the own model of a named endpoint', async () => {
    const provider = await scriptedServer(listing('alpha-1'));
    const yaml = `custom_providers:\n- name: box\n  base_url: ${provider.baseUrl}\n  model: alpha-2\n`;
    expect(await check(yaml, ['custom_providers', 0, 'model'])).toMatchObject({ code: 'model.not-listed', line: 4 });
    const map = `providers:\n  box:\n    base_url: ${provider.baseUrl}\n    default_model: alpha-2\n`;
    expect(await check(map, ['providers', 'box', 'default_model'])).toMatchObject({
      code: 'model.not-listed',
      line: 4,
    });
  });

  test('what cannot be asked is a note', async () => {
    const yaml = walkthrough('http://127.0.0.1:1/v1', 'http://127.0.0.1:1/v1', 'm');
    expect(await check(yaml, ['model', 'default'])).toMatchObject({
      code: 'model.endpoint-unreachable',
      severity: 'info',
    });
    expect(await check(yaml, ['auxiliary', 'compression', 'model'], '')).toMatchObject({
      code: 'model.key-not-set',
      severity: 'info',
    });
    expect(await check('model: {provider: nous, default: m}\n', ['model', 'default'])).toMatchObject({
      severity: 'info',
    });
  });
});
