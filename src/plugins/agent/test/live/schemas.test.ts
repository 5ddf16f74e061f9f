import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeLive, startLlama } from '../../../../../test/helpers/llama-server.ts';
import { wireTool } from '../../src/loop/wire-schema.ts';

const REQUESTS = 10;
const TOOLS = 4;

/** Values as they stand in schemas of the world, at their place or at another one's. */
const anything = fc.oneof(
  fc.constantFrom(
    null,
    true,
    '',
    'a',
    [],
    {},
    0,
    -1,
    1e308,
    0.5,
    'half \ud83d',
    ['x'],
    'https://example.com/x.json',
    '#',
  ),
  fc.jsonValue({ maxDepth: 1 }),
);
const type = fc.constantFrom(
  'string',
  'integer',
  'number',
  'boolean',
  'object',
  'array',
  'null',
  'any',
  'date',
  ['string', 'null'],
  ['null'],
  ['integer', 'string'],
  [],
);
const { schema } = fc.letrec<{ schema: Record<string, unknown> }>((tie) => ({
  schema: fc.record(
    {
      type,
      description: fc.oneof({ weight: 4, arbitrary: fc.string() }, { weight: 1, arbitrary: anything }),
      enum: fc.oneof(fc.array(anything, { maxLength: 3 }), fc.constantFrom(['a', 'b'], [1, 2])),
      const: anything,
      properties: fc.oneof(
        { maxDepth: 2, depthIdentifier: 'schema' },
        anything,
        fc.dictionary(fc.string({ minLength: 1, maxLength: 4 }), tie('schema'), { maxKeys: 2 }),
      ),
      items: fc.oneof({ maxDepth: 2, depthIdentifier: 'schema' }, anything, tie('schema')),
      anyOf: fc.oneof({ maxDepth: 2, depthIdentifier: 'schema' }, anything, fc.array(tie('schema'), { maxLength: 2 })),
      required: fc.oneof(anything, fc.constant(['a'])),
      pattern: fc.constantFrom('([', '^a{1,100000}$', '\\p{L}'),
      minLength: fc.constantFrom(0, 100_000),
      minimum: fc.constantFrom(0.5, -1e308, 9_007_199_254_740_992),
      $ref: fc.constantFrom('#', '#/$defs/nope', '#/properties', 'https://example.com/x.json'),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Record<string, unknown>>,
}));

describeLive('tools of others before a real llama-server', () => {
  test('whatever their schemas hold, what is sent of them is taken', async () => {
    const llama = await startLlama({ model: 'tools' });
    const seed = Number(process.env['HERMES_TEST_SEED'] ?? Date.now() % 2 ** 31);
    const sets = fc.sample(fc.array(schema, { minLength: TOOLS, maxLength: TOOLS }), { seed, numRuns: REQUESTS });
    for (const schemas of sets) {
      const tools = schemas.map((properties, at) =>
        wireTool({ name: `t${at}`, description: 'd', parameters: { type: 'object', properties: { a: properties } } }),
      );
      const refusal = await refusalOf(llama, tools);
      if (refusal === undefined) continue;
      // One by one, so that the failure names the schema.
      for (const tool of tools)
        expect([tool, await refusalOf(llama, [tool])], `seed ${seed}`).toEqual([tool, undefined]);
      throw new Error(`seed ${seed}: refused together: ${refusal}`);
    }
  });

  test.each([{ type: 'date' }, { enum: [] }])('the server itself refuses %j', async (a) => {
    const parameters = { type: 'object', properties: { a } };
    const tools = [{ type: 'function', function: { name: 't', description: 'd', parameters } }];
    expect(await refusalOf(await startLlama({ model: 'tools' }), tools)).toMatch(/json schema error/i);
  });
});

async function refusalOf({ baseUrl }: { baseUrl: string }, tools: readonly unknown[]): Promise<string | undefined> {
  const messages = [{ role: 'user', content: 'Go on.' }];
  const response = await fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'tiny', messages, tools, max_tokens: 1 }),
  });
  const text = await response.text();
  return response.ok ? undefined : text;
}
