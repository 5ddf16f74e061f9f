import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../../../test/helpers/cli.ts';
import { keysNotRead } from '../src/settings.ts';

const text = (file: string) => readFileSync(join(import.meta.dirname, '..', file), 'utf8');
const README = text('README.md');

test('every error code of the plugin stands in its README, and no other', () => {
  const used = [...text('src/errors.ts').matchAll(/'(compression\.[a-z-]+)'/g)].map(([, code = '']) => code);
  const listed = [...README.matchAll(/^\| `(compression\.[a-z-]+)`/gm)].map(([, code = '']) => code);
  expect(listed.toSorted()).toEqual([...new Set(used)].toSorted());
  expect(README.split('\n').length).toBeLessThan(110);
});

test('every key of `compression` is said to be read or not, and that is true', () => {
  const schema = JSON.parse(readFileSync(join(ROOT, 'schemas/sections/compression.schema.json'), 'utf8'));
  // The last three are old names that `hermes config migrate` rewrites.
  const keys = Object.keys(schema.properties).filter((key) => !key.startsWith('summary_'));
  const ignored = keysNotRead({ compression: Object.fromEntries(keys.map((key) => [key, 1])) });
  const settings = text('src/settings.ts');
  const read = keys.filter((key) => !ignored.includes(key));
  expect(read.filter((key) => !settings.includes(`['${key}']`))).toEqual([]);
  const [, said = '', unread = ''] = /^Read of([\s\S]*?)^Not read,([\s\S]*?)^## /m.exec(README) ?? [];
  expect(read.filter((key) => !said.includes(`\`${key}\``))).toEqual([]);
  expect(ignored.filter((key) => !key.startsWith('codex_') && !unread.includes(`\`${key}\``))).toEqual([]);
  expect(unread).toContain('`codex_`');
});
