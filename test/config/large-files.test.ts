import { expect, test } from 'vitest';
import { validateText } from '../../src/config/validate.ts';

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('');
/** In ms of a core, because what else the machine does meanwhile takes none of it. */
const took = (text: string): number => {
  const before = process.cpuUsage();
  validateText(text, 'config.yaml', {});
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

/** Each took time in the square of its size once: four times the size must not take much more than four times as long. */
test.each([
  ['a section with many keys', (n: number) => `platform_hints:\n${lines(n * 10, (i) => `  key_${i}: "value ${i}"\n`)}`],
  [
    'many commands',
    (n: number) => `quick_commands:\n${lines(n * 4, (i) => `  k${i}: {type: exec, command: "echo ${i}"}\n`)}`,
  ],
  ['many repeated keys', (n: number) => 'model: q\n'.repeat(n * 4)],
  ['many repeated block texts', (n: number) => 'agent: |\n'.repeat(n * 4)],
  ['a long number', (n: number) => `model:\n  context_length: ${'1_'.repeat(n * 16)}\n`],
  ['many tabs', (n: number) => `agent:\n  x: [${'"a\tb", '.repeat(n * 16)}]\n`],
  [
    'many unknown endpoints',
    (n: number) =>
      `providers:\n${lines(n, (i) => `  p${i}: {base_url: http://a/v1}\n`)}fallback_providers:\n${lines(n, (i) => `  - {provider: "custom:q${i}", model: m}\n`)}`,
  ],
])('time grows with the size only: %s', { timeout: 120_000 }, (_name, text) => {
  took(text(50));
  const small = Math.min(took(text(400)), took(text(400)));
  const large = Math.min(took(text(1600)), took(text(1600)));
  expect(large).toBeLessThan(Math.max(500, small * 9));
});
