import { count } from '@hermes-ops/plugin-kit/numbers';
import type { NoticeCode } from '../loop/notice-codes.ts';

/** Where a skill lies: below the home's `skills/`, in a folder of `skills.external_dirs`, or in the workspace. */
export type SkillSource = 'home' | 'external' | 'workspace';

/**
 * Only `ok` is told to the model. `not-agreed`: the workspace brings it and nobody has said yes; `hidden`: another skill has
 * that name; `other-system`: it is made for another operating system; `left-out`: its place holds too many.
 */
export type SkillState = 'ok' | 'disabled' | 'not-agreed' | 'hidden' | 'other-system' | 'broken' | 'left-out';

export interface Skill {
  /** Fit to be shown and to be typed: the file's, or the folder's where the file has none that is. */
  name: string;
  /** On one line, with everything that cannot be seen spelled; of a very long one the beginning. */
  description: string;
  source: SkillSource;
  /** Where it was found; a link stays a link. */
  path: string;
  /** The same with links resolved: no file outside of it belongs to the skill. */
  folder: string;
  state: SkillState;
  /** Why it is not `ok`, on one line. */
  why?: string;
  /** SHA-256 of each file by its relative path, as somebody agreed to them. Absent: nobody had to. */
  agreed?: ReadonlyMap<string, string>;
}

export interface Finding {
  /** `error`: against the format, or unsafe to install. `warning`: somebody should look at it. */
  severity: 'error' | 'warning' | 'note';
  /** Relative to the skill's folder. */
  file: string;
  /** From 1. */
  line: number;
  message: string;
}

/** Something about skills that the user should know before the first message. */
export interface SkillNotice {
  code: NoticeCode;
  text: string;
  try?: string[];
}

export const SKILL_FILE = 'SKILL.md';

/** Bytes of a file of a skill that are read; of a larger SKILL.md nobody has a text. */
export const MOST_READ = 1_000_000;

/** Why, behind the name of the file. */
export const TOO_LARGE = `is larger than ${count(MOST_READ)} bytes`;
