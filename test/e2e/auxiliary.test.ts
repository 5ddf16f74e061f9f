import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { hermes } from '../helpers/cli.ts';
import { fixturePlugin } from '../helpers/fixture-plugin.ts';
import { tempHome } from '../helpers/home.ts';
import { expectShape } from '../helpers/schema.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';

interface Status {
  allowPaid: boolean;
  tasks: {
    task: string;
    state: string;
    message: string | null;
    route: {
      provider: string;
      model: string;
      url: string;
      local: boolean;
      timeoutMs: number;
      timeoutFrom: string;
    } | null;
    fallbacks: { provider: string; model: string }[];
    steps: { text: string; decided: boolean }[];
    try: string[];
    check: { state: string; nearest: string | null } | null;
  }[];
}

const KEY = 'key-of-this-test-1234';
const LOCAL = 'model:\n  default: qwen\n  base_url: http://127.0.0.1:9/v1\n';

async function status(home: string, args: string[] = [], env: Record<string, string> = {}) {
  const run = await hermes(['auxiliary', 'status', ...args, '--json'], { home, env });
  expect(run.stdout + run.stderr).not.toContain(KEY);
  expectShape('auxiliary-status', run.json());
  return { code: run.code, ...(run.json() as Status) };
}

/** A hosted provider whose models have names made up for this run. */
async function provider(fault = false) {
  const word = randomBytes(4).toString('hex');
  const [listed, slip] = [`${word}/flash-v4-lite`, `${word}/flash-v3-lite`];
  const server = await scriptedServer({
    'GET /v1/models': fault ? { fault: 'close' } : { body: { data: [{ id: listed }, { id: `${word}/pro` }] } },
  });
  return { server, listed, slip };
}

const named = (name: string, baseUrl: string) =>
  `providers:\n  ${name}:\n    base_url: ${baseUrl}\n    key_env: BOX_API_KEY\n`;

test('nothing configured: auto leads to nobody, said task by task, exit code 1', async () => {
  const { home } = tempHome();
  const { code, tasks } = await status(home);
  expect(code).toBe(1);
  expect(tasks.map(({ task }) => task)).toEqual([
    'approval',
    'compression',
    'session_search',
    'title_generation',
    'vision',
  ]);
  expect(tasks.every(({ state, route }) => state === 'problem' && route === null)).toBe(true);
});

test('a key alone sends nothing of a local model to a paid provider; ops.allow_paid does', async () => {
  const { home } = tempHome({ 'config.yaml': LOCAL });
  const env = { OPENROUTER_API_KEY: KEY };
  const before = await status(home, ['compression'], env);
  expect(before).toMatchObject({ code: 0, allowPaid: false, tasks: [{ route: { provider: 'main', local: true } }] });
  expect(before.tasks[0]?.steps.some(({ text }) => /OPENROUTER_API_KEY.*not used.*allow_paid/.test(text))).toBe(true);
  const said = await hermes(['auxiliary', 'status'], { home, env });
  expect(said.stderr).toMatch(
    /note: `OPENROUTER_API_KEY` is set but not used.*\nnote: .*config set ops\.allow_paid true/,
  );
  expect((await hermes(['config', 'set', 'ops.allow_paid', 'true'], { home })).code).toBe(0);
  const after = await status(home, ['compression'], env);
  expect(after).toMatchObject({
    allowPaid: true,
    tasks: [
      {
        route: { provider: 'openrouter', model: 'google/gemini-3-flash-preview', local: false, timeoutMs: 120_000 },
        fallbacks: [{ provider: 'main', model: 'qwen' }],
      },
    ],
  });
  const text = await hermes(['auxiliary', 'status', 'compression'], { home, env });
  expect(text.stdout).toContain('=> `OPENROUTER_API_KEY` is set');
  const all = await hermes(['auxiliary', 'status'], { home, env });
  expect(all.stdout).toMatch(/TASK.*MODEL.*PROVIDER.*LIMIT.*WHY/);
});

test('an own provider without its key: a problem, with the line that sets it', async () => {
  const { home } = tempHome({
    'config.yaml': `${LOCAL}auxiliary:\n  vision:\n    provider: deepseek\n    model: deepseek-chat\n`,
  });
  const found = await status(home, ['vision']);
  expect(found).toMatchObject({ code: 1, tasks: [{ state: 'problem', route: null }] });
  expect(found.tasks[0]?.try).toContain('hermes config set DEEPSEEK_API_KEY -');
  expect((await status(home, ['compression'])).code).toBe(0);
});

