import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { editText } from '../../src/config/edit-text.ts';
import { applyToValue, clone, type Edit, isUnset, type Path } from '../../src/config/edit-value.ts';
import { valueAt } from '../../src/config/key-path.ts';
import { readBy11 } from '../../src/config/yaml11-words.ts';
import { isHermesError } from '../../src/errors/hermes-error.ts';
import { type Comment, type Doc, documents, render } from './random-yaml.ts';

const RUNS = Number(process.env['HERMES_TEST_N'] ?? 100);

const newValue = fc.oneof(
  fc.constantFrom(
    'off',
    'yes',
    '0777',
    '1:30',
    '~',
    '',
    'a: b',
    '# no',
    '- x',
    '{a}',
    ' padded ',
    'über 日本 🚀',
    'x\ny',
    "it's",
    '"q"',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom<unknown>(0, -1, 65536, 0.8, 1e-7, 1e21, true, false, null),
  fc.constantFrom<unknown>([], {}, ['a', 1], { a: { b: 'c' } }, [
    { name: 'n', models: { './m.gguf': { context_length: 1 } } },
  ]),
);

/** One of the four kinds of edits, at a path that exists or right below one. */
const edits = (doc: Doc): fc.Arbitrary<Edit> => {
  const paths = pathsOf(clone(doc.value), []);
  const entries = paths.filter((path) => typeof path.at(-1) === 'string');
  const some = fc.constantFrom(...paths);
  const kinds: fc.Arbitrary<Edit>[] = [
    some.chain((path) => sets(doc, path)),
    some.map((path): Edit => ({ path, remove: true })),
  ];
  if (entries.length > 0) {
    const entry = fc.constantFrom(...entries);
    const name = fc.constantFrom('zz', 'new key', 'ä:b', '0', '#', 'a', 'name');
    const target = fc.tuple(some, fc.constantFrom<string[]>([], ['zz'], ['a'], ['deep', 'er'], ['new key']));
    kinds.push(
      fc.tuple(entry, name).map(([path, rename]): Edit => ({ path, rename })),
      fc.tuple(entry, target).map(([path, [to, below]]): Edit => ({ path, moveTo: [...to, ...below] })),
      fc.tuple(entry, some).map(([path, to]): Edit => ({ path, moveTo: [...to, path.at(-1) as string] })),
    );
  }
  return fc.oneof(...kinds).filter(({ path, moveTo }) => path.length > 0 && moveTo?.length !== 0);
};

function sets(doc: Doc, path: Path): fc.Arbitrary<Edit> {
  const at = valueAt(doc.value, path);
  const choices = [newValue.map((value): Edit => ({ path, value }))];
  if (Array.isArray(at)) choices.push(newValue.map((value): Edit => ({ path: [...path, at.length], value })));
  else if (typeof at === 'object' && at !== null) {
    choices.push(
      fc
        .tuple(fc.constantFrom('zz', 'new key', 'ä:b', '0'), newValue)
        .map(([key, value]): Edit => ({ path: [...path, key], value })),
      newValue.map((value): Edit => ({ path: [...path, 'deep', 'er'], value })),
    );
  }
  return fc.oneof(...choices);
}

function pathsOf(value: unknown, path: (string | number)[]): (string | number)[][] {
  if (Array.isArray(value)) return [path, ...value.flatMap((item, i) => pathsOf(item, [...path, i]))];
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]))];
}

const KINDS = ['value', 'remove', 'rename', 'moveTo'] as const;
const kindOf = (edit: Edit) => KINDS.find((kind) => edit[kind] !== undefined || kind in edit) ?? 'value';

