import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printableJson, printableText } from '../../src/ui/json.ts';

const RUNS = Number(process.env['HERMES_TEST_N'] ?? 300);
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const ACTIVE = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]|\p{Cf}/u;

test('JSON acts on no terminal and is the same when it is parsed', () => {
  expect(printableJson({ a: '\u009b31m\u007f\u202e\u{e0041}é漢🎉' }, 0)).toBe(
    '{"a":"\\u009b31m\\u007f\\u202e\\udb40\\udc41é漢🎉"}',
  );
  const unit = fc.oneof(
    fc.constantFrom(
      '\u0000',
      '\u001b',
      '\u007f',
      '\u009b',
      '\u00ad',
      '\u200d',
      '\u202e',
      '\u2028',
      '\u{e0041}',
      '"',
      '\\',
    ),
    fc.string({ unit: 'binary', maxLength: 1 }),
  );
  const text = fc.array(unit, { maxLength: 8 }).map((units) => units.join(''));
  // Texts stand as values only: V8 of Node 24.21 takes a key with an escape for another one that an object of the same
  // beginning had before (`JSON.parse('{"x":1,"\\\\":0}'); JSON.parse('{"x":1,"\\u0041":0}')` gives `\\`).
  fc.assert(
    fc.property(fc.array(fc.oneof(text, fc.array(text), fc.record({ key: text }), fc.integer())), (value) => {
      for (const indent of [0, 2]) {
        const json = printableJson(value, indent);
        expect(json).not.toMatch(ACTIVE);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
      }
    }),
    { numRuns: RUNS },
  );
});

test('a text for people acts on no terminal, and what only shows stays', () => {
  expect(printableText('a\u001b]0;T\u0007b\u009b2J\u202ec\n\td👨‍👩‍👧漢')).toBe(
    'a\\u001b]0;T\\u0007b\\u009b2J\\u202ec\n\td👨‍👩‍👧漢',
  );
});
