import type { SkillState } from './types.ts';

/** States in lists of skills. */
export const STATE_WORDS: Readonly<Record<SkillState, string>> = {
  ok: 'ok',
  disabled: 'disabled',
  'not-agreed': 'not agreed to',
  hidden: 'hidden',
  'other-system': 'other system',
  broken: 'broken',
  'left-out': 'left out',
};
