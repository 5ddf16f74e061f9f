import fc from 'fast-check';
import { expect, test } from 'vitest';
import { validateText } from '../../src/config/validate.ts';
import { documents, render } from './random-yaml.ts';

const RUNS = Number(process.env['HERMES_TEST_N'] ?? 100);

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
        expect(report.errors + report.warnings + report.notes).toBe(report.diagnostics.length);
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
