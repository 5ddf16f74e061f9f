import { expect, test } from 'vitest';
import { editText } from '../../src/config/edit-text.ts';
import type { Edit } from '../../src/config/edit-value.ts';

const set = (path: Edit['path'], value: unknown): Edit => ({ path, value });
const remove = (path: Edit['path']): Edit => ({ path, remove: true });
const rename = (path: Edit['path'], name: string): Edit => ({ path, rename: name });
const move = (path: Edit['path'], moveTo: Edit['path']): Edit => ({ path, moveTo });

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
  [
    'comments between the entries of a flow list',
    'l: [\n  a, # one\n  # two\n  b\n]\n',
    [remove(['l', 0])],
    'l: [\n  # two\n  b\n]\n',
  ],
  ['a comment behind a block header stays', 'a: | # why\n  x\nb: 1\n', [set(['a'], 'new')], 'a: new # why\nb: 1\n'],
  ['a tag goes with its value', 'a: !!str 5 # n\n', [set(['a'], 6)], 'a: 6 # n\n'],
  ['an anchor nobody uses stays', 'a: &x\n  b: 1\n', [set(['a'], 5)], 'a: &x 5\n'],
  ['before the document end mark', '# c\n...\n', [set(['a'], 1)], '# c\na: 1\n...\n'],
  ['rename', "a:\n  b : 'x'   # c\n", [rename(['a', 'b'], 'c')], "a:\n  c : 'x'   # c\n"],
  [
    'rename keeps quotes, and adds them',
    "'a': 1\nb: 2\n",
    [rename(['a'], 'x'), rename(['b'], 'y: z')],
    '\'x\': 1\n"y: z": 2\n',
  ],
  [
    'rename in a list and in a flow map',
    'l:\n- a: 1\nm: {"b":2}\n',
    [rename(['l', 0, 'a'], 'x'), rename(['m', 'b'], 'y')],
    'l:\n- x: 1\nm: {"y":2}\n',
  ],
  [
    'rename a section, comments and all',
    'a: &n # c\n  # d\n  b: *m\n'.replace('*m', '1'),
    [rename(['a'], 'z')],
    'z: &n # c\n  # d\n  b: 1\n',
  ],
  ['rename or move what is not there', 'a: 1\n', [rename(['b'], 'c'), move(['b'], ['d', 'e'])], 'a: 1\n'],
  [
    'move with its comments into a section that is there',
    '# file\n\n# endpoint\nbase_url: "http://h/v1"  # mine\nmodel:\n    default: x\n# end\n',
    [move(['base_url'], ['model', 'base_url'])],
    '# file\n\nmodel:\n    default: x\n    # endpoint\n    base_url: "http://h/v1"  # mine\n# end\n',
  ],
  [
    'move a section out, re-indented line by line',
    'agent:\n  max_turns: 5\n  # when\n  compression: # c\n    threshold: 0.5\n    # inner\n    note: |\n      a\n        b\n    # last\nz: 1\n',
    [move(['agent', 'compression'], ['compression'])],
    'agent:\n  max_turns: 5\nz: 1\n# when\ncompression: # c\n  threshold: 0.5\n  # inner\n  note: |\n    a\n      b\n  # last\n',
  ],
  [
    'move where sections are missing, a blank line as between the others',
    'a: 1\n\nb:\n  summary_model: m # s\n  c: 2\n',
    [move(['b', 'summary_model'], ['auxiliary', 'compression', 'model'])],
    'a: 1\n\nb:\n  c: 2\n\nauxiliary:\n  compression:\n    model: m # s\n',
  ],
  [
    'move the only entry',
    'a: # x\n  b: 1\nc:\n  d: 1\n',
    [move(['a', 'b'], ['c', 'b'])],
    'a: {} # x\nc:\n  d: 1\n  b: 1\n',
  ],
  ['move within a section', 'a:\n  b: 1 # x\n', [move(['a', 'b'], ['a', 'c'])], 'a:\n  c: 1 # x\n'],
  [
    'move to a key without a value',
    '# u\nurl: "x" # one\nmodel:\n  base_url: "" # two\n',
    [move(['url'], ['model', 'base_url'])],
    'model:\n  # u\n  # one\n  base_url: "x" # two\n',
  ],
  ['move out of a flow map', 'a: {b: "x", c: 2}\n', [move(['a', 'b'], ['b'])], 'a: {c: 2}\nb: "x"\n'],
  ['move into a flow map', "b: 'x'\na: {c: 2}\n", [move(['b'], ['a', 'b'])], 'a: {c: 2, b: x}\n'],
  [
    'move the first key of a list item',
    'l:\n  - a: 1 # c\n    b: 2\n',
    [move(['l', 0, 'a'], ['a'])],
    'l:\n  - b: 2\na: 1 # c\n',
  ],
  ['move, CRLF', 'a: 1\r\nm:\r\n  b: 2\r\n', [move(['a'], ['m', 'a'])], 'm:\r\n  b: 2\r\n  a: 1\r\n'],
  ['move, no newline at the end', 'm:\n  b: 2\na: 1', [move(['a'], ['z'])], 'm:\n  b: 2\nz: 1'],
  [
    'a line for editors stays at the top',
    '# yaml-language-server: $schema=x\na: 1\nm:\n  b: 2\n',
    [move(['a'], ['m', 'a'])],
    '# yaml-language-server: $schema=x\nm:\n  b: 2\n  a: 1\n',
  ],
  [
    'move below a text `model`',
    'model: gpt\nbase_url: u\n',
    [move(['base_url'], ['model', 'base_url'])],
    'model:\n  default: gpt\n  base_url: u\n',
  ],
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
  ['rename to a name beside it', 'a: 1\nb: \n', rename(['a'], 'b')],
  ['rename to a merged name', 'x: &x\n  b: 1\na:\n  <<: *x\n  c: 1\n', rename(['a', 'c'], 'b')],
  ['rename inside an alias', 'x: &x\n  b: 1\na: *x\n', rename(['a', 'b'], 'c')],
  ['rename inside an anchor that others share', 'x: &x\n  b: 1\na: *x\n', rename(['x', 'b'], 'c')],
  ['rename an item', 'l: [1]\n', rename(['l', 0], 'c')],
  ['move to what is set', 'a: 1\nm:\n  a: 2\n', move(['a'], ['m', 'a'])],
  ['move to what is set by a merge', 'x: &x\n  b: 1\na:\n  <<: *x\nc: 1\n', move(['c'], ['a', 'b'])],
  ['move into itself', 'a:\n  b: 1\n', move(['a'], ['a', 'c'])],
  ['move before its anchor', 'x:\n  c: 1\ny: &n 1\nz: *n\n', move(['z'], ['x', 'z'])],
  ['move a comment into a flow map', '# c\na: 1\nm: {b: 2}\n', move(['a'], ['m', 'a'])],
  ['move an item', 'l: [1]\n', move(['l', 0], ['a'])],
  ['an alias that names nothing', 'a: *x\n', set(['b'], 1)],
  ['several documents', 'a: 1\n---\nb: 1\n', set(['a'], 2)],
];

test.each(refusals)('refused: %s', (_name, text, edit) => {
  expect(() => editText(text, [edit])).toThrow(expect.objectContaining({ code: 'config.edit-refused' }));
});

test('a megabyte: the edit does not read it line by line', () => {
  const section = (i: number) => `  s${i}: # ${i}\n    url: "http://host-${i}:8000/v1"\n    list: [1, 2, 3]\n\n`;
  const group = (n: number) => `g${n}:\n${Array.from({ length: 200 }, (_, i) => section(i)).join('')}`;
  const text = Array.from({ length: 80 }, (_, n) => group(n)).join('');
  expect(text.length).toBeGreaterThan(1_000_000);
  const after = editText(text, [move(['g7', 's7', 'url'], ['g9', 's9', 'base_url'])]);
  const entry = '    url: "http://host-7:8000/v1"\n';
  const cut = text.indexOf(entry, text.indexOf('\ng7:'));
  const at = text.indexOf('\n\n', text.indexOf('  s9:', text.indexOf('\ng9:'))) + 1;
  const put = entry.replace('url', 'base_url');
  expect(after).toBe(text.slice(0, cut) + text.slice(cut + entry.length, at) + put + text.slice(at));
}, 120_000);
