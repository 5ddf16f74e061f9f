import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { sameAddress } from '../../src/catalog/addresses.ts';
import { editFile, loadConfig, validateFile } from '../../src/config/index.ts';
import type { EndpointRoom, Paths } from '../../src/contract/index.ts';
import { createEndpointRoom } from '../../src/endpoint/index.ts';
import { planEdits } from '../../src/services/model-plan.ts';
import { savedEndpoints, savedFor } from '../../src/services/model-saved.ts';
import { setUpModel } from '../../src/services/model-setup.ts';
import type { ModelAnswers, ModelChoice } from '../../src/services/model-types.ts';
import { tempHome } from '../helpers/home.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';

const numRuns = Number(process.env['HERMES_TEST_N'] ?? 100);

/** Plays a dialogue; `answers` are taken in order. Returns the result and what was shown and asked. */
async function play(paths: Paths, endpoint: EndpointRoom, flags: Partial<ModelAnswers>, script?: string[]) {
  const shown: string[] = [];
  const left = [...(script ?? [])];
  const next = async (prompt: string) => {
    shown.push(prompt);
    const answer = left.shift();
    if (answer === undefined) throw new Error(`not expected: ${prompt}`);
    return answer;
  };
  const dialogue = {
    interactive: script !== undefined,
    say: (line: string) => void shown.push(line),
    warn: (line: string) => void shown.push(`warning: ${line}`),
    ask: next,
    askSecret: next,
  };
  const answers = { yes: script === undefined, verify: true, ...flags };
  const { signal } = new AbortController();
  const result = await setUpModel({ paths, env: {}, endpoint, answers, dialogue, signal });
  expect(left).toEqual([]);
  return { result, shown };
}

const yaml = (paths: Paths) => parse(readFileSync(paths.config, 'utf8'));

describe('a cloud provider', () => {
  /** Stands in for the provider's host, which tests must not reach: same requests, over real HTTP. */
  async function cloud(key: string) {
    const server = await scriptedServer({
      'GET /v1/models': ({ headers }) =>
        headers.authorization === `Bearer ${key}`
          ? { body: { data: [{ id: 'deepseek-v4-flash' }, { id: 'deepseek-v4-pro' }] } }
          : { status: 401, body: { error: { message: 'Authentication Fails' } } },
    });
    const room = createEndpointRoom();
    const endpoint: EndpointRoom = {
      ...room,
      models: (target, options) => room.models({ ...target, baseUrl: server.baseUrl }, options),
    };
    return { server, endpoint };
  }

  test('its key is asked for, tried, asked again and kept in .env; only its models are requested', async () => {
    const { server, endpoint } = await cloud('sk-right-0123456789');
    const paths = tempHome();
    const script = ['deepseek', 'sk-wrong-0123456789', '1', 'sk-right-0123456789', '2'];
    const { result } = await play(paths, endpoint, {}, script);
    expect(result).toMatchObject({ provider: 'deepseek', model: 'deepseek-v4-pro', verified: true });
    expect(readFileSync(paths.env, 'utf8')).toBe('DEEPSEEK_API_KEY=sk-right-0123456789\n');
    expect(yaml(paths)).toEqual({
      model: { default: 'deepseek-v4-pro', provider: 'deepseek', base_url: 'https://api.deepseek.com/v1' },
    });
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /v1/models', 'GET /v1/models']);
  });

  test('a model that it does not list is an error with --yes', async () => {
    const { endpoint } = await cloud('sk-right-0123456789');
    const paths = tempHome({ '.env': 'DEEPSEEK_API_KEY=sk-right-0123456789\n' });
    const flags = { provider: 'deepseek', model: 'deepseek-v3-flash' };
    await expect(play(paths, endpoint, flags)).rejects.toMatchObject({
      code: 'model.not-listed',
      try: [expect.stringContaining('deepseek-v4-flash'), expect.anything()],
    });
  });
});

test('a login inside the address of a saved endpoint is not shown', async () => {
  const server = await scriptedServer({ 'GET /v1/models': { body: { data: [{ id: 'm' }] } } });
  const url = server.baseUrl.replace('//', '//user:pass-word@');
  const text = `custom_providers:\n  - { name: box, base_url: "${url}" }\n  - { name: "${url}", base_url: "${url}/" }\n`;
  const paths = tempHome({ 'config.yaml': text });
  const flags = await play(paths, createEndpointRoom(), { provider: 'box' });
  const asked = await play(paths, createEndpointRoom(), {}, ['box', 'y']);
  const removed = await play(paths, createEndpointRoom(), {}, ['remove', '1', 'y']);
  expect(flags.result.baseUrl).toBe(server.baseUrl);
  expect(JSON.stringify([flags, asked, removed])).not.toContain('pass-word');
  expect(readFileSync(paths.config, 'utf8')).toContain('pass-word');
});

