import { appendFileSync, chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { type AgentHome, agentHome } from '../dialogues/home.ts';
import { configText, modelFor } from '../dialogues/run.ts';
import { BIN, cleanEnv, hermes } from '../helpers/cli.ts';
import { tempDir } from '../helpers/home.ts';
import { expectShape } from '../helpers/schema.ts';
import type { Script } from '../helpers/scripted-model/types.ts';
import { openTerminal } from '../helpers/terminal.ts';

const SHAPE = new URL('../../src/plugins/agent/schemas/results/insights.schema.json', import.meta.url);

/** A folder with a `hermes` that is the built one, in front of PATH. */
function onPath(): string {
  const folder = tempDir();
  const file = join(folder, 'hermes');
  writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`);
  chmodSync(file, 0o755);
  return folder + delimiter + (process.env['PATH'] ?? '');
}

async function world(script: Script, config = {}) {
  const model = await modelFor(script);
  const place = await agentHome({ 'config.yaml': configText(model.baseUrl, { script, config }) });
  return { model, ...place };
}

const SCRIPT: Script = {
  models: ['通义.gguf'],
  turns: [
    {
      user: 'look',
      steps: [
        { calls: [{ tool: 'terminal', args: { command: 'echo one' } }] },
        { calls: [{ tool: 'read_file', args: { path: 'no-such-file.txt' } }] },
        { say: 'Looked.' },
      ],
    },
    { user: 'again', steps: [{ say: 'Again.' }] },
  ],
};

const json = async (place: AgentHome, ...args: string[]) => {
  const run = await hermes(['insights', ...args, '--json'], place);
  expect(run.code, run.stderr).toBe(0);
  expectShape(SHAPE, run.json());
  return run.json() as Record<string, Record<string, unknown>>;
};

test('real conversations are told with the tokens that the server counted', async () => {
  const { model, ...place } = await world(SCRIPT);
  expect((await hermes(['chat', '-q', '看看 look 一下'], place)).code).toBe(0);
  expect((await hermes(['chat', '-q', 'Again.'], place)).code).toBe(0);
  expect((await hermes(['chat', '-q', 'again', '--continue'], place)).code).toBe(0);
  const asked = model.requests.length;
  const result = await json(place);
  const prompt = model.requests.reduce((sum, { promptTokens }) => sum + promptTokens, 0);
  const cached = model.requests.reduce((sum, { cachedTokens }) => sum + cachedTokens, 0);
  expect(result).toMatchObject({
    complete: true,
    overview: { sessions: 2, messages: 10, userMessages: 3, toolCalls: 2, promptTokens: prompt, cachedTokens: cached },
    models: [{ model: '通义.gguf', address: model.baseUrl, sessions: 2, requests: 5 }],
    tools: {
      total: 2,
      kinds: 2,
      top: [
        { name: 'read_file', failed: 1 },
        { name: 'terminal', failed: 0 },
      ],
    },
    activity: { bestStreak: expect.any(Number) },
    cost: { billed: [], local: { requests: 5 } },
    speed: { chat: { requests: 5, failed: 0, promptTokens: prompt, cachedTokens: cached } },
    notes: [],
  });
  const text = await hermes(['insights', '--days', '1'], place);
  expect(text.code).toBe(0);
  expect(text.stderr).toBe('');
  expect(text.stdout).toMatch(/^Hermes Insights: last day\n/);
  expect(text.stdout).toMatch(/Sessions\s+2, 5\.0 messages each/);
  expect(text.stdout).toMatch(/most tool calls +2 .* 看看 look 一下$/m);
  expect(text.stdout).not.toContain('\u001b');
  // It asks nobody.
  expect(model.requests).toHaveLength(asked);
});

test('a model may call it in its terminal unasked, also in a pipe, and reads what is going on', async () => {
  const command = 'hermes insights --days 1 2>/dev/null';
  const script: Script = {
    turns: [
      {
        user: 'what',
        steps: [
          { calls: [{ tool: 'terminal', args: { command } }] },
          { calls: [{ tool: 'terminal', args: { command: `${command} | head -20` } }] },
          { say: 'It said: {{results:([\\s\\S]*)}}' },
        ],
      },
    ],
  };
  const place = await world(script, { approvals: { mode: 'manual' } });
  const run = await hermes(['chat', '-q', 'What?', '--json'], { ...place, env: { PATH: onPath() } });
  expect(run.json()).toMatchObject({ toolCalls: [{ status: 'ok' }, { status: 'ok' }] });
  const { text } = run.json() as { text: string };
  expect(text).toContain('Hermes Insights: last day');
  expect(text).toMatch(/Sessions\s+1, 2\.0 messages each/);
  expect(text).toMatch(/Sessions\s+1, 4\.0 messages each/);
});

test('an empty home: one clear line, and nothing is made', async () => {
  const place = await agentHome({});
  const before = readdirSync(join(place.home, 'ops'));
  const run = await hermes(['insights', '--days', '7'], place);
  expect([run.code, run.stderr]).toEqual([0, '']);
  expect(run.stdout.trimEnd().split('\n').at(-1)).toBe('no sessions in the last 7 days');
  expect(await json(place)).toMatchObject({ overview: { sessions: 0, cachedShare: null }, models: [], notes: [] });
  expect(existsSync(join(place.home, 'ops/sessions'))).toBe(false);
  expect(readdirSync(join(place.home, 'ops'))).toEqual(before);
});

test('a damaged store and a damaged ledger are said; what can be read is shown', async () => {
  const { model: _, ...place } = await world(SCRIPT);
  expect((await hermes(['chat', '-q', 'Look.'], place)).code).toBe(0);
  const [ledger = ''] = readdirSync(join(place.home, 'ops/usage'));
  appendFileSync(join(place.home, 'ops/usage', ledger), '{"time": cut off\n');
  expect(await json(place)).toMatchObject({
    complete: true,
    overview: { sessions: 1 },
    notes: ['1 line of the usage ledger left out as unreadable'],
  });
  writeFileSync(join(place.home, 'ops/sessions/sessions.db'), 'x'.repeat(9_000));
  const run = await hermes(['insights', '--json'], place);
  expect(run.code).toBe(1);
  expectShape(SHAPE, run.json());
  expect(run.json()).toMatchObject({ complete: false, speed: { chat: { requests: 3 } } });
  const text = await hermes(['insights'], place);
  expect(text.code).toBe(1);
  expect(text.stdout).toMatch(/the stored sessions cannot be read: .*no SQLite file.*sessions\.db/);
  expect(text.stdout).not.toContain('no sessions');
  expect(readFileSync(join(place.home, 'ops/sessions/sessions.db'), 'utf8')).toBe('x'.repeat(9_000));
});

test('on a narrow terminal no line is broken by the terminal', async () => {
  const { model: _, ...place } = await world(SCRIPT);
  expect(
    (await hermes(['chat', '-q', 'Look at a question that is longer than the terminal is wide.'], place)).code,
  ).toBe(0);
  const terminal = openTerminal(['insights'], { home: place.home, cols: 40, rows: 60 });
  expect(await terminal.exit()).toBe(0);
  // A line that the terminal broke would be given back in one piece.
  const lines = terminal.screen();
  expect(lines.some((line) => line.startsWith('Notable sessions'))).toBe(true);
  expect(lines.filter((line) => line.length > 40)).toEqual([]);
});

test.each(['0', '3651', '1.5', 'many'])('--days %s is refused', async (days) => {
  const { home } = await agentHome({});
  const run = await hermes(['insights', '--days', days, '--json'], { home });
  expect(run.code).toBe(2);
  expectShape('error', run.json());
});

test('`| head` ends it quietly', async () => {
  const place = await agentHome({});
  const env = { ...cleanEnv(), HERMES_HOME: place.home };
  const run = await execa('sh', ['-c', `"${process.execPath}" "${BIN}" insights | head -1`], { env, extendEnv: false });
  expect([run.stdout, run.stderr]).toEqual(['Hermes Insights: last 30 days', '']);
});
