import type { SessionMessage, ToolCall } from '@hermes-ops/contract';
import fc from 'fast-check';
import { readSettings } from '../src/settings.ts';

export const settingsOf = (compression: Record<string, unknown> = {}) =>
  readSettings(
    { file: '', exists: true, env: {}, value: { compression } as never, raw: { compression } },
    'some-model',
  );

export const SEARCH = {
  type: 'function' as const,
  function: { name: 'session_search', description: 'Search.', parameters: {} },
};

type Draft = Omit<SessionMessage, 'seq' | 'time'>;

/** Numbers drafts as a store does. */
const numbered = (drafts: readonly Draft[]): SessionMessage[] =>
  drafts.map((draft, i) => ({ ...draft, seq: i + 1, time: new Date(1_795_000_000_000 + i * 1000).toISOString() }));

const PICTURE = `look: data:image/png;base64,${'iVBORw0KGgo'.repeat(40)}`;

const words = fc.string({ unit: 'grapheme', maxLength: 60 });
const text = fc.oneof(
  { weight: 6, arbitrary: words },
  {
    weight: 2,
    arbitrary: fc.constantFrom('The port is 8181, not 8080.', '更正：端口改为 9191。', 'Decision: we use src/main.ts.'),
  },
  { weight: 1, arbitrary: fc.constant(PICTURE) },
  { weight: 1, arbitrary: fc.nat(30_000).map((length) => 'lorem ipsum 4711 '.repeat(length / 17)) },
);

let ids = 0;
const call = fc.record({ name: fc.constantFrom('terminal', 'read_file', 'todo'), body: fc.oneof(words, text) }).map(
  ({ name, body }): ToolCall => ({
    id: `call-${ids++}`,
    type: 'function',
    function: { name, arguments: JSON.stringify({ path: body }) },
  }),
);

/** One thing that happens: most of them are sound, some leave the roles broken as a killed process or a foreign store may. */
const happening: fc.Arbitrary<Draft[]> = fc.oneof(
  { weight: 5, arbitrary: text.map((content): Draft[] => [{ role: 'user', content }]) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(text, fc.option(words))
      .map(([content, thought]): Draft[] => [
        { role: 'assistant', content, ...(thought ? { reasoning: thought } : {}) },
      ]),
  },
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.array(call, { minLength: 1, maxLength: 3 }), fc.array(text, { minLength: 3, maxLength: 3 }), fc.nat(19))
      .map(([calls, results, luck]): Draft[] => [
        { role: 'assistant', content: '', tool_calls: calls },
        ...calls.slice(0, luck === 0 ? -1 : undefined).map(
          ({ id, function: { name } }, i): Draft => ({
            role: 'tool',
            content: results[i] ?? '',
            tool_call_id: id,
            toolName: name,
            status: luck === 1 ? 'error' : 'ok',
          }),
        ),
      ]),
  },
  {
    weight: 1,
    arbitrary: words.map((content): Draft[] => [{ role: 'tool', content, tool_call_id: 'nobody', toolName: 'x' }]),
  },
);

export const conversation: fc.Arbitrary<SessionMessage[]> = fc
  .array(happening, { minLength: 1, maxLength: 60 })
  .map((parts) => numbered(parts.flat()));

/** Why a strict chat template would refuse these messages; undefined: it takes them. */
export function orderFault(
  messages: readonly Pick<SessionMessage, 'role' | 'tool_calls' | 'tool_call_id'>[],
): string | undefined {
  let before = 'start';
  const open = new Set<string>();
  for (const [i, { role, tool_calls = [], tool_call_id }] of messages.entries()) {
    if (role === 'tool') {
      if (!open.delete(tool_call_id ?? '')) return `message ${i}: a result without its call`;
      before = 'tool';
      continue;
    }
    if (open.size > 0) return `message ${i}: calls before it have no result`;
    if (role === 'system') return `message ${i}: a system message`;
    if (role === 'user' && before !== 'start' && before !== 'assistant') return `message ${i}: user after ${before}`;
    if (role === 'assistant' && before !== 'user' && before !== 'tool')
      return `message ${i}: assistant after ${before}`;
    for (const { id } of tool_calls) open.add(id);
    before = role;
  }
  return open.size > 0 ? 'calls at the end have no result' : undefined;
}
