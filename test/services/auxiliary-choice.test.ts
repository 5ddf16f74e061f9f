import { expect, test } from 'vitest';
import { configFrom } from '../../src/config/index.ts';
import { createEndpointRoom } from '../../src/endpoint/index.ts';
import { createLlmRoom } from '../../src/llm/index.ts';
import { createAuxiliary } from '../../src/services/auxiliary.ts';
import { chooseRoute } from '../../src/services/auxiliary-choice.ts';
import { auxiliaryStatus } from '../../src/services/auxiliary-status.ts';
import { freshConfig } from '../../src/services/fresh-config.ts';
import { tempHome } from '../helpers/home.ts';

const LOCAL = 'model: {default: qwen, base_url: "http://127.0.0.1:8000/v1"}\n';
const CLOUD = 'model: {default: deepseek-chat, provider: deepseek}\n';
const BOTH = {
  OPENROUTER_API_KEY: 'or-key-12345678',
  GOOGLE_API_KEY: 'g-key-12345678',
  DEEPSEEK_API_KEY: 'ds-12345678',
};

const choose = (text: string, env: Record<string, string> = {}, task = 'compression') =>
  chooseRoute(configFrom('/c.yaml', text, env), task);

/** Who is asked, in order. */
function order(text: string, env: Record<string, string> = {}, task = 'compression'): string[] {
  const choice = choose(text, env, task);
  if (!choice.ok) return [`none: ${choice.disabled ? 'off' : 'problem'}`];
  return [choice.chosen, ...choice.fallbacks].map(({ provider, target }) => `${provider} ${target.model}`);
}

const aux = (entry: string) => `auxiliary: {compression: ${entry}}\n`;

test.each([
  { what: 'no key', text: LOCAL, env: {}, wanted: ['main qwen'] },
  { what: 'a key, local main model', text: LOCAL, env: BOTH, wanted: ['main qwen'] },
  {
    what: 'a key, local main model, agreed',
    text: `${LOCAL}ops: {allow_paid: true}\n`,
    env: BOTH,
    wanted: ['openrouter google/gemini-3-flash-preview', 'main qwen'],
  },
  {
    what: 'only the second key, agreed',
    text: `${LOCAL}ops: {allow_paid: true}\n`,
    env: { GOOGLE_API_KEY: 'g-key-12345678' },
    wanted: ['google gemini-3-flash-preview', 'main qwen'],
  },
  {
    what: 'cloud main model and a key',
    text: CLOUD,
    env: BOTH,
    wanted: ['openrouter google/gemini-3-flash-preview', 'main deepseek-chat'],
  },
  {
    what: 'a named OpenRouter model',
    text: `${CLOUD}auxiliary: {openrouter_model: some/model}\n`,
    env: BOTH,
    wanted: ['openrouter some/model', 'main deepseek-chat'],
  },
  {
    what: 'free only, and nothing free is named',
    text: `${CLOUD}auxiliary: {free_only: true}\n`,
    env: BOTH,
    wanted: ['main deepseek-chat'],
  },
  {
    what: 'free only, with a free one',
    text: `${CLOUD}auxiliary: {free_only: true, openrouter_model: "some/model:free"}\n`,
    env: BOTH,
    wanted: ['openrouter some/model:free', 'main deepseek-chat'],
  },
  { what: 'main', text: CLOUD + aux('{provider: main}'), env: BOTH, wanted: ['main deepseek-chat'] },
  {
    what: 'main with another model',
    text: LOCAL + aux('{provider: main, model: small}'),
    env: BOTH,
    wanted: ['main small', 'main qwen'],
  },
  {
    what: 'a provider behind a local main model: naming it is consent',
    text: LOCAL + aux('{provider: deepseek, model: deepseek-chat}'),
    env: BOTH,
    wanted: ['deepseek deepseek-chat', 'main qwen'],
  },
  {
    what: 'a provider without a model, which the catalog has one for',
    text: LOCAL + aux('{provider: openrouter}'),
    env: BOTH,
    wanted: ['openrouter google/gemini-3-flash-preview', 'main qwen'],
  },
  {
    what: 'a provider without a key',
    text: LOCAL + aux('{provider: deepseek, model: deepseek-chat}'),
    env: {},
    wanted: ['none: problem'],
  },
  {
    what: 'a provider without a key, and a fallback',
    text: LOCAL + aux('{provider: deepseek, model: m, fallback_chain: [{provider: google, model: g}]}'),
    env: { GOOGLE_API_KEY: 'g-key-12345678' },
    wanted: ['google g', 'main qwen'],
  },
  {
    what: 'fallbacks of which one has no key',
    text:
      LOCAL +
      aux(
        '{provider: main, model: a, fallback_chain: [{provider: deepseek, model: b}, {base_url: "http://10.0.0.2/v1", model: c}]}',
      ),
    env: {},
    wanted: ['main a', 'custom c', 'main qwen'],
  },
  {
    what: 'an own address on this network without a model',
    text: LOCAL + aux('{base_url: "http://10.0.0.2:8001/v1"}'),
    env: {},
    wanted: ['custom qwen', 'main qwen'],
  },
  {
    what: 'a named endpoint',
    text: `${LOCAL}providers: {box: {base_url: "http://10.0.0.2:8001/v1", model: small}}\n${aux('{provider: box}')}`,
    env: {},
    wanted: ['box small', 'main qwen'],
  },
  {
    what: 'a model without a provider',
    text: LOCAL + aux('{model: other}'),
    env: BOTH,
    wanted: ['main other', 'main qwen'],
  },
  {
    what: 'an unknown provider',
    text: LOCAL + aux('{provider: nobody, model: x}'),
    env: {},
    wanted: ['none: problem'],
  },
  { what: 'no main model', text: '', env: {}, wanted: ['none: problem'] },
  { what: 'no main model, but a key', text: '', env: BOTH, wanted: ['openrouter google/gemini-3-flash-preview'] },
  { what: 'switched off', text: LOCAL + aux('{enabled: false}'), env: {}, wanted: ['none: off'] },
  { what: 'nobody', text: LOCAL + aux('{provider: none}'), env: {}, wanted: ['none: off'] },
])('$what', ({ text, env, wanted }) => {
  expect(order(text, env as Record<string, string>)).toEqual(wanted);
});

