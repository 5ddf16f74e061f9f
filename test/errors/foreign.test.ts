import { mkdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bug, fromForeign } from '../../src/errors/foreign.ts';
import { isHermesError, toReport, userError } from '../../src/errors/hermes-error.ts';
import { tempDir } from '../helpers/home.ts';
import { expectShape } from '../helpers/schema.ts';

test('an error branded by another copy of the module is recognised', () => {
  const foreign = Object.assign(new Error('x'), {
    [Symbol.for('hermes.user-error')]: true,
    code: 'a.b',
    exit: 2,
    try: [],
  });
  expect(isHermesError(foreign)).toBe(true);
  expect(isHermesError(new Error('x'))).toBe(false);
  expect(isHermesError(null)).toBe(false);
});

test('the exit code is that of the table unless the place knows better', () => {
  expect(userError('usage.invalid', 'x').exit).toBe(2);
  expect(userError('usage.invalid', 'x', { exit: 1 }).exit).toBe(1);
});

test('a real failure to write becomes home.not-writable with the path', async () => {
  const dir = tempDir();
  mkdirSync(join(dir, 'taken'));
  const error = await writeFile(join(dir, 'taken'), 'x').catch((e: unknown) => e);
  expect(fromForeign(error)).toMatchObject({ code: 'home.not-writable', where: { file: join(dir, 'taken') } });
  const below = await writeFile(join(dir, 'file'), 'x').then(() =>
    mkdir(join(dir, 'file', 'sub')).catch((e: unknown) => e),
  );
  expect(fromForeign(below)).toMatchObject({ code: 'home.not-writable' });
});

test.each([
  ['Nonexistent flags: --api-key=sk-a, b, -hft\nSee more help with --help', 'Nonexistent flags: --api-key, -hft'],
  ['Nonexistent flag: --n=9\nSee more help with --help', 'Nonexistent flag: --n'],
  ['Expected --port=x to be a number', 'Expected --port=x to be a number'],
])('usage: %j', (said, shown) => {
  const error = Object.assign(new Error(said), { oclif: { exit: 2 } });
  expect(fromForeign(error)).toMatchObject({ code: 'usage.invalid', message: shown });
});

test('anything else is a bug, and its report has the published shape', () => {
  expect(fromForeign(new TypeError('oops'))).toBeUndefined();
  expect(fromForeign('text')).toBeUndefined();
  const report = { schemaVersion: 1, error: toReport(bug(new TypeError('oops'))) };
  expectShape('error', report);
  expect(report.error.code).toBe('bug.unexpected');
});