describe('an address', () => {
  const both = () =>
    scriptedServer({
      'GET /models': { body: { data: [{ id: 'm' }] } },
      'GET /v1/models': { body: { data: [{ id: 'm' }] } },
    });

  test('that answers with and without /v1 is saved with it, once', async () => {
    const server = await both();
    const paths = tempHome();
    const long = await play(paths, createEndpointRoom(), { baseUrl: server.baseUrl });
    const short = await play(paths, createEndpointRoom(), { baseUrl: server.url });
    for (const { result } of [long, short]) expect(result).toMatchObject({ baseUrl: server.baseUrl, warnings: [] });
    expect(yaml(paths).custom_providers).toHaveLength(1);
    expect((await validateFile(paths.config, { env: {} })).diagnostics.map(({ code }) => code)).not.toContain(
      'config.url-no-v1',
    );
  });

  test('is asked about until the answer is yes or no', async () => {
    const server = await both();
    const ask = (...answers: string[]) =>
      play(tempHome(), createEndpointRoom(), { baseUrl: server.url }, ['', ...answers, '', 'y', '', '']);
    const { result, shown } = await ask('nein', 'nope', 'Y');
    expect(result.baseUrl).toBe(server.baseUrl);
    expect(shown.filter((line) => line.startsWith('Add /v1?'))).toHaveLength(3);
    expect((await ask('no')).result.baseUrl).toBe(server.url);
  });

  test.each(['?key=abc-planted', '/?key=abc-planted', '#abc-planted', '?'])(
    'that ends in %s is refused, on a terminal asked for again',
    async (end) => {
      const server = await both();
      const paths = tempHome();
      const baseUrl = server.baseUrl + end;
      const refused = await play(paths, createEndpointRoom(), { baseUrl }).catch((e: unknown) => e);
      expect(refused).toMatchObject({ code: 'usage.invalid', where: { flag: '--base-url' } });
      expect(String(refused)).not.toContain('planted');
      const { result, shown } = await play(paths, createEndpointRoom(), { provider: 'custom' }, [
        baseUrl,
        server.baseUrl,
        ...['', '', '', '', ''],
      ]);
      expect(result.baseUrl).toBe(server.baseUrl);
      expect(shown.join('\n')).not.toContain('planted');
    },
  );

  test('that accepts and stays silent is told to hang', async () => {
    const server = await scriptedServer({ '*': { fault: 'silent' } });
    const room = createEndpointRoom();
    const endpoint: EndpointRoom = { ...room, models: (target) => room.models(target, { timeoutMs: 300 }) };
    const error = await play(tempHome(), endpoint, { baseUrl: server.baseUrl }).catch((e: { try: string[] }) => e);
    expect(error).toMatchObject({ code: 'model.endpoint-unreachable' });
    const remedies = 'try' in error ? error.try.join('\n') : '';
    expect(remedies).toMatch(/hermes server stop/);
    expect(remedies).not.toMatch(/Start the server;|Check the port/);
  });

  test('of a known host that has no name here is right: the network is what to look at', async () => {
    const room = createEndpointRoom();
    const endpoint: EndpointRoom = {
      ...room,
      models: async (target) => ({
        ...(await room.models({ ...target, baseUrl: 'http://nowhere.invalid/v1' })),
        url: `${target.baseUrl}/models`,
      }),
    };
    const remedies = async (baseUrl: string) => {
      const error = await play(tempHome(), endpoint, { baseUrl }).catch((e: { try: string[] }) => e);
      expect(error).toMatchObject({ code: 'model.endpoint-unreachable' });
      return 'try' in error ? error.try[0] : '';
    };
    expect(await remedies('https://api.deepseek.com/v1')).toMatch(/network/);
    expect(await remedies('http://my-box.lan/v1')).not.toMatch(/network/);
  });
});

test('a cloud provider without its key, unverified by request: a warning says so and names the variable', async () => {
  const paths = tempHome();
  const { result } = await play(paths, createEndpointRoom(), {
    provider: 'deepseek',
    model: 'deepseek-v4-flash',
    verify: false,
  });
  expect(result).toMatchObject({ changed: true, verified: false, provider: 'deepseek' });
  expect(result.warnings).toEqual([expect.stringMatching(/not verified.*hermes config set DEEPSEEK_API_KEY -/s)]);
});