test('--check asks the providers, with GET requests and their own key', async () => {
  const { server, listed, slip } = await provider();
  const task = (model: string) => `{provider: box, model: ${model}}`;
  const { home } = tempHome({
    'config.yaml': `${LOCAL}${named('box', server.baseUrl)}auxiliary: {vision: ${task(listed)}, approval: ${task(slip)}}\n`,
    '.env': `BOX_API_KEY=${KEY}\n`,
  });
  expect(await status(home, ['vision', '--check'])).toMatchObject({ code: 0, tasks: [{ check: { state: 'listed' } }] });
  const wrong = await status(home, ['approval', '--check']);
  expect(wrong).toMatchObject({ code: 1, tasks: [{ check: { state: 'not-listed', nearest: listed } }] });
  // The main model's server is not there at all.
  expect(await status(home, ['compression', '--check'])).toMatchObject({
    code: 1,
    tasks: [{ check: { state: 'unknown' } }],
  });
  expect(new Set(server.seen.map(({ method, path }) => `${method} ${path}`))).toEqual(new Set(['GET /v1/models']));
  expect(server.seen.every(({ headers }) => headers.authorization === `Bearer ${KEY}`)).toBe(true);
  const asked = server.seen.length;
  await status(home);
  expect(server.seen).toHaveLength(asked);
});

test('the limit of a local model follows what was measured', async () => {
  const { home, ops } = tempHome({ 'config.yaml': LOCAL });
  const assumed = (await status(home, ['compression'])).tasks[0]?.route;
  expect(assumed?.timeoutFrom).toContain('not measured');
  const now = new Date().toISOString();
  const entry = { time: now, task: 'chat', model: 'qwen', baseUrl: 'http://127.0.0.1:9/v1', promptTokens: 1000 };
  const rest = { cachedTokens: 0, completionTokens: 100, ms: 1, ok: true, promptMs: 500, generatedMs: 1000 };
  const { appendUsage } = await import('../../src/llm/index.ts');
  await appendUsage(ops, { ...entry, ...rest });
  const measured = (await status(home, ['compression'])).tasks[0]?.route;
  expect(measured?.timeoutMs).toBeLessThan(assumed?.timeoutMs ?? 0);
  expect(measured).toMatchObject({ timeoutMs: 120_000, timeoutFrom: 'default of the task' });
});

test('set: a slip is refused with the nearest name and nothing written; the right name is written in one edit', async () => {
  const { server, listed, slip } = await provider();
  const config = `# kept\n${LOCAL}${named('box', server.baseUrl)}auxiliary:\n  compression:\n    base_url: http://10.0.0.9/v1   # old\n    timeout: 300\n`;
  const { home, config: file } = tempHome({ 'config.yaml': config, '.env': `BOX_API_KEY=${KEY}\n` });
  const wrong = await hermes(['auxiliary', 'set', 'compression', `box/${slip}`, '--json'], { home });
  expectShape('error', wrong.json());
  expect(wrong.code).toBe(1);
  expect(wrong.json()).toMatchObject({
    error: {
      code: 'model.not-listed',
      try: expect.arrayContaining([`hermes auxiliary set compression box/${listed}`]),
    },
  });
  expect(readFileSync(file, 'utf8')).toBe(config);

  const right = await hermes(['auxiliary', 'set', 'compression', `box/${listed}`, '--json'], { home });
  expectShape('auxiliary-set', right.json());
  expect(right.json()).toMatchObject({ provider: 'box', model: listed, verified: 'listed', changed: true });
  expect(right.stdout + right.stderr).not.toContain(KEY);
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('# kept');
  expect(parse(text).auxiliary).toEqual({ compression: { timeout: 300, provider: 'box', model: listed } });
  expect(await status(home, ['compression'])).toMatchObject({
    code: 0,
    tasks: [{ route: { provider: 'box', model: listed } }],
  });
  expect((await hermes(['config', 'validate'], { home })).code).toBe(0);

  const again = await hermes(['auxiliary', 'set', 'compression', `box/${listed}`, '--json'], { home });
  expect(again.json()).toMatchObject({ changed: false });
  expect((await hermes(['auxiliary', 'set', 'compression', 'main'], { home })).code).toBe(0);
  expect(await status(home, ['compression'])).toMatchObject({
    tasks: [{ route: { provider: 'main', model: 'qwen' } }],
  });
  expect((await hermes(['auxiliary', 'set', 'compression', 'auto'], { home })).code).toBe(0);
  expect(parse(readFileSync(file, 'utf8')).auxiliary.compression).toEqual({
    timeout: 300,
    provider: 'auto',
    model: '',
  });
});

test('set: a provider that cannot be asked is refused, unless --no-verify', async () => {
  const { server, listed } = await provider(true);
  const config = `${LOCAL}${named('box', server.baseUrl)}`;
  const { home, config: file } = tempHome({ 'config.yaml': config, '.env': `BOX_API_KEY=${KEY}\n` });
  const args = ['auxiliary', 'set', 'title_generation', `box/${listed}`, '--json'];
  const refused = await hermes(args, { home });
  expect(refused.json()).toMatchObject({ error: { code: 'auxiliary.not-verified' } });
  expect(refused.code).toBe(1);
  expect(readFileSync(file, 'utf8')).toBe(config);
  const asked = server.seen.length;
  const believed = await hermes([...args, '--no-verify'], { home });
  expect(believed.json()).toMatchObject({ verified: 'not-verified', changed: true });
  expect(server.seen).toHaveLength(asked);
});

