import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
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

test('skipping words of another length changes no answer', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '_'), maxLength: 12 });
  const plain = (text: string) => text.replaceAll('_', '');
  const sorted = (text: string) => [...text].sort().join('');
  fc.assert(
    fc.property(word, fc.array(word), (typed, candidates) => {
      const costs = candidates.map((it) => {
        const [a, b] = [plain(typed), plain(it)];
        return sorted(a) === sorted(b) ? distance(a, b) / 2 : distance(a, b);
      });
      const least = Math.min(...costs);
      const most = Math.max(1, Math.floor(plain(typed).length / 3));
      expect(nearest(typed, candidates)).toBe(least <= most ? candidates[costs.indexOf(least)] : undefined);
    }),
    { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) },
  );
});