test('what is like no name is given no guess', async () => {
  const attempt = (flags: Partial<ModelAnswers>) =>
    play(tempHome(), createEndpointRoom(), flags).catch((e: { try: string[] }) => e);
  expect(await attempt({ provider: 'foo' })).toMatchObject({ try: [expect.stringMatching(/^Known: /)] });
  expect(await attempt({ provider: 'deepsek' })).toMatchObject({
    try: [expect.stringContaining('--provider deepseek?'), expect.stringMatching(/^Known: /)],
  });
  const server = await scriptedServer({ 'GET /v1/models': { body: { data: [{ id: 'qwen-27b' }, { id: 'glm-5' }] } } });
  expect(await attempt({ baseUrl: server.baseUrl, model: 'foo' })).toMatchObject({
    code: 'model.not-listed',
    try: [expect.stringMatching(/qwen-27b, glm-5/), expect.stringContaining('--no-verify')],
  });
  expect(await attempt({ baseUrl: server.baseUrl, model: 'qwen-72b' })).toMatchObject({
    try: [expect.stringContaining('--model qwen-27b?'), expect.anything()],
  });
});

describe('two runs at once', () => {
  const server = () => scriptedServer({ 'GET /v1/models': { body: { data: [{ id: 'm' }] } } });
  const add = async (paths: Paths, baseUrl: string, name: string) =>
    (await play(paths, createEndpointRoom(), { baseUrl, name })).result;

  test('each saves its endpoint; the same one is saved once, the same name is made another', async () => {
    const paths = tempHome({ 'config.yaml': 'custom_providers:\n  - { name: first, base_url: http://first/v1 }\n' });
    const [a, b, c] = await Promise.all([server(), server(), server()]);
    const results = await Promise.all([
      ...[a, b, c].map(({ baseUrl }, i) => add(paths, baseUrl, `box${i}`)),
      add(paths, a.baseUrl, 'box0'),
    ]);
    const saved: { name: string; base_url: string }[] = yaml(paths).custom_providers;
    expect(saved.map(({ base_url }) => base_url).sort()).toEqual(
      ['http://first/v1', a.baseUrl, b.baseUrl, c.baseUrl].sort(),
    );
    expect(results.map(({ saved: { customProvider } }) => customProvider)).toEqual(['box0', 'box1', 'box2', 'box0']);

    const empty = tempHome();
    const twins = await Promise.all([a, b].map(({ baseUrl }) => add(empty, baseUrl, 'twin')));
    const names: string[] = yaml(empty).custom_providers.map(({ name }: { name: string }) => name);
    expect(names.sort()).toEqual(['twin', 'twin (2)']);
    expect(twins.map(({ saved: { customProvider } }) => customProvider).sort()).toEqual(names);
  });

  test('a removal finds its entry where it has moved to', async () => {
    const entries = ['a', 'b', 'c'].map((name) => `  - { name: ${name}, base_url: http://${name}/v1 }\n`).join('');
    const paths = tempHome({ 'config.yaml': `custom_providers:\n${entries}` });
    const remove = (n: string) => play(paths, createEndpointRoom(), {}, ['remove', n, 'y']);
    await Promise.all([remove('1'), remove('2')]);
    expect(yaml(paths).custom_providers).toMatchObject([{ name: 'c' }]);
  });
});

