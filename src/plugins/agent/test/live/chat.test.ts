import type { SessionMessage } from '@hermes-ops/contract';
import { expect, test } from 'vitest';
import { agentHome } from '../../../../../test/helpers/agent-home.ts';
import { hermes } from '../../../../../test/helpers/cli.ts';
import { halt } from '../../../../../test/helpers/halt.ts';
import { describeLive, startLlama } from '../../../../../test/helpers/llama-server.ts';
import { expectShape } from '../../../../../test/helpers/schema.ts';
import type { AgentEvent, TurnDocument } from '../../src/loop/events.ts';
import { openSessions } from '../../src/sessions/store.ts';

const SCHEMA = new URL('../../schemas/results/chat.schema.json', import.meta.url);

/** Calls of the tiny models are random, so only tools that look at the session's own state are on. */
const HARMLESS = `agent:
  disabled_toolsets: [terminal, file, memory, config]
`;

const config = (baseUrl: string, model: Record<string, unknown>, rest = HARMLESS): string =>
  `model:\n  default: tiny\n  provider: custom\n  base_url: ${baseUrl}\n${Object.entries(model)
    .map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`)
    .join('')}${rest}`;

const eventsOf = (stdout: string): AgentEvent[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as AgentEvent);

const ofType = <T extends AgentEvent['type']>(events: AgentEvent[], type: T) =>
  events.filter((event): event is Extract<AgentEvent, { type: T }> => event.type === type);

describeLive('hermes chat on a real llama-server', () => {
  test.each(['chat_completions', 'codex_responses', 'anthropic_messages'])(
    '%s: calls are carried out, results returned, everything stored',
    async (mode) => {
      const llama = await startLlama({ model: 'tools' });
      const { home, ops } = await agentHome({
        'config.yaml': config(llama.baseUrl, { api_mode: mode, max_tokens: 200 }),
      });
      let called = 0;
      // Its calls are random, one in three questions brings none: a few are enough for one.
      for (let i = 0; i < 20 && called === 0; i++) {
        const run = await hermes(['chat', '-q', `Question ${i}`, '--max-turns', '2', '--json'], { home });
        const document = run.json() as TurnDocument;
        expectShape(SCHEMA, document);
        called += document.toolCalls.length;
        const store = openSessions(`${ops}/sessions/sessions.db`);
        const messages = store.messages(document.sessionId);
        store.close();
        expectSound(messages);
        expect(messages[0]).toMatchObject({ role: 'user', content: `Question ${i}` });
        if (document.toolCalls.length > 0) expect(messages.some(({ role }) => role === 'tool')).toBe(true);
        expect(document.usage.promptTokens).toBeGreaterThan(500);
      }
      expect(called).toBeGreaterThan(0);
    },
  );

  test('from turn to turn and process to process the server reuses at least 98 % of what it had', async () => {
    const llama = await startLlama({ model: 'plain' });
    // llama-server takes white space off the beginning of an answer where there are tools, so that the rest does not fit.
    const logit_bias = [' ', '\n', 256, 257, 258].map((token) => [token, false]);
    const { home } = await agentHome({
      'config.yaml': config(llama.baseUrl, { max_tokens: 120, extra_body: { logit_bias } }),
    });
    const shares: number[] = [];
    for (let turn = 0; turn < 5; turn++) {
      const args = ['chat', '-q', `Tell me more, part ${turn}.`, '--json-stream', ...(turn > 0 ? ['--continue'] : [])];
      const run = await hermes(args, { home });
      expect(run.code, run.stderr).toBe(0);
      const [usage] = ofType(eventsOf(run.stdout), 'usage');
      if (usage?.reusable) shares.push(usage.cachedTokens / usage.reusable);
    }
    console.log(
      `cached of previous prompt + completion: ${shares.map((share) => `${(share * 100).toFixed(2)} %`).join(', ')}`,
    );
    expect(shares).toHaveLength(4);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.98);
  });

  test('after tool turns the figure is there, with a reason for what was lost', async () => {
    const llama = await startLlama({ model: 'tools' });
    const { home } = await agentHome({ 'config.yaml': config(llama.baseUrl, { max_tokens: 200 }) });
    const lines: string[] = [];
    for (let turn = 0; turn < 6; turn++) {
      const run = await hermes(
        ['chat', '-q', `Go on, ${turn}`, '--max-turns', '2', '--json-stream', ...(turn > 0 ? ['--continue'] : [])],
        { home },
      );
      for (const usage of ofType(eventsOf(run.stdout), 'usage')) {
        if (usage.reusable === undefined) continue;
        const lost = usage.reusable - usage.cachedTokens;
        lines.push(`${usage.cachedTokens} of ${usage.reusable}${usage.lost ? `: ${usage.lost.reason}` : ''}`);
        if (lost > Math.max(2, Math.ceil(usage.reusable * 0.02))) expect(usage.lost?.tokens).toBe(lost);
      }
    }
    console.log(`cached tokens after tool turns:\n  ${lines.join('\n  ')}`);
    expect(lines.length).toBeGreaterThan(2);
  });

  test('a session driven to the end of its window is told so, and never sees another error', async () => {
    const llama = await startLlama({ model: 'bpe', args: ['-c', '4096'] });
    const { home } = await agentHome({
      'config.yaml': config(llama.baseUrl, { max_tokens: 400, extra_body: { ignore_eos: true } }),
    });
    const seen: string[] = [];
    for (let turn = 0; turn < 12 && seen.at(-1) !== 'agent.context-full'; turn++) {
      const args = ['chat', '-q', `Part ${turn}, please.`, '--json', ...(turn > 0 ? ['--continue'] : [])];
      const run = await hermes(args, { home });
      const { error, usage } = run.json() as TurnDocument;
      expect(run.code, run.stdout).toBe(error ? 1 : 0);
      seen.push(error?.code ?? String(usage.promptTokens));
    }
    console.log(`prompt tokens per turn at -c 4096: ${seen.join(', ')}`);
    expect(seen.at(-1)).toBe('agent.context-full');
    expect(seen.length).toBeGreaterThan(3);
    expect(new Set(seen.filter((one) => one.startsWith('agent.')))).toEqual(new Set(['agent.context-full']));
  });

  test('a window that is too small is said with the three sizes', async () => {
    const llama = await startLlama({ model: 'plain', args: ['-c', '2048'] });
    const { home } = await agentHome({ 'config.yaml': config(llama.baseUrl, { max_tokens: 20 }, '') });
    const run = await hermes(['chat', '-q', 'hello', '--json'], { home });
    expect(run.code).toBe(1);
    expectShape('error', run.json());
    const { error } = run.json() as { error: { code: string; message: string } };
    expect(error.code).toBe('agent.window-too-small');
    expect(error.message).toMatch(/window of 2,048 tokens.*system prompt [\d,]+, tools [\d,]+, your message [\d,]+/);
  });

  test('a server without tools is talked to without tools, and that is said', async () => {
    const llama = await startLlama({ model: 'plain', args: ['--no-jinja'] });
    const { home } = await agentHome({
      'config.yaml': config(llama.baseUrl, { max_tokens: 20, extra_body: { ignore_eos: true } }),
    });
    const run = await hermes(['chat', '-q', 'hello', '--json-stream'], { home });
    expect(run.code, run.stdout + run.stderr).toBe(0);
    expect(ofType(eventsOf(run.stdout), 'notice').map(({ code }) => code)).toContain('agent.no-tools');
  });

  test('a wrong key', async () => {
    const llama = await startLlama({ args: ['--api-key', 'right-key-0001'] });
    const { home } = await agentHome({ 'config.yaml': config(llama.baseUrl, { api_key: 'wrong-key-0002' }) });
    const run = await hermes(['chat', '-q', 'hello', '--json'], { home });
    expect(run.code).toBe(1);
    expect(run.json()).toMatchObject({ error: { code: 'agent.key-refused' } });
    expect(run.stdout + run.stderr).not.toContain('wrong-key-0002');
  });

  test('a server that is stopped (SIGSTOP) is said to be silent', async () => {
    const llama = await startLlama();
    const { home } = await agentHome({ 'config.yaml': config(llama.baseUrl, {}) });
    await halt(llama.pid);
    const run = await hermes(['chat', '-q', 'hello', '--json'], { home });
    expect(run.code).toBe(1);
    expect(run.json()).toMatchObject({ error: { code: 'agent.endpoint-silent' } });
  });
});

/** What every chat template can take: roles alternate, every call has its result right behind it. */
function expectSound(messages: SessionMessage[]): void {
  const open = new Set<string>();
  let before = 'start';
  for (const { role, tool_calls = [], tool_call_id, content } of messages) {
    expect(typeof content).toBe('string');
    if (role === 'tool') expect(open.delete(tool_call_id ?? '')).toBe(true);
    else {
      expect(open.size).toBe(0);
      expect(role).not.toBe(before === 'tool' ? 'user' : before);
    }
    for (const call of tool_calls) {
      open.add(call.id);
      expect(typeof JSON.parse(call.function.arguments)).toBe('object');
    }
    before = role;
  }
  expect(open.size).toBe(0);
  expect(messages.at(-1)?.role).toBe('assistant');
}
