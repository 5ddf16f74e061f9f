import { expect, test } from 'vitest';
import { nearest } from '../../src/errors/nearest.ts';

const KNOWN = ['model', 'compression', 'base_url', 'deepseek', 'xai', 'install.path'];

test.each([
  ['modle', 'model'],
  ['MODEL', 'model'],
  ['base-url', 'base_url'],
  ['compresion', 'compression'],
  ['deepsek', 'deepseek'],
  ['xia', 'xai'],
  ['foo', undefined],
  ['nosuch', undefined],
  ['', undefined],
])('%j means %j', (word, meant) => {
  expect(nearest(word, KNOWN)).toBe(meant);
});

test('of no words none is meant', () => {
  expect(nearest('model', [])).toBeUndefined();
});