describe('what is written', () => {
  const write = async (paths: Paths, choice: ModelChoice) => {
    const config = await loadConfig(paths, {});
    await editFile(paths.config, planEdits(choice, config));
  };

  const choose = async (paths: Paths, given: Partial<ModelChoice> & { baseUrl: string }): Promise<ModelChoice> => {
    const existing = savedFor(savedEndpoints(await loadConfig(paths, {})), given.baseUrl);
    const saveAs = existing ? { existing } : { name: given.baseUrl };
    return {
      provider: 'custom',
      model: 'm',
      apiMode: 'auto',
      contextLength: null,
      key: { kind: 'none' },
      saveAs,
      ...given,
    };
  };

  test('nothing of the former endpoint is left behind, in no spelling', async () => {
    const paths = tempHome({
      'config.yaml':
        'model:\n  model: old\n  api: former-secret\n  api_mode: messages\n  context_length: 1\ncontext_length: 5\n',
    });
    await write(paths, await choose(paths, { baseUrl: 'http://h/v1' }));
    const { value } = await loadConfig(paths, {});
    expect(value.model).toMatchObject({ default: 'm', api_key: '', api_mode: 'auto', context_length: null });
    expect(readFileSync(paths.config, 'utf8')).not.toContain('former-secret');
  });

  test('a key that only `model` knew stays in use, and leaves the config file when it stood there in plain text', async () => {
    const server = await scriptedServer({ 'GET /v1/models': { body: { data: [{ id: 'm' }] } } });
    const model = `model:\n  provider: custom\n  base_url: ${server.baseUrl}\n`;
    const name = 'BOX_KEY';
    const paths = tempHome({ 'config.yaml': `${model}  api_key: \${${name}}\n`, '.env': `${name}=sk-a\n` });
    await play(paths, createEndpointRoom(), {});
    expect(server.seen[0]?.headers.authorization).toBe('Bearer sk-a');
    expect(yaml(paths).custom_providers[0].key_env).toBe(name);

    const plain = tempHome({ 'config.yaml': `${model}  api_key: sk-planted\n` });
    await play(plain, createEndpointRoom(), {});
    expect(readFileSync(plain.config, 'utf8')).not.toContain('planted');
    expect(readFileSync(plain.env, 'utf8')).toContain('=sk-planted\n');
  });

  test('an API mode that hermes does not speak stays', async () => {
    const paths = tempHome({
      'config.yaml': 'custom_providers:\n  - { name: b, base_url: http://h/v1, api_mode: bedrock_converse }\n',
    });
    await write(paths, await choose(paths, { baseUrl: 'http://h/v1' }));
    expect(yaml(paths).custom_providers[0].api_mode).toBe('bedrock_converse');
  });

  test('an entry keeps its dialect, its place and its other keys', async () => {
    const text = `custom_providers:
  - just a text
  - name: box
    url: http://h:1/v1/ # here
    transport: chat_completions
    default_model: old
    models: [old, { id: m, vision: true }]
providers:
  lab:
    api: http://h:2/v1
    default_model: old
    api_key: sk-plain
`;
    const paths = tempHome({ 'config.yaml': text });
    await write(
      paths,
      await choose(paths, { baseUrl: 'http://h:1/v1', apiMode: 'anthropic_messages', contextLength: 9 }),
    );
    const key = { kind: 'env', name: 'LAB_KEY' } as const;
    await write(paths, await choose(paths, { baseUrl: 'http://h:2/v1', key }));
    expect(yaml(paths)).toMatchObject({
      custom_providers: [
        'just a text',
        {
          name: 'box',
          url: 'http://h:1/v1/',
          transport: 'anthropic_messages',
          default_model: 'm',
          models: ['old', { id: 'm', vision: true, context_length: 9 }],
        },
      ],
      providers: { lab: { api: 'http://h:2/v1', default_model: 'm', key_env: 'LAB_KEY' } },
    });
    expect(yaml(paths).providers.lab).not.toHaveProperty('api_key');
    expect(readFileSync(paths.config, 'utf8')).toContain('# here');
  });

  test(
    'after any sequence of choices each address is saved once and `model` is the last one',
    async () => {
      const step = fc.record({
        baseUrl: fc.constantFrom(
          'http://a:1/v1',
          'http://a:1/v1/',
          'http://A:1/v1',
          'https://b/v1',
          'http://10.0.0.1:8000/x',
        ),
        model: fc.constantFrom('m', './models/q.gguf', 'a/b:c', '模型', 'true', '# not a comment', "it's"),
        apiMode: fc.constantFrom('auto' as const, 'codex_responses' as const),
        contextLength: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
        key: fc.constantFrom({ kind: 'none' } as const, { kind: 'env', name: 'SOME_KEY' } as const),
      });
      const HEAD =
        '# keep 1\nmodel: # keep 2\n  default: "old" # keep 3\n\n# keep 4\nagent: { max_turns: 5 } # keep 5\n';
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
          const paths = tempHome({ 'config.yaml': HEAD });
          for (const given of steps) await write(paths, await choose(paths, given));
          const { value } = await loadConfig(paths, {});
          const last = steps.at(-1);
          const name = last?.key.kind === 'env' ? `\${${last.key.name}}` : '';
          expect(value.model).toMatchObject({
            default: last?.model,
            provider: 'custom',
            base_url: last?.baseUrl,
            api_key: name,
            api_mode: last?.apiMode,
            context_length: last?.contextLength,
          });
          const urls = value.custom_providers.map((entry) => entry.base_url ?? '');
          expect(urls.filter((url, i) => urls.findIndex((other) => sameAddress(url, other)) !== i)).toEqual([]);
          const text = readFileSync(paths.config, 'utf8');
          for (let i = 1; i <= 5; i++) expect(text).toContain(`# keep ${i}`);
        }),
        { numRuns },
      );
    },
    15_000 + 150 * numRuns,
  );
});
