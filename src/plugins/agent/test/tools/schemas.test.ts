import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import { createTools } from '../../src/tools/registry.ts';

/** Leaves room for a system prompt of about 600 tokens in a first request of less than 2,000. */
const BUDGET = 1_150;

const schemas = () =>
  createTools().tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters },
  }));

test('all schemas together cost less than their budget of tokens', () => {
  const tokens = (value: unknown) => encode(JSON.stringify(value)).length;
  for (const schema of schemas()) console.log(`${schema.function.name}: ${tokens(schema)} tokens`);
  const total = tokens(schemas());
  console.log(`all: ${total} tokens of o200k`);
  expect(total).toBeLessThan(BUDGET);
});

test('names and their order are fixed: they stand at the start of every prompt', () => {
  expect(schemas().map((it) => it.function.name)).toEqual([
    ...['terminal', 'read_file', 'write_file', 'edit_file', 'search_files', 'list_dir'],
    ...['todo', 'memory', 'session_search', 'web_fetch', 'vision_analyze', 'config_get', 'config_set'],
  ]);
});

test('parameters are flat: plain types, no nesting, no choice between types', () => {
  for (const schema of schemas()) {
    const properties = schema.function.parameters['properties'] as Record<string, Record<string, unknown>>;
    for (const property of Object.values(properties)) {
      expect(['string', 'integer', 'boolean']).toContain(property['type']);
      expect(Object.keys(property).every((key) => /^(?:type|description|enum|minimum|maximum)$/.test(key))).toBe(true);
    }
  }
});
