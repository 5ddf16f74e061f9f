import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { freePort } from '../../scripts/free-port.ts';
import { expectExtended, expectValid } from '../dialogues/checks.ts';
import type { Dialogue } from '../dialogues/dialogue.ts';
import { agentHome } from '../dialogues/home.ts';
import { type ChatResult, configText, modelFor, runDialogue } from '../dialogues/run.ts';
import { hermes } from '../helpers/cli.ts';
import { neighbour } from '../helpers/scripted-model/skills.ts';
import type { Script } from '../helpers/scripted-model/types.ts';
import { dice, SEED, wordMaker } from '../helpers/scripted-model/words.ts';
import { openTerminal } from '../helpers/terminal.ts';

/** The walkthrough's four conversations, each with three configurations made up for this run. */
const roll = dice(SEED);
const word = wordMaker(roll);
const between = (low: number, high: number) => low + Math.floor(roll() * (high - low + 1));
const rounds = [1, 2, 3];

const SKILLS: Script['turns'] = [
  { user: 'who are you', skill: 'identity' },
  { user: 'compression threshold', skill: 'threshold' },
  { user: 'what is the aux', skill: 'auxiliary' },
  { user: 'set the aux model to', skill: 'setAuxiliary' },
  { user: 'pp and tg', skill: 'measure' },
];

const script = (more: Partial<Script> = {}): Script => ({
  models: [`${word()}-${between(2, 70)}B-Q4_K_M.gguf`],
  turns: SKILLS,
  ...more,
});