test('exactly one step decides, and a key that is not used is said to be there', () => {
  for (const text of [LOCAL, CLOUD, `${LOCAL}ops: {allow_paid: true}\n`, LOCAL + aux('{provider: nobody, model: x}')]) {
    const { steps } = choose(text, BOTH);
    expect(steps.filter(({ decided }) => decided)).toHaveLength(1);
  }
  const { steps } = choose(LOCAL, BOTH);
  expect(steps[1]?.text).toMatch(/OPENROUTER_API_KEY.*set but not used.*ops\.allow_paid/);
  expect(steps.at(-1)).toMatchObject({ decided: true, text: expect.stringContaining('the main model') });
  const keys = steps.filter(({ withheld }) => withheld).map(({ text }) => text.split('`')[1]);
  expect(keys).toEqual(['OPENROUTER_API_KEY', 'GOOGLE_API_KEY']);
});

test('a fallback that stands in is the step that decided, and the problem is kept', () => {
  const text = LOCAL + aux('{provider: deepseek, model: m, fallback_chain: [{provider: google, model: g}]}');
  const choice = choose(text, { GOOGLE_API_KEY: 'g-key-12345678' });
  expect(choice).toMatchObject({ ok: true, problem: { why: expect.stringContaining('DEEPSEEK_API_KEY') } });
  expect(choice.steps.filter(({ decided }) => decided)).toEqual([
    { decided: true, text: expect.stringContaining('fallback_chain') },
  ]);
});

test('window, limit and further fields come from the entry that names the model', () => {
  const chain = '{provider: main, model: b, timeout: 7, context_length: 4096}';
  const text = LOCAL + aux(`{provider: main, model: a, timeout: 300, extra_body: {x: 1}, fallback_chain: [${chain}]}`);
  const choice = choose(text);
  expect(choice).toMatchObject({
    chosen: { limit: { ms: 300_000, from: 'auxiliary.compression.timeout' }, extraBody: { x: 1 } },
    fallbacks: [{ limit: { ms: 7_000 }, contextTokens: 4096 }, { limit: { ms: 300_000 } }],
  });
  expect(choice.ok && choice.fallbacks.map(({ extraBody }) => extraBody)).toEqual([undefined, undefined]);
});

test('a key never goes to an address that is not its own', () => {
  const entry = 'providers: {openrouter: {base_url: "http://10.0.0.2/v1"}}\n';
  const choice = choose(`${CLOUD}${entry}`, BOTH);
  expect(choice).toMatchObject({ ok: true, chosen: { provider: 'google' } });
  expect(choice.steps[1]?.text).toContain('takes no key');
});

test('only a key that is withheld is told as one, whatever a model is called', async () => {
  const paths = tempHome({ 'config.yaml': LOCAL.replace('qwen', '"`ops.allow_paid` is not true"') });
  const config = freshConfig(paths, {});
  const room = createAuxiliary({
    paths,
    config,
    llm: async () => createLlmRoom({ ops: paths.ops }),
    endpoint: async () => createEndpointRoom(),
    pluginTasks: async () => [],
  });
  const { notes } = await auxiliaryStatus({ room, config: await config(), task: 'compression', check: false });
  expect(notes).toEqual([]);
});
