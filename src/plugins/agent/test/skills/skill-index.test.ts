import fc from 'fast-check';
import { expect, test } from 'vitest';
import { skillIndex } from '../../src/skills/skill-index.ts';
import { skillPlace, skillText } from './place.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) };
const many = (count: number, description = 'Does something useful.') =>
  Array.from({ length: count }, (_, i) => ({ name: `skill-${i}`, description }));

test('no skill, no part', () => {
  expect(skillIndex([], 65_536)).toBe('');
});

test('a line for each, long descriptions cut', () => {
  const [, ...lines] = skillIndex(
    [
      { name: 'a', description: '长'.repeat(500) },
      { name: 'b', description: 'B.' },
    ],
    65_536,
  ).split('\n');
  expect(lines).toEqual([`- a: ${'长'.repeat(199)}…`, '- b: B.']);
});

test('names alone where descriptions do not fit, then a count that says how to list the rest', () => {
  const names = skillIndex(many(60), 16_384);
  expect(names).toContain('skill-59');
  expect(names).not.toContain('useful');
  const some = skillIndex(many(500), 16_384);
  expect(some).toMatch(/skill-0, .* \d+ more; the tool skill without a name lists all$/);
  expect(some.length).toBeLessThanOrEqual(16_384 * 0.09);
});

test('whatever the skills and the window, it is bounded and the same twice', () => {
  const skill = fc.record({
    name: fc.stringMatching(/^[a-z0-9]{1,64}$/),
    description: fc.string({ maxLength: 400, unit: 'grapheme' }),
  });
  fc.assert(
    fc.property(
      fc.array(skill, { maxLength: 80 }),
      fc.option(fc.integer({ min: 512, max: 200_000 }), { nil: undefined }),
      (skills, window) => {
        const text = skillIndex(skills, window);
        expect(skillIndex(skills, window)).toBe(text);
        expect(text.length).toBeLessThanOrEqual(Math.max(300, Math.min(12_000, (window ?? 1e9) * 0.09)));
      },
    ),
    RUNS,
  );
});

test('the order of files on the disk changes no byte, and secrets are masked', async () => {
  const files = ['zeta', 'alpha', 'mid'].map(
    (name) => [`skills/${name}/SKILL.md`, skillText(name, 'Uses KEY-1.')] as const,
  );
  const index = async (order: typeof files) =>
    (await skillPlace({ home: Object.fromEntries(order), secrets: ['KEY-1'] }).open()).index(undefined);
  const text = await index(files);
  expect(await index(files.toReversed())).toBe(text);
  expect(text).not.toContain('KEY-1');
  expect(
    text
      .split('\n')
      .slice(1)
      .map((line) => line.slice(2, 5)),
  ).toEqual(['alp', 'mid', 'zet']);
});
