import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { documents, render } from './random-yaml.ts';

const RUNS = Number(process.env['HERMES_TEST_N'] ?? 100);
/** The same ones every time. */
const SAMPLE = fc.sample(documents, { numRuns: 1500, seed: 7 }).map(render);

test('the random documents mean what they were drawn from', { timeout: 60_000 + RUNS * 5 }, () => {
  fc.assert(
    fc.property(documents, (doc) => {
      const text = render(doc);
      const parsed = parseDocument(text);
      expect(parsed.errors, text).toEqual([]);
      expect(parsed.toJS() ?? {}, text).toEqual(doc.value);
      for (const { text: comment } of doc.comments) expect(text.split(comment), comment).toHaveLength(2);
    }),
    { numRuns: RUNS },
  );
});

/** Every way of writing that the property tests are there for turns up among a few hundred documents. */
test.each([
  ['comment of its own', /^ *# note/m],
  ['comment behind a value', /\S {1,2}# note/],
  ['tab before a comment', /\S\t# note/],
  ['tab at a line end', /\S\t$/m],
  ['odd indentation', /^ {5}\w/m],
  ['CRLF', /\r\n/],
  ['mixed line ends', /\r\n[\s\S]*[^\r]\n/],
  ['BOM', /^\uFEFF/],
  ['no final newline', /[^\n]$/],
  ['white space on an empty line', /^[ \t]+$/m],
  ['anchor', /[:-] &a\d+/],
  ['alias', /[:-] \*a\d+/],
  ['merge key', /<<: \*a/],
  ['literal block', /: \|(\s|$)/],
  ['literal, stripped', /\|-/],
  ['literal, kept', /\|\+/],
  ['literal with a width', /\|[-+]?[124]/],
  ['folded block', />[-+]?[124]?[-+]?(\s|$)/],
  ['comment behind a header', /[|>][-+\d]* +# note/],
  ['plain text over lines', /: one(?: \w+)*\r?\n +(?:two|three|four)/],
  ['double quotes over lines', /"(?:\w+ ?)+\r?\n[^"#]*"/],
  ['line continuation', / \\\r?\n/],
  ['single quotes over lines', /'(?:\w+ ?)+\r?\n[^'#]*'/],
  ['flow over lines with a comment', /[[{] {2}# note|, {2}# note/],
  ['closing comma', /,(?: {2}#.*)?\r?\n\s*[\]}]/],
  ['quoted key', /^ *"[\w.]+":/m],
  ['key with a dot', /x\.y/],
  ['explicit key', /^ *\? /m],
  ['space before the colon', /\w :/],
  ['nested lists', /- - /],
  ['dash alone', /^ *-(\s+#.*)?$/m],
  ['wide dash', /- {2}\w/],
  ['key without a value', /^ *\w+:$/m],
  ['tag', /!!str/],
  ['directive', /%YAML/],
  ['document end', /^\.\.\.$/m],
])('the generator writes: %s', (_name, shape) => {
  expect(SAMPLE.some((text) => shape.test(text))).toBe(true);
});
