import { expect, test } from 'vitest';
import { foreignFlagHint } from '../../src/ui/foreign-flags.ts';

const FLAGS = {
  model: { char: 'm', type: 'option' },
  port: { type: 'option' },
  save: { type: 'boolean' },
} as const;

test.each([
  ['-m F -ngl 99', '-m F -- -ngl 99'],
  ['coder -m F -np -1 -fa on --port 9', 'coder -m F --port 9 -- -np -1 -fa on'],
  ['-ngl 99 -m F --save -- -t 1', '-m F --save -- -ngl 99 -t 1'],
  ['-m F --n-gpu-layers=99 --port=9 --json', '-m F --port=9 --json -- --n-gpu-layers=99'],
  ['--mlock -m F', '-m F -- --mlock'],
  [
    '-m F --api-key sk-1 --hf_token=hf_2 -- -hft hf_3',
    '-m F -- --api-key YOUR_SECRET --hf_token=YOUR_SECRET -hft YOUR_SECRET',
  ],
])('%s', (typed, meant) => {
  expect(foreignFlagHint(typed.split(' '), FLAGS).at(-1)).toBe(`hermes server start ${meant}`);
});

test.each(['-m F --port x', '-m F a b', '-m F -- -ngl 99'])('%s: nothing to say', (typed) => {
  expect(foreignFlagHint(typed.split(' '), FLAGS)).toEqual([]);
});
