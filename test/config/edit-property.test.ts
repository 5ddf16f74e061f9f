import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { editText } from '../../src/config/edit-text.ts';
import { applyToValue, clone, type Edit, type Path } from '../../src/config/edit-value.ts';
import { valueAt } from '../../src/config/key-path.ts';
import { validateText } from '../../src/config/validate.ts';
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

/** A path that exists, with a value to put there or a new key or item below it. */
const edits = (doc: Doc): fc.Arbitrary<Edit> =>
  fc.constantFrom(...pathsOf(clone(doc.value), [])).chain((path) => {
    const at = path.reduce<unknown>((node, step) => (node as Record<string | number, unknown>)[step], doc.value);
    const choices: fc.Arbitrary<Edit>[] = [newValue.map((value): Edit => ({ path, value }))];
    if (Array.isArray(at)) choices.push(newValue.map((value): Edit => ({ path: [...path, at.length], value })));
    else if (typeof at === 'object' && at !== null) {
      choices.push(
        fc
          .tuple(fc.constantFrom('zz', 'new key', 'ä:b', '0'), newValue)
          .map(([key, value]): Edit => ({ path: [...path, key], value })),
        newValue.map((value): Edit => ({ path: [...path, 'deep', 'er'], value })),
      );
    }
    choices.push(fc.constant<Edit>({ path, remove: true }));
    return fc.oneof(...choices).filter((edit) => edit.path.length > 0);
  });

function pathsOf(value: unknown, path: (string | number)[]): (string | number)[][] {
  if (Array.isArray(value)) return [path, ...value.flatMap((item, i) => pathsOf(item, [...path, i]))];
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]))];
}

test('an edit changes the asked value and no other line', { timeout: 30_000 + RUNS * 5 }, () => {
  let refused = 0;
  let done = 0;
  fc.assert(
    fc.property(
      documents.chain((doc) => fc.tuple(fc.constant(doc), edits(doc))),
      ([doc, edit]) => {
        const text = render(doc);
        const before: unknown = parse(text);
        let after: string;
        try {
          after = editText(text, [edit]);
        } catch (error) {
          if (!isHermesError(error)) throw error;
          expect(error.code).toBe('config.edit-refused');
          refused += 1;
          return;
        }
        done += 1;
        const wanted = applyToValue(before, edit);
        expect(isDeepStrictEqual(clone(parse(after)) ?? {}, wanted ?? {}), `${text}\n---\n${after}`).toBe(true);
        expectOthersKept(text, after, doc, edit);
      },
    ),
    { numRuns: RUNS },
  );
  expect(refused).toBeLessThan(done / 10 + 3);
});

/** Every line outside the edited entry is in the result, byte for byte; so is every comment outside its value. */
function expectOthersKept(before: string, after: string, doc: Doc, edit: Edit): void {
  const label = `${JSON.stringify(edit)}\n${before}\n---\n${after}`;
  const eol = doc.crlf ? '\r\n' : '\n';
  const oldLines = before.replace('\uFEFF', '').split(eol);
  const newLines = after.replace('\uFEFF', '').split(eol);
  const [from, to] = spanOf(doc, touchesParent(doc, edit) ? edit.path.slice(0, -1) : edit.path);
  const head = oldLines.findIndex((line, i) => line !== newLines[i]);
  const tail = oldLines.toReversed().findIndex((line, i) => line !== newLines.at(-1 - i));
  if (head !== -1) expect(head, label).toBeGreaterThanOrEqual(from);
  if (tail !== -1) expect(oldLines.length - 1 - tail, label).toBeLessThanOrEqual(to);
  for (const comment of doc.comments.filter((it) => mustStay(it, edit))) expect(after, label).toContain(comment.text);
  if (before.includes('\r\n')) expect(/(^|[^\r])\n/.test(after), label).toBe(false);
  expect(after.startsWith('\uFEFF'), label).toBe(doc.bom);
}

/** Taking out the only entry leaves `{}` or `[]` behind; taking out `- name:` moves the next key up to the dash. */
function touchesParent(doc: Doc, edit: Edit): boolean {
  if (!edit.remove) return false;
  const parent = valueAt(doc.value, edit.path.slice(0, -1));
  const keys = Object.keys(parent as object);
  return keys.length === 1 || (typeof edit.path.at(-2) === 'number' && keys[0] === edit.path.at(-1));
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

test(
  'validation answers for any text, however broken',
  () => {
    const broken = documents.chain((doc) =>
      fc.tuple(
        fc.constant(render(doc)),
        fc.nat(400),
        fc.nat(8),
        fc.constantFrom('', '\t', '[', '"', '*a', '<<<<<<< HEAD\n', '\u0000', ': ', '- '),
      ),
    );
    fc.assert(
      fc.property(broken, ([text, at, length, insert]) => {
        const mutated = text.slice(0, at) + insert + text.slice(at + length);
        const report = validateText(mutated, 'f');
        expect(report.errors + report.warnings).toBe(report.diagnostics.length);
        const lines = mutated.split('\n').length;
        for (const { line, column } of report.diagnostics) {
          expect(line).toBeLessThanOrEqual(lines);
          expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: RUNS },
    );
  },
  30_000 + RUNS * 5,
);
