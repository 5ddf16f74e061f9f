import { expect, test } from 'vitest';
import { AGENT_CONTEXT_FLOOR, smallWindowWarning } from '../../src/catalog/limits.ts';
import { validateText } from '../../src/config/validate.ts';
import { planServer } from '../../src/server/plan.ts';
import { differences } from '../../src/server/readback.ts';
import { belowFloor } from '../../src/services/model-context.ts';

test('warns below the floor only, with the number', () => {
  expect(smallWindowWarning(AGENT_CONTEXT_FLOOR)).toBeUndefined();
  expect(smallWindowWarning(AGENT_CONTEXT_FLOOR - 1)).toContain('63,999');
});

test('server start, model and config validate say the same', async () => {
  const warning = smallWindowWarning(16_384) ?? 'none';
  expect(differences(planServer({ ctx_size: 16_384 }), undefined, undefined).at(-1)).toBe(warning);
  expect(belowFloor(16_384, undefined)).toBe(warning);
  const { diagnostics } = validateText('model: {context_length: 16384}\n', 'config.yaml');
  expect(diagnostics[0]?.message).toContain(warning);
});
