import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Prints } from '../../src/screen/prints.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 200) };
const rowsIn = (batch: string): number => batch.split('\n').length;

test('everything is drawn once, in order, never more than a thousand rows at a time', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(3_000), fc.constant('draw')), { maxLength: 12 }), (steps) => {
      const prints = new Prints();
      const seen: string[] = [];
      let count = 0;
      let drawn = 0;
      const draw = (): boolean => {
        const fresh = prints.all.slice(drawn);
        drawn = prints.all.length;
        expect(fresh.reduce((sum, batch) => sum + rowsIn(batch), 0)).toBeLessThanOrEqual(1_000);
        seen.push(...fresh.flatMap((batch) => batch.split('\n')));
        prints.drawn(drawn);
        return prints.all.length > drawn;
      };
      for (const step of steps) {
        if (step === 'draw') draw();
        else prints.add(Array.from({ length: Number(step) }, (_, i) => `row ${count + i + 1}`));
        if (step !== 'draw') count += Number(step);
      }
      while (draw());
      expect(prints.waits).toBe(false);
      expect(seen).toEqual(Array.from({ length: count }, (_, i) => `row ${i + 1}`));
      expect(prints.all.join('')).toBe('');
    }),
    RUNS,
  );
});
