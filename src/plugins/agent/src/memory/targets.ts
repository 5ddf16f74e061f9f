/** Notes about the work, or the profile of the user. */
export type MemoryTarget = 'memory' | 'user';

export interface TargetFacts {
  file: string;
  /** Keys of the section `memory` of config.yaml, with their defaults. */
  enabledKey: string;
  limitKey: string;
  /** Characters. */
  limit: number;
}

export const TARGETS: Record<MemoryTarget, TargetFacts> = {
  memory: { file: 'MEMORY.md', enabledKey: 'memory_enabled', limitKey: 'memory_char_limit', limit: 2_200 },
  user: { file: 'USER.md', enabledKey: 'user_profile_enabled', limitKey: 'user_char_limit', limit: 1_375 },
};
