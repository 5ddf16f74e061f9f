import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wireSchema } from '../../src/loop/wire-schema.ts';

test('bounds, patterns and formats do not go over the wire', () => {
  const schema = {
    $schema: 'x',
    type: 'object',
    additionalProperties: false,
    properties: {
      a: {
        type: 'string',
        minLength: 1,
        maxLength: 2000,
        pattern: '^x+$',
        format: 'uri',
        description: 'A.',
        default: 'x',
      },
      b: { type: 'array', minItems: 1, maxItems: 9, items: { type: 'integer', multipleOf: 2, minimum: 0 } },
      c: { enum: ['x', 'y'] },
    },
    required: ['a'],
  };
  expect(wireSchema(schema)).toEqual({
    type: 'object',
    properties: {
      a: { type: 'string', description: 'A.' },
      b: { type: 'array', items: { type: 'integer' } },
      c: { enum: ['x', 'y'] },
    },
    required: ['a'],
  });
});

test('references are resolved, alternatives collapse to the first object', () => {
  const schema = {
    type: 'object',
    properties: {
      one: { $ref: '#/$defs/name' },
      two: { anyOf: [{ type: 'null' }, { type: 'string' }, { type: 'object', properties: { x: { type: 'number' } } }] },
      three: { type: ['integer', 'null'] },
    },
    $defs: { name: { type: 'string', maxLength: 5 } },
  };
  expect(wireSchema(schema)).toEqual({
    type: 'object',
    properties: {
      one: { type: 'string' },
      two: { type: 'object', properties: { x: { type: 'number' } } },
      three: { type: 'integer' },
    },
  });
});

test('what llama-server answers 400 to is left out: types that there are none of, no values, what is no list of names', () => {
  const properties = {
    a: { type: 'any', description: 'A \ud83d.' },
    b: { type: ['date', 'null'], enum: [] },
    c: { type: 'string', enum: ['\ud83d', '\ud83d\ude00'], description: 5 },
    d: { const: { x: ['\ude00'] } },
    'e\ud83d': { type: 'string' },
  };
  expect(wireSchema({ type: 'object', properties, required: 'a' })).toEqual({
    type: 'object',
    properties: {
      a: { description: 'A \ufffd.' },
      b: {},
      c: { type: 'string', enum: ['\ufffd', '\ud83d\ude00'] },
      d: { const: { x: ['\ufffd'] } },
      'e\ufffd': { type: 'string' },
    },
  });
});

test('F48: a schema that refers to itself ends, and stays small', () => {
  const schema = {
    type: 'object',
    properties: { child: { $ref: '#' }, list: { type: 'array', items: { $ref: '#' } } },
  };
  expect(JSON.stringify(wireSchema(schema)).length).toBeLessThan(50_000);
});

test('any JSON value gives a schema without what breaks grammars', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(wireSchema({ type: 'object', properties: { x: value as never } }));
      const sent = wireSchema(JSON.parse(text));
      expect(sent['type']).toBe('object');
    }),
    { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) },
  );
});
