import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agentHome } from '../dialogues/home.ts';
import { type ChatResult, configText, modelFor } from '../dialogues/run.ts';
import { hermes } from '../helpers/cli.ts';
import type { Script } from '../helpers/scripted-model/types.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';

const SCRIPT: Script = {
  turns: [
    {
      user: 'begin',
      steps: [
        { reasoning: 'Let me see.', say: 'One moment.', calls: [{ tool: 'terminal', args: { command: 'echo hi' } }] },
        { faults: [{ cut: 'text' }], say: 'It said {{result:\\bhi\\b}}, and that is all there is to say.' },
      ],
    },
    { user: 'fail', steps: [{ faults: Array.from({ length: 50 }, () => ({ status: 500 })), say: 'never' }] },
  ],
};
const FINAL = 'It said hi, and that is all there is to say.';

interface Event {
  type: string;
  [key: string]: unknown;
}

async function started() {
  const model = await modelFor(SCRIPT);
  const place = await agentHome({ 'config.yaml': configText(model.baseUrl, { script: SCRIPT }) });
  return { model, ...place, chat: (...args: string[]) => hermes(['chat', ...args], place) };
}

const eventsOf = (stdout: string): Event[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('output of a one-shot run', () => {
  test('plain: the answer on standard output, everything else beside it', async () => {
    const { chat } = await started();
    const run = await chat('-q', 'Begin.');
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toContain(FINAL);
    for (const part of ['Let me see', '\u001b', '┊', '╭']) expect(run.stdout).not.toContain(part);
    // A stream that broke off and was sent again is shown once, or said to be sent again.
    expect(run.stdout.split('It said hi').length - 1).toBe(1);
  });

  test('--json: one document, whose figures are those of the server', async () => {
    const { chat, model } = await started();
    const run = await chat('-q', 'Begin.', '--json');
    const { usage, turns, toolCalls, durationMs, sessionId } = run.json() as ChatResult;
    expect(run.json()).toMatchObject({ schemaVersion: 1, turns: 2 });
    expect({ turns, sessionId: typeof sessionId, durationMs: durationMs > 0 }).toEqual({
      turns: 2,
      sessionId: 'string',
      durationMs: true,
    });
    expect(toolCalls).toEqual([{ name: 'terminal', arguments: { command: 'echo hi' }, status: 'ok' }]);
    // The stream that broke off brought no figures.
    const counted = model.requests.filter(({ slot }) => slot !== undefined);
    const sum = (key: 'promptTokens' | 'cachedTokens') => counted.reduce((total, one) => total + one[key], 0);
    expect(usage).toMatchObject({ promptTokens: sum('promptTokens'), cachedTokens: sum('cachedTokens') });
    expect(usage.completionTokens).toBeGreaterThan(10);
  });

  test('--json-stream: events in order, the result last', async () => {
    const { chat } = await started();
    const run = await chat('-q', 'Begin.', '--json-stream');
    const events = eventsOf(run.stdout);
    const types = events.map(({ type }) => type);
    expect(types[0]).toBe('init');
    expect(types.filter((type) => type === 'init' || type === 'result')).toEqual(['init', 'result']);
    expect(types.at(-1)).toBe('result');
    for (const type of ['reasoning', 'text', 'tool_call', 'tool_result', 'retry']) expect(types).toContain(type);
    // `progress` and `usage` come from servers that say them.
    const known = [
      'init',
      'reasoning',
      'text',
      'tool_call',
      'tool_result',
      'approval',
      'retry',
      'notice',
      'error',
      'result',
      'progress',
      'usage',
      'writing',
      'waiting',
    ];
    expect(types.filter((type) => !known.includes(type))).toEqual([]);
    expect(types.indexOf('reasoning')).toBeLessThan(types.indexOf('tool_call'));
    expect(types.indexOf('tool_call')).toBeLessThan(types.indexOf('tool_result'));
    expect(types.indexOf('tool_result')).toBeLessThan(types.indexOf('retry'));
    // What came before a retry does not count; what came after it is the answer.
    const after = events.slice(types.lastIndexOf('retry'));
    const texts = after.filter(({ type }) => type === 'text').map((event) => event['text'] ?? event['delta']);
    expect(texts.join('')).toBe(FINAL);
    expect(events.at(-1)).toMatchObject({
      schemaVersion: 1,
      text: expect.stringContaining(FINAL),
      turns: 2,
      toolCalls: [{ name: 'terminal', status: 'ok' }],
    });
  });

  test.each(['--json', '--json-stream'])('%s: a turn that failed is exit code 1 and says why', async (flag) => {
    const { chat } = await started();
    const run = await chat('-q', 'Fail.', flag);
    expect(run.code).toBe(1);
    const documents = flag === '--json' ? [run.json() as Event] : eventsOf(run.stdout);
    expect(JSON.stringify(documents)).toMatch(/"code":"agent\.[a-z-]+"/);
  });

  test('every request is in the ledger, with its task', async () => {
    const { chat, home } = await started();
    await chat('-q', 'Begin.', '--json');
    const folder = join(home, 'ops/usage');
    const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'));
    const entries = lines.map((line) => JSON.parse(line) as { task: string; ok: boolean; promptTokens: number });
    expect(new Set(entries.map(({ task }) => task)).size).toBe(1);
    expect(entries.filter(({ ok }) => ok)).toHaveLength(2);
  });

  test.each([
    { what: 'no prompt at all', args: [] },
    { what: 'an empty prompt', args: ['-q', ''] },
    { what: 'two ways of going on', args: ['-q', 'Begin.', '--continue', '--resume', 'x'] },
    { what: 'two kinds of output', args: ['-q', 'Begin.', '--json', '--json-stream'] },
    { what: 'a number of turns that is none', args: ['-q', 'Begin.', '--max-turns', 'many'] },
  ])('$what: exit code 2, nothing is asked', async ({ args }) => {
    const { chat, model } = await started();
    const run = await chat(...args);
    expect(run.code, run.stdout + run.stderr).toBe(2);
    expect(model.requests).toEqual([]);
  });

  test('no model in the config: exit code 2 and what to do', async () => {
    const place = await agentHome({ 'config.yaml': 'compression:\n  enabled: true\n' });
    const run = await hermes(['chat', '-q', 'Begin.', '--json'], place);
    expect(run.code, run.stdout + run.stderr).toBe(2);
    expect(run.stdout).toContain('hermes model');
  });

  test.each(['silent', 'not-http', 'close'] as const)(
    'an endpoint that is %s is said, with what to do',
    async (fault) => {
      const server = await scriptedServer({ '*': { fault } });
      const place = await agentHome({ 'config.yaml': configText(server.baseUrl, { script: SCRIPT }) });
      const run = await hermes(['chat', '-q', 'Begin.', '--json'], place);
      expect([1, 2], run.stdout + run.stderr).toContain(run.code);
      expect(run.stdout).toContain(`${server.port}`);
      expect(run.json()).toMatchObject({
        error: { code: expect.stringMatching(/^agent\./), try: expect.arrayContaining([expect.any(String)]) },
      });
    },
  );

  test('--prompt-size counts the first request by its parts and sends nothing; it stays under 2,000 tokens', async () => {
    const { chat, model } = await started();
    const run = await chat('--prompt-size', '--json');
    expect(run.code, run.stdout + run.stderr).toBe(0);
    const { parts } = run.json() as { parts: { tokens: number }[] };
    const total = parts.reduce((sum, { tokens }) => sum + tokens, 0);
    expect(total).toBeGreaterThan(500);
    expect(total).toBeLessThan(2000);
    expect(model.requests).toEqual([]);
  });
});
