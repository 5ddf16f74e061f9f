import { expect, test } from 'vitest';
import { checkArguments } from '../../src/loop/arguments.ts';

const SCHEMA = {
  type: 'object',
  properties: {
    path: { type: 'string', minLength: 1 },
    limit: { type: 'integer', minimum: 1, maximum: 500 },
    all: { type: 'boolean' },
    names: { type: 'array', items: { type: 'string' } },
    mode: { enum: ['add', 'remove'] },
  },
  required: ['path'],
  additionalProperties: false,
};

test.each([
  ['as they are', '{"path":"a","limit":3}', { path: 'a', limit: 3 }],
  ['a number as text', '{"path":"a","limit":"3"}', { path: 'a', limit: 3 }],
  ['a boolean as text', '{"path":"a","all":"True"}', { path: 'a', all: true }],
  ['a number for a text', '{"path":42}', { path: '42' }],
  ['a list as text', '{"path":"a","names":"[\\"x\\",\\"y\\"]"}', { path: 'a', names: ['x', 'y'] }],
  ['null for what may be left out', '{"path":"a","limit":null}', { path: 'a' }],
  ["another agent's name", '{"file_path":"a"}', { path: 'a' }],
  ["another agent's name of an image", '{"image_url":"a"}', { path: 'a' }],
  ['white space around', ' { "path" : "a" }\n', { path: 'a' }],
])('%s', (_what, text, args) => {
  expect(checkArguments(text, SCHEMA)).toEqual({ ok: true, args });
});

test.each([
  ['not closed', '{"path":"a', false],
  ['a list', '["a"]', false],
  ['a word', 'path', false],
  ['missing', '{"limit":3}', true],
  ['out of bounds', '{"path":"a","limit":9999}', true],
  ['too short', '{"path":""}', true],
  ['no such word', '{"path":"a","mode":"destroy"}', true],
  ['not a number', '{"path":"a","limit":"many"}', true],
  ['unknown', '{"path":"a","force":true}', true],
])('refused: %s', (_what, text, validJson) => {
  const checked = checkArguments(text, SCHEMA);
  expect(checked).toMatchObject({
    ok: false,
    message: expect.stringContaining(validJson ? 'do not fit' : 'not valid JSON'),
  });
});

test('what is wrong and what is expected are said to the model', () => {
  const checked = checkArguments('{"limit":0}', SCHEMA);
  expect(checked.ok === false && checked.message).toContain('{path: string, limit?: integer');
});

test('a text that only looks like a list stays a text', () => {
  const schema = { type: 'object', properties: { content: { type: 'string' } } };
  expect(checkArguments('{"content":"[1,2]"}', schema)).toEqual({ ok: true, args: { content: '[1,2]' } });
});

test('names such as __proto__ do no harm', () => {
  const checked = checkArguments('{"path":"a","__proto__":{"polluted":true}}', SCHEMA);
  expect(checked.ok).toBe(false);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test.each([
  '12345678901234567890',
  // 2 to the 60th: a double holds it, and JavaScript writes 1152921504606847000.
  '1152921504606846976',
])('the integer %s is no other integer: refused in words, or the text that it was', (digits) => {
  const schema = { type: 'object', properties: { id: { type: 'integer' }, name: { type: 'string' }, any: {} } };
  for (const key of ['id', 'any', 'unknown']) {
    const refused = checkArguments(`{"${key}":${digits}}`, schema);
    expect(refused).toMatchObject({
      ok: false,
      message: expect.stringContaining(`The number ${digits} has more digits`),
    });
  }
  expect(checkArguments(`{"name":${digits}}`, schema)).toEqual({ ok: true, args: { name: digits } });
  expect(checkArguments('{"id":9007199254740992,"any":1e30}', schema)).toEqual({
    ok: true,
    args: { id: 9007199254740992, any: 1e30 },
  });
  const list = { type: 'object', properties: { ids: { type: 'array', items: { type: 'integer' } } } };
  for (const text of [`{"ids":[1,${digits}]}`, `{"ids":"[1,${digits}]"}`]) {
    expect(checkArguments(text, list)).toMatchObject({ ok: false });
    const kept = checkArguments(text, list, { exact: true });
    expect(JSON.stringify(kept.ok && kept.args)).toBe(`{"ids":[1,${digits}]}`);
  }
  const bounded = { type: 'object', properties: { id: { type: 'integer', maximum: 500 } } };
  expect(checkArguments(`{"id":${digits}}`, bounded, { exact: true })).toMatchObject({
    ok: false,
    message: expect.stringContaining('do not fit'),
  });
});