test('an edit changes the asked value and no other line', { timeout: 60_000 + RUNS * 10 }, () => {
  const counts = Object.fromEntries(KINDS.map((kind) => [kind, { done: 0, refused: 0 }]));
  fc.assert(
    fc.property(
      documents.chain((doc) => fc.tuple(fc.constant(doc), edits(doc))),
      ([doc, edit]) => {
        const text = render(doc);
        const before: unknown = clone(parse(text));
        const count = counts[kindOf(edit)] ?? { done: 0, refused: 0 };
        const wanted = attempt(() => applyToValue(before, edit));
        const after = attempt(() => editText(text, [edit]));
        if (after === undefined) {
          // Anchors tie places together, and an impossible wish is no fault of the editor.
          if (wanted === undefined || / [&*]a\d|\n *\? /.test(text)) return;
          count.refused += 1;
          return;
        }
        count.done += 1;
        // `model: text` becomes a map first: edit-text.test.ts shows that.
        if (wanted === undefined && edit.moveTo?.[0] === 'model') return;
        const label = `${JSON.stringify(edit)}\n${text}\n---\n${after}`;
        expect(isDeepStrictEqual(clone(parse(after)) ?? {}, wanted ?? {}), label).toBe(true);
        // A word such as `off` gets the quotes that it needs, even where it stands there already.
        const trap = typeof edit.value === 'string' && readBy11(edit.value) !== undefined;
        if (isDeepStrictEqual(wanted, before)) expect(edit.moveTo || trap || after === text, label).toBeTruthy();
        if (edit.rename !== undefined) expectOnlyKey(text, after, edit.path, edit.rename, label);
        else if (edit.moveTo !== undefined) expectMoved(text, after, doc, edit.path, edit.moveTo, label);
        else expectOthersKept(text, after, doc, edit, label);
        expect(after.startsWith('\uFEFF'), label).toBe(doc.bom);
        if (doc.eol === 'crlf' && text.includes('\n')) expect(/(^|[^\r])\n/.test(after), label).toBe(false);
      },
    ),
    { numRuns: RUNS },
  );
  for (const [kind, { done, refused }] of Object.entries(counts)) expect(refused, kind).toBeLessThan(done / 20 + 4);
});

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!isHermesError(error)) throw error;
    expect(error.code).toBe('config.edit-refused');
    return undefined;
  }
}

const linesOf = (text: string): string[] => text.replace('\uFEFF', '').split(/(?<=\n)/);

/** The last line may get a line break when something is put below it. */
const same = (a: string | undefined, b: string | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && !a.endsWith('\n') && a === b.replace(/\r?\n$/, ''));

/** Every line outside the edited entry is in the result, byte for byte; so is every comment outside its value. */
function expectOthersKept(before: string, after: string, doc: Doc, edit: Edit, label: string): void {
  const oldLines = linesOf(before);
  const newLines = linesOf(after);
  const [from, to] = spanOf(doc, touchesParent(doc, edit) ? edit.path.slice(0, -1) : edit.path);
  const head = oldLines.findIndex((line, i) => !same(line, newLines[i]));
  const tail = oldLines.toReversed().findIndex((line, i) => !same(line, newLines.at(-1 - i)));
  if (head !== -1) expect(head, label).toBeGreaterThanOrEqual(from);
  if (tail !== -1) expect(oldLines.length - 1 - tail, label).toBeLessThanOrEqual(to);
  for (const comment of doc.comments.filter((it) => mustStay(it, edit))) expect(after, label).toContain(comment.text);
}

/**
 * Taking out the only entry leaves `{}` or `[]` behind; taking out `- name:` moves the next key up to the dash; in
 * `[...]` a comma goes along.
 */
function touchesParent(doc: Doc, edit: Edit): boolean {
  if (!edit.remove) return false;
  const parent = valueAt(doc.value, edit.path.slice(0, -1));
  const keys = Object.keys(parent as object);
  if (doc.flow.has(JSON.stringify(edit.path.slice(0, -1)))) return true;
  return keys.length === 1 || (typeof edit.path.at(-2) === 'number' && keys[0] === String(edit.path.at(-1)));
}

/** First and last line that may differ: those of the entry, or of the section that a new one goes into. */
function spanOf(doc: Doc, path: Path): [number, number] {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const span = doc.spans.get(JSON.stringify(path.slice(0, depth)));
    if (span) return span;
  }
  return [0, Number.POSITIVE_INFINITY];
}

