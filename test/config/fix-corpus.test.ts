import { globSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { expect, test } from 'vitest';
import { mendText } from '../../src/config/mend-text.ts';
import { decodeText } from '../../src/config/text-encoding.ts';
import { validateText } from '../../src/config/validate.ts';
import { ROOT } from '../helpers/cli.ts';

const check = (text: string) => validateText(text, 'f', {});

const comments = (text: string): string[] =>
  text
    .split('\n')
    .flatMap((line) => /(^|\s)#.*$/.exec(line)?.[0].trim() ?? [])
    .sort();

const severe = ({ errors }: { errors: number }): number => errors;

test('every file of the corpus: mending ends, is final, brings no error and loses no comment', () => {
  const files = globSync('test/corpus/**/*.yaml', { cwd: ROOT }).map((file) => `${ROOT}${file}`);
  expect(files.length).toBeGreaterThan(300);
  let mended = 0;
  for (const file of files) {
    const text = decodeText(readFileSync(file))?.text;
    if (text === undefined) continue;
    const before = check(text);
    const result = mendText(text, before, check);
    const name = relative(ROOT, file);
    mended += result.fixed.length;
    expect(severe(result.report), name).toBeLessThanOrEqual(severe(before));
    expect(result.report, name).toEqual(check(result.text));
    expect(mendText(result.text, result.report, check).text, name).toBe(result.text);
    expect(comments(result.text), name).toEqual(comments(text));
  }
  expect(mended).toBeGreaterThan(50);
}, 120_000);
