import type { AgentTool, Host } from '@hermes-ops/contract';
import { expect, test } from 'vitest';
import { toolSet } from '../../src/chat/tool-set.ts';
import type { Tool } from '../../src/tools/tool.ts';

const OWN: Tool[] = ['terminal', 'todo'].map((name) => ({
  name,
  description: `Own ${name}.`,
  parameters: { type: 'object', properties: {} },
  run: async () => ({ status: 'ok', text: '' }),
}));

const hostWith = (...tools: unknown[]): Host => ({ points: async () => tools }) as Partial<Host> as Host;

const plugin = (given: Partial<Record<keyof AgentTool, unknown>>) => ({
  name: 'extra',
  description: 'A tool of a plugin.',
  parameters: { type: 'object', properties: { x: { type: 'string' } } },
  run: async () => 'done',
  ...given,
});

test("plugins' tools come behind the agent's own", async () => {
  const { wire, contributed, faults } = await toolSet(hostWith(plugin({}), plugin({ name: 'other' })), OWN, []);
  expect(wire.map(({ function: { name } }) => name)).toEqual(['terminal', 'todo', 'extra', 'other']);
  expect([...contributed]).toEqual(['extra', 'other']);
  expect(faults).toEqual([]);
});

test.each([
  ['no name', { name: undefined }],
  ['a name with blanks', { name: 'a b' }],
  ['a name that is taken', { name: 'terminal' }],
  ['no description', { description: 7 }],
  ['no parameters', { parameters: null }],
  ['a list of parameters', { parameters: [] }],
  ['nothing to run', { run: 'x' }],
  ['a reference that leads nowhere', { parameters: { type: 'object', $ref: '#/$defs/none' } }],
])('%s: left out and named, and nothing else is disturbed', async (_what, given) => {
  const { tools, faults } = await toolSet(hostWith(plugin(given), plugin({ name: 'good' })), OWN, []);
  expect([...tools.keys()]).toEqual(['terminal', 'todo', 'good']);
  expect(faults).toHaveLength(1);
});

test('a tool that does not say that it only reads is asked about', async () => {
  const { tools } = await toolSet(hostWith(plugin({}), plugin({ name: 'looks', access: 'read' })), OWN, []);
  expect(await tools.get('extra')?.review?.({}, {} as never)).toMatchObject({ action: 'use extra' });
  expect(await tools.get('looks')?.review?.({}, {} as never)).toBeUndefined();
});

test('toolsets and single tools can be switched off, names of objects do no harm', async () => {
  const { tools } = await toolSet(hostWith(plugin({})), OWN, ['todo', 'extra', 'constructor', '__proto__']);
  expect([...tools.keys()]).toEqual(['terminal']);
});

test('a long description is cut, but not between the halves of a character', async () => {
  const { wire } = await toolSet(hostWith(plugin({ description: `a${'😀'.repeat(600)}` })), OWN, []);
  expect(wire.at(-1)?.function.description).toBe(`a${'😀'.repeat(511)}`);
});
