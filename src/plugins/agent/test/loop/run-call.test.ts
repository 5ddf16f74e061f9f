import type { Host } from '@hermes-ops/contract';
import { expect, test } from 'vitest';
import type { LoopDeps } from '../../src/loop/deps.ts';
import type { AgentEvent } from '../../src/loop/events.ts';
import { runCall } from '../../src/loop/run-call.ts';
import { wireTool } from '../../src/loop/wire-schema.ts';
import type { Tool } from '../../src/tools/tool.ts';

const host = { mask: async (text: string) => text.replaceAll('hunter2', '…') } as Partial<Host> as Host;

/** One tool, everything allowed, and what was told of it. */
function world(tool: Partial<Tool>) {
  const events: AgentEvent[] = [];
  const whole: Tool = {
    name: 'probe',
    description: '',
    parameters: { type: 'object', properties: { x: { type: 'string' } } },
    run: async () => ({ status: 'ok', text: 'done' }),
    ...tool,
  };
  const deps = {
    host,
    tools: new Map([['probe', whole]]),
    conversation: { tools: [wireTool(whole)] },
    environment: { host, maxChars: 200 },
    approver: { decide: async () => ({ allowed: true, by: 'once' }) },
    emit: (event: AgentEvent) => void events.push(event),
  } as unknown as LoopDeps;
  const call = (args: string, name = 'probe') =>
    runCall(
      deps,
      { call: { id: 'c', type: 'function', function: { name, arguments: args } } },
      new AbortController().signal,
    );
  return { call, events };
}

test.each([
  ['nothing', undefined],
  ['an object', { answer: 42 }],
  ['a number', 7],
])('a tool that returns %s instead of a text still gives the model one', async (_what, text) => {
  const { call, events } = world({ run: async () => ({ status: 'ok', text }) as never });
  const result = await call('{}');
  expect(typeof result.text).toBe('string');
  expect(events.map(({ type }) => type)).toEqual(['tool_call', 'tool_result']);
});

test('a tool that throws, a schema that cannot be used, a tool that is not there: each is an error with words', async () => {
  const broken = { type: 'object', properties: { x: { type: 'string', pattern: '(' } } };
  for (const { call, args, name } of [
    { ...world({ run: () => Promise.reject(new Error('out of paper')) }), args: '{}', name: 'probe' },
    { ...world({ parameters: broken }), args: '{"x":"y"}', name: 'probe' },
    { ...world({}), args: '{}', name: 'constructor' },
  ]) {
    const result = await call(args, name);
    expect(result.status).toBe('error');
    expect(result.text.length).toBeGreaterThan(10);
  }
});

test('secrets are covered before a long result is cut', async () => {
  const text = `${'a'.repeat(98)}hunter2${'b'.repeat(500)}`;
  const { call } = world({ run: async () => ({ status: 'ok', text }) });
  const result = await call('{}');
  expect(result.text).not.toContain('hunter');
  expect(result.text.length).toBeLessThan(300);
});

test('a call whose arguments could not be read is shown like any other', async () => {
  const { events } = world({});
  const deps = world({});
  const result = await deps.call('{"x": 5, "y"');
  expect(result).toMatchObject({ status: 'error', args: '{"x": 5, "y"' });
  expect(deps.events.map(({ type }) => type)).toEqual(['tool_call', 'tool_result']);
  expect(events).toEqual([]);
});