/** A comment behind the entry stays when its value is replaced, and goes with the entry. */
function mustStay(comment: Comment, edit: Edit): boolean {
  const below = edit.path.every((step, i) => comment.path[i] === step);
  if (!below) return true;
  return comment.at === 'tail' && comment.path.length === edit.path.length && !edit.remove;
}

/** What differs is one piece of one line, no longer than the key. */
function expectOnlyKey(before: string, after: string, path: Path, name: string, label: string): void {
  let head = 0;
  while (head < before.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(before.length, after.length) - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const old = before.slice(head, before.length - tail);
  expect(old, label).not.toMatch(/[\r\n]/);
  // Escapes such as `\u00e4` make the written key longer than the name.
  expect(old.length, label).toBeLessThanOrEqual(JSON.stringify(path.at(-1)).length * 6);
  expect(after.length - tail - head, label).toBeLessThanOrEqual(JSON.stringify(name).length + 2);
}

/** All lines but those of the moved entry are there, in their order; its own lines and all comments are, too. */
function expectMoved(before: string, after: string, doc: Doc, path: Path, target: Path, label: string): void {
  const oldLines = linesOf(before);
  const newLines = linesOf(after);
  const free = freeLines(oldLines, doc, path, target);
  let at = 0;
  for (const [n, line] of oldLines.entries()) {
    if (free.has(n) || line === '') continue;
    while (at < newLines.length && !same(line, newLines[at])) at += 1;
    expect(at, `line ${n} is gone: ${line}\n${label}`).toBeLessThan(newLines.length);
    at += 1;
  }
  for (const { text } of doc.comments) expect(after.split(text), `${text}\n${label}`).toHaveLength(2);
  if (inFlow(doc, path) || inFlow(doc, target)) return;
  const [from, to] = spanOf(doc, path);
  const trimmed = new Set(newLines.map((line) => line.trim()));
  for (const line of oldLines.slice(from + 1, to + 1)) expect(trimmed.has(line.trim()), `${line}\n${label}`).toBe(true);
}

const inFlow = (doc: Doc, path: Path): boolean =>
  path.some((_step, depth) => doc.flow.has(JSON.stringify(path.slice(0, depth))));

/** Lines that may change place or content: the entry's with its comments, and those of an emptied or filled section. */
function freeLines(lines: string[], doc: Doc, path: Path, target: Path): Set<number> {
  const free = new Set<number>();
  const add = ([from, to]: [number, number]) => {
    for (let n = from; n <= Math.min(to, lines.length); n += 1) free.add(n);
  };
  const [from, to] = spanOf(doc, path);
  add([from, to]);
  for (let n = from - 1; /^ *#/.test(lines[n] ?? ''); n -= 1) free.add(n);
  // Blank lines between it and comments that belong to it go along, too.
  for (let n = to + 1; /^\s*(#|$)/.test(lines[n] ?? '-'); n += 1) if (lines[n]?.trim()) add([to + 1, n]);
  const parent = path.slice(0, -1);
  if (inFlow(doc, path)) add(spanOf(doc, parent));
  const keys = Object.keys(valueAt(doc.value, parent) as object);
  if (parent.length > 0 && keys.length === 1) add(firstLine(spanOf(doc, parent), lines));
  // `- a: 1`: the next key moves up to the dash.
  if (typeof parent.at(-1) === 'number' && keys[0] === path.at(-1)) add(spanOf(doc, parent));
  for (let depth = target.length; depth > 0; depth -= 1) {
    const holder = target.slice(0, depth);
    if (!doc.spans.has(JSON.stringify(holder)) && !inFlow(doc, holder)) continue;
    const value = valueAt(doc.value, holder);
    if (value === undefined) continue;
    if (isUnset(value) || inFlow(doc, target) || Object.keys(Object(value)).length === 0) add(spanOf(doc, holder));
    break;
  }
  return free;
}

const firstLine = ([from, to]: [number, number], lines: string[]): [number, number] => {
  let n = from;
  while (n < to && /^ *#/.test(lines[n] ?? '')) n += 1;
  return [from, n];
};
