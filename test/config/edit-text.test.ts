import { expect, test } from 'vitest';
import { editText } from '../../src/config/edit-text.ts';
import type { Edit } from '../../src/config/edit-value.ts';

const set = (path: Edit['path'], value: unknown): Edit => ({ path, value });
const remove = (path: Edit['path']): Edit => ({ path, remove: true });

/** One row per way a file can be written: name, text before, edits, text after. */
const cases: [string, string, Edit[], string][] = [
  ['plain value, comment behind it', 'a: 1   # why\nb: 2\n', [set(['a'], 5)], 'a: 5   # why\nb: 2\n'],
  ['double quotes stay', 'a: "x"\n', [set(['a'], 'y')], 'a: "y"\n'],
  ['single quotes stay', "a: 'x'\n", [set(['a'], "it's")], "a: 'it''s'\n"],
  ['literal block', 'a: |\n  one\n  two\n\nb: 1\n', [set(['a'], 'x')], 'a: x\n\nb: 1\n'],
  ['multi-line plain text', 'a: one\n  two\nb: 1\n', [set(['a'], 'x')], 'a: x\nb: 1\n'],
  ['key without a value', 'a:   # later\nb: 1\n', [set(['a'], 'x')], 'a: x   # later\nb: 1\n'],
  ['words of YAML 1.1 get quotes', 'a: 1\n', [set(['a'], 'off')], 'a: "off"\n'],
  ['octal-looking text gets quotes', 'a: 1\n', [set(['a'], '0777')], 'a: "0777"\n'],
  ['numbers that YAML 1.1 would take for text', 'a: 1\n', [set(['a'], 1e-7)], 'a: 1.0e-7\n'],
  [
    'new key behind the last one',
    'a:\n  b: 1 # x\n# end of a\nc: 1\n',
    [set(['a', 'd'], 2)],
    'a:\n  b: 1 # x\n  d: 2\n# end of a\nc: 1\n',
  ],
  ['four spaces per level', 'a:\n    b: 1\n', [set(['a', 'c', 'd'], 2)], 'a:\n    b: 1\n    c:\n        d: 2\n'],
  [
    'new section at the end, blank line as between the others',
    'a:\n  b: 1\n\nc:\n  d: 1\n# end\n',
    [set(['e', 'f'], 1)],
    'a:\n  b: 1\n\nc:\n  d: 1\n# end\n\ne:\n  f: 1\n',
  ],
  ['no newline at the end', 'a: 1', [set(['b'], 2)], 'a: 1\nb: 2'],
  ['CRLF', 'a: 1\r\nb:\r\n  c: 1\r\n', [set(['b', 'd'], 2)], 'a: 1\r\nb:\r\n  c: 1\r\n  d: 2\r\n'],
  ['BOM', '\uFEFFa: 1\n', [set(['a'], 2)], '\uFEFFa: 2\n'],
  ['BOM, a new section', '\uFEFFa:\n  b: 1\n', [set(['c', 'd'], 2)], '\uFEFFa:\n  b: 1\nc:\n  d: 2\n'],
  ['BOM, a new list', '\uFEFFa:\n- 1\n', [set(['c'], [2])], '\uFEFFa:\n- 1\nc:\n- 2\n'],
  ['empty section with commented keys', 'a:\n  # b: 1\nc: 1\n', [set(['a', 'b'], 2)], 'a:\n  b: 2\n  # b: 1\nc: 1\n'],
  ['empty flow map', 'a: {} # x\nc: 1\n', [set(['a', 'b'], 2)], 'a: # x\n  b: 2\nc: 1\n'],
  ['null section', 'a: null\n', [set(['a', 'b'], 2)], 'a:\n  b: 2\n'],
  ['flow map', 'a: {b: 1, c: 2}\n', [set(['a', 'd'], 'x, y')], 'a: {b: 1, c: 2, d: "x, y"}\n'],
  [
    'flow map over lines, comma at the end',
    'a: {\n  b: 1, # one\n}\n',
    [set(['a', 'c'], 2)],
    'a: {\n  b: 1, c: 2 # one\n}\n',
  ],
  [
    'empty list becomes a block list',
    'l: []\n',
    [set(['l', 0], { name: 'x', url: 'u' })],
    'l:\n  - name: x\n    url: u\n',
  ],
  [
    'lists at the margin, as the file has them',
    'l:\n- a\nm: []\n',
    [set(['m', 0], 'b'), set(['l', 1], 'c')],
    'l:\n- a\n- c\nm:\n- b\n',
  ],
  [
    'list item that is a map',
    'l:\n  - name: a # x\n    n: 1\n',
    [set(['l', 0, 'n'], 2), set(['l', 0, 'm'], 3)],
    'l:\n  - name: a # x\n    n: 2\n    m: 3\n',
  ],
  ['empty file', '', [set(['a', 'b'], 1)], 'a:\n  b: 1\n'],
  ['comments only', '# hello\n', [set(['a'], 1)], '# hello\na: 1\n'],
  ['empty root map', '{}\n', [set(['a'], 1)], 'a: 1\n'],
  ['section replaced by a value', 'a: # x\n  b: 1\n  c: 2\nd: 1\n', [set(['a'], 5)], 'a: 5 # x\nd: 1\n'],
  ['value replaced by a section', 'a: 5 # x\nd: 1\n', [set(['a'], { b: 1 })], 'a: # x\n  b: 1\nd: 1\n'],
  [
    'text `model` becomes a map',
    'model: gpt # mine\n',
    [set(['model', 'base_url'], 'http://h/v1')],
    'model: # mine\n  default: gpt\n  base_url: http://h/v1\n',
  ],
  ['key with a dot and a colon', 'm:\n  a: 1\n', [set(['m', './x.gguf: q4'], 1)], 'm:\n  a: 1\n  "./x.gguf: q4": 1\n'],
  ['key out of the middle', 'a: 1\nb: 2 # x\nc: 3\n', [remove(['b'])], 'a: 1\nc: 3\n'],
  ['section with its lines', 'a:\n  b: 1\n  c: 2\nd: 3\n', [remove(['a'])], 'd: 3\n'],
  ['only key of a section', 'a: # x\n  b: 1\nc: 1\n', [remove(['a', 'b'])], 'a: {} # x\nc: 1\n'],
  ['first key of a list item', 'l:\n  - a: 1\n    b: 2\n', [remove(['l', 0, 'a'])], 'l:\n  - b: 2\n'],
  [
    'out of flow collections',
    'a: {b: 1, c: 2}\nl: [1, 2, 3]\n',
    [remove(['a', 'c']), remove(['l', 0])],
    'a: {b: 1}\nl: [2, 3]\n',
  ],
  ['what is not there', 'a: 1\n', [remove(['b', 'c'])], 'a: 1\n'],
  ['same value again', 'a: 0x10  # hex\n', [set(['a'], 16)], 'a: 0x10  # hex\n'],
];

test.each(cases)('%s', (_name, before, edits, after) => {
  expect(editText(before, edits)).toBe(after);
});

const refusals: [string, string, Edit][] = [
  ['below a single value', 'a: 1\n', set(['a', 'b'], 2)],
  ['below an alias', 'x: &x\n  b: 1\na: *x\n', set(['a', 'b'], 2)],
  ['an anchored value that others share', 'x: &x\n  b: 1\na: *x\n', set(['x', 'b'], 2)],
  ['beyond the end of a list', 'l: [1]\n', set(['l', 3], 2)],
  ['a name in a list', 'l: [1]\n', set(['l', 'x'], 2)],
  ['several documents', 'a: 1\n---\nb: 1\n', set(['a'], 2)],
];

test.each(refusals)('refused: %s', (_name, text, edit) => {
  expect(() => editText(text, [edit])).toThrow(expect.objectContaining({ code: 'config.edit-refused' }));
});