test.each([
  { args: ['compresion', 'main'], code: 'auxiliary.unknown-task', exit: 2, hint: 'compression' },
  { args: ['summary', 'main'], code: 'auxiliary.unknown-task', exit: 2, hint: 'compression' },
  { args: ['compression', 'deepsek/deepseek-chat'], code: 'config.unknown-provider', exit: 1, hint: 'deepseek' },
  { args: ['compression', 'deepseek-v4-flash'], code: 'usage.invalid', exit: 2, hint: 'deepseek/deepseek-v4-flash' },
  { args: ['compression', 'deepseek'], code: 'usage.invalid', exit: 2, hint: 'deepseek/MODEL' },
  { args: ['compression', 'deepseek/deepseek-chat'], code: 'model.key-not-set', exit: 1, hint: 'DEEPSEEK_API_KEY' },
])('set $args fails with $code and a way out', async ({ args, code, exit, hint }) => {
  const { home, config } = tempHome({ 'config.yaml': LOCAL });
  const run = await hermes(['auxiliary', 'set', ...args, '--json'], { home });
  expectShape('error', run.json());
  const { error } = run.json() as { error: { code: string; try: string[] } };
  expect(error.code).toBe(code);
  expect(error.try.join('\n')).toContain(hint);
  expect(run.code).toBe(exit);
  expect(readFileSync(config, 'utf8')).toBe(LOCAL);
});

test('a hosted provider behind a local main model is consent for this task, and that is said', async () => {
  const { home } = tempHome({ 'config.yaml': LOCAL, '.env': `DEEPSEEK_API_KEY=${KEY}\n` });
  const run = await hermes(['auxiliary', 'set', 'vision', 'deepseek/deepseek-chat', '--no-verify'], { home });
  expect(run.code).toBe(0);
  expect(run.stderr).toContain('consent for this task');
});

const PROBE = `export default class Probe {
  static id = 'probe'; static summary = 'x';
  static async run(argv, config) {
    const { successes } = await config.runHook('hermes:host', {});
    const host = successes.find(({ plugin }) => plugin.name === 'hermes' || plugin.isRoot)?.result ?? successes[0].result;
    const [aux, settings] = [await host.auxiliary(), await host.settings()];
    process.stdout.write(JSON.stringify({
      tasks: (await aux.tasks()).map(({ name }) => name),
      route: await aux.resolve('memory_review'),
      set: await settings.set('compression.threshold', '0.6'),
      got: (await settings.get('compression.threshold')).value,
      fallbacks: (await host.fallbacks()).map(({ model }) => model),
      masked: await host.mask('before ' + process.env.PROBE_SECRET + ' after'),
      folder: await host.ensureOps('agent', 'x'),
      prompt: host.ui.canPrompt(),
    }));
  }
}`;

test('a plugin declares a task of its own and reaches all of it through the host', async () => {
  const fallbacks = '[{provider: deepseek, model: keyless}, {base_url: "http://10.0.0.3/v1", model: second}]';
  const { home } = tempHome({
    'config.yaml': `${LOCAL}fallback_providers: ${fallbacks}\n`,
    '.env': `BOX_API_KEY=${KEY}\n`,
  });
  const task = "{ name: 'memory_review', description: 'Looks back.', timeoutMs: 45000 }";
  const contribute = `export default async () => ({ apiVersion: 1, auxiliaryTasks: [${task}] });`;
  const folder = fixturePlugin(
    'probing',
    { 'contribute.js': contribute, 'commands/probe.js': PROBE },
    { hooks: { 'hermes:contribute': './contribute.js' } },
  );
  const env = { HERMES_NPM_REGISTRY: 'http://127.0.0.1:9', npm_config_registry: 'http://127.0.0.1:9' };
  expect((await hermes(['plugins', 'install', folder], { home, env })).code).toBe(0);
  const inspected = await hermes(['plugins', 'inspect', 'probing', '--json'], { home });
  expectShape('plugins-inspect', inspected.json());
  expect(inspected.json()).toMatchObject({ contributes: { auxiliaryTasks: ['memory_review'] }, faults: [] });
  expect(await status(home, ['memory_review'])).toMatchObject({ code: 0, tasks: [{ route: { provider: 'main' } }] });
  const probe = (await hermes(['probe'], { home, env: { PROBE_SECRET: KEY } })).json();
  expect(probe).toMatchObject({
    tasks: expect.arrayContaining(['memory_review', 'compression']),
    route: { ok: true, route: { task: 'memory_review', target: { model: 'qwen' } } },
    set: { ok: true, changed: true },
    got: 0.6,
    fallbacks: ['second'],
    masked: 'before key-…1234 after',
    prompt: false,
  });
  expect(statSync(join(home, 'ops/agent/x')).mode & 0o777).toBe(0o700);
});