describe(`the walkthrough's conversations (seed ${SEED})`, () => {
  test.each(rounds)('who are you, %i', async () => {
    const model = script({ nCtx: between(8, 128) * 1024 });
    const dialogue: Dialogue = {
      name: 'identity',
      script: model,
      runs: [{ q: 'Who are you?', text: [model.models?.[0] ?? ''], notText: ['I cannot find'] }],
      requests: 1,
    };
    await runDialogue(dialogue);
  });

  test.each(rounds)('what is the compression threshold, %i', async () => {
    const threshold = between(31, 94) / 100;
    const protect_last_n = between(5, 40);
    const target_ratio = between(11, 29) / 100;
    await runDialogue({
      name: 'threshold',
      script: script(),
      config: { approvals: null, compression: { threshold, protect_last_n, target_ratio } },
      runs: [
        {
          q: 'What is the compression threshold?',
          text: [`${threshold}`, `${protect_last_n} messages`, `${target_ratio}`],
          calls: [{ name: 'config_get', status: 'ok' }],
        },
      ],
      requests: 2,
    });
  });

  test.each(rounds)('what `hermes compression status` says of it is what the reply said, %i', async () => {
    const main = script({ nCtx: between(16, 128) * 1024 });
    const compression = {
      threshold: between(31, 94) / 100,
      target_ratio: between(11, 29) / 100,
      protect_last_n: between(5, 40),
      hygiene_hard_message_limit: between(100, 900),
    };
    const model = await modelFor(main);
    const text = configText(model.baseUrl, { script: main, config: { compression } });
    const place = await agentHome({ 'config.yaml': text }, {}, 'work', { compression: true });
    const run = await hermes(['chat', '-q', 'What is the compression threshold?', '--json'], place);
    const reply = (run.json() as ChatResult).text;
    const status = (await hermes(['compression', 'status', '--json'], place)).json() as {
      settings: Record<string, unknown>;
      trigger: { tokens?: number };
    };
    expect(status.settings).toMatchObject({
      enabled: true,
      threshold: compression.threshold,
      targetRatio: compression.target_ratio,
      protectLastN: compression.protect_last_n,
      messageLimit: compression.hygiene_hard_message_limit,
    });
    for (const value of Object.values(compression)) expect(reply).toContain(String(value));
    expect(status.trigger.tokens).toBe(Math.floor(Math.min(compression.threshold, 0.95) * (main.nCtx ?? 0)));
    const shown = (await hermes(['compression', 'status'], place)).stdout;
    for (const [key, value] of Object.entries(compression)) expect(shown).toContain(`${key}: ${value}`);
  });

  const ways = [
    {
      way: 'custom_providers',
      provider: 'custom:spare',
      of: (url: string) => ({ custom_providers: [{ name: 'spare', base_url: url }] }),
    },
    { way: 'providers', provider: 'spare', of: (url: string) => ({ providers: { spare: { base_url: url } } }) },
    { way: 'base_url of the task', provider: 'custom', of: () => ({}) },
  ];

  test.each(ways)('which is the aux model, set it: $way', async ({ way, provider, of }) => {
    const [old, asked] = [`${word()}-v${between(2, 8)}-mini`, `${word()}-v${between(2, 8)}-flash`];
    const listed = [`${word()}-large`, old, asked, `${word()}-vision`];
    const spare = await modelFor({ models: listed, turns: [] });
    const main = script();
    const model = await modelFor(main);
    const task = { provider, model: old, ...(way.startsWith('base_url') ? { base_url: spare.baseUrl } : {}) };
    const config = { auxiliary: { compression: task }, ...of(spare.baseUrl) };
    const {
      home,
      cwd,
      config: file,
    } = await agentHome({ 'config.yaml': configText(model.baseUrl, { script: main, config }) });
    const before = readFileSync(file, 'utf8');

    const told = await hermes(['chat', '-q', 'What is the aux model?', '--json'], { home, cwd });
    expect((told.json() as ChatResult).text, told.stderr).toContain(`${old} at ${provider}`);
    const run = await hermes(['chat', '-q', `Set the aux model to ${asked}`, '--json', '--continue'], { home, cwd });
    const answer = run.json() as ChatResult;
    expect(run.code, run.stdout + run.stderr).toBe(0);
    expect(answer.toolCalls).toMatchObject([
      { name: 'config_set', status: 'error', arguments: { value: neighbour(asked) } },
      { name: 'config_set', status: 'ok', arguments: { value: asked } },
    ]);
    expect(answer.text).toContain(`${neighbour(asked)} does not exist, so I took the nearest name, ${asked}`);
    const refused = model.requests.at(-2)?.messages.findLast(({ role }) => role === 'tool')?.text;
    expect(refused).toContain(asked);
    expect(readFileSync(file, 'utf8')).toBe(before.replace(`model: ${old}`, `model: ${asked}`));
    expect(spare.seen).toContain('GET /v1/models');
    expect([...spare.requests, ...spare.side]).toEqual([]);
  });

  test('the refused name is in the file at no time', async () => {
    const asked = `${word()}-v${between(2, 8)}-flash`;
    const spare = await modelFor({ models: [asked, `${word()}-large`], turns: [] });
    // The model gives up after the refusal: what stands in the file then is what the refusal left.
    const main: Script = {
      models: ['m.gguf'],
      turns: [
        {
          user: 'set it',
          steps: [
            { calls: [{ tool: 'config_set', args: { key: 'auxiliary.compression.model', value: neighbour(asked) } }] },
            { say: 'It said: {{result}}' },
          ],
        },
      ],
    };
    const model = await modelFor(main);
    const config = {
      custom_providers: [{ name: 'spare', base_url: spare.baseUrl }],
      auxiliary: { compression: { provider: 'custom:spare' } },
    };
    const {
      home,
      cwd,
      config: file,
    } = await agentHome({ 'config.yaml': configText(model.baseUrl, { script: main, config }) });
    const before = readFileSync(file, 'utf8');
    const run = await hermes(['chat', '-q', 'Set it.', '--json'], { home, cwd });
    expect((run.json() as ChatResult).text, run.stderr).toContain(asked);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test('a provider that cannot be asked: written, and said to be not verified', async () => {
    const asked = `${word()}-v${between(2, 8)}-flash`;
    const main = script();
    const model = await modelFor(main);
    const config = {
      custom_providers: [{ name: 'spare', base_url: `http://127.0.0.1:${await freePort()}/v1` }],
      auxiliary: { compression: { provider: 'custom:spare', model: 'old' } },
    };
    const {
      home,
      cwd,
      config: file,
    } = await agentHome({ 'config.yaml': configText(model.baseUrl, { script: main, config }) });
    const run = await hermes(['chat', '-q', `Set the aux model to ${asked}`, '--json'], { home, cwd });
    expect(run.code, run.stdout + run.stderr).toBe(0);
    expect((run.json() as ChatResult).text).toMatch(/not verified/i);
    expect(parse(readFileSync(file, 'utf8'))).toHaveProperty('auxiliary.compression.model', neighbour(asked));
  });

  test('setting it without a terminal and without consent is denied, and the file stays', async () => {
    const asked = `${word()}-v3-flash`;
    const spare = await modelFor({ models: [asked], turns: [] });
    const main = script();
    const model = await modelFor(main);
    const config = {
      approvals: { mode: 'manual' },
      custom_providers: [{ name: 'spare', base_url: spare.baseUrl }],
      auxiliary: { compression: { provider: 'custom:spare', model: 'old' } },
    };
    const {
      home,
      cwd,
      config: file,
    } = await agentHome({ 'config.yaml': configText(model.baseUrl, { script: main, config }) });
    const before = readFileSync(file, 'utf8');
    const run = await hermes(['chat', '-q', `Set the aux model to ${asked}`, '--json'], { home, cwd });
    const statuses = (run.json() as ChatResult).toolCalls.map(({ status }) => status);
    expect(statuses.at(-1), run.stdout + run.stderr).toBe('denied');
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test.each(rounds)('measure yourself, %i', async (round) => {
    const speeds = { pp: between(100_000, 900_000) / 1000, tg: between(3000, 90_000) / 1000 };
    const main = script({ speeds });
    const question = 'What is the pp and tg performance of the current model?';
    const figures = [`Prompt processing ${speeds.pp} tok/s`, `token generation ${speeds.tg} tok/s`];
    if (round < 3) {
      const calls = ['config_get', 'terminal'].map((name) => ({ name, status: 'ok' as const }));
      return runDialogue({
        name: 'measure',
        script: main,
        runs: [{ q: question, text: figures, calls }],
        requests: 3,
        sideRequests: 1,
      });
    }
    // The third time on a terminal, where a person agrees if the command is not known to be harmless.
    const model = await modelFor(main);
    const text = configText(model.baseUrl, { script: main, config: { approvals: { mode: 'manual' } } });
    const { home } = await agentHome({ 'config.yaml': text });
    const terminal = openTerminal(['chat', '--plain'], { home, cols: 200 });
    await terminal.waitFor('●');
    terminal.type(`${question}\r`);
    await terminal.waitFor(/[([]o[)\]]nce|Prompt processing/);
    if (!terminal.screen().join('\n').includes('Prompt processing')) terminal.type('o\r');
    await terminal.waitFor(figures[0] ?? '');
    await terminal.waitFor(figures[1] ?? '');
    terminal.type('\x04');
    expect(await terminal.exit()).toBe(0);
  });

  test('measure yourself with the benchmark installed: its tool is used', async () => {
    const speeds = { pp: between(1000, 9000), tg: between(11, 99) };
    const main = script({ speeds });
    const model = await modelFor(main);
    const { home, cwd } = await agentHome({ 'config.yaml': configText(model.baseUrl, { script: main }) });
    const installed = await hermes(['plugins', 'install', 'benchmark', '--json'], { home });
    expect(installed.code, installed.stderr).toBe(0);
    const run = await hermes(['chat', '-q', 'What is the pp and tg performance?', '--json'], { home, cwd });
    const answer = run.json() as ChatResult;
    expect(answer.toolCalls, answer.text).toMatchObject([{ name: 'benchmark_model', status: 'ok' }]);
    expect(answer.text).toMatch(new RegExp(`Measured:.*${speeds.tg}`, 's'));
    expect(answer.text.replaceAll(/(\d)[ ,](\d{3})/g, '$1$2')).toContain(String(speeds.pp));
  });

  test('a plugin that is installed between two questions leaves the beginning of the prompt as it was', async () => {
    const main = script();
    const model = await modelFor(main);
    const text = configText(model.baseUrl, { script: main });
    const { home, cwd } = await agentHome({ 'config.yaml': text });
    const ask = (...args: string[]) => hermes(['chat', '-q', 'Who are you?', '--json', ...args], { home, cwd });
    expect((await ask()).code).toBe(0);
    expect((await hermes(['plugins', 'install', 'benchmark', '--json'], { home })).code).toBe(0);
    expect((await ask('--continue')).code).toBe(0);
    expectValid(model.requests);
    expectExtended(model.requests);
  });
});
