import type { LoadedConfig } from '@hermes-ops/contract';
import { section } from '@hermes-ops/plugin-kit/objects';

/** What the plugin reads of `compression` in config.yaml, in the units of the file. */
export interface CompressionSettings {
  enabled: boolean;
  /** Share of the window at which the conversation is compressed, and the key that says so. */
  threshold: number;
  thresholdKey: string;
  /** Upper limit of that in tokens. */
  thresholdTokens: number | undefined;
  /** Share of the history that a compression leaves. */
  targetRatio: number;
  protectFirst: number;
  protectLast: number;
  /** Messages at which a conversation is compressed whatever its size. */
  messageLimit: number;
  /** `lean`: the recent part is no more than the protected messages; `legacy`: it fills what the target leaves. */
  tailMode: 'lean' | 'legacy';
  minTailUserMessages: number;
  /** Longest message of the model in the recent part, in characters; 0: no limit. */
  tailAssistantChars: number;
  maxAttempts: number;
  abortOnFailure: boolean;
  /** 0: never. */
  idleSeconds: number;
  pruneTokens: number;
  pruneMinChars: number;
  pruneMinReclaim: number;
  /** Longest time of one compression in s, where the config says it itself; undefined: what the models need. */
  ceilingSeconds: number | undefined;
  /** The user named a model for it, instead of leaving the choice to hermes. */
  ownModel: boolean;
}

type Section = Readonly<Record<string, unknown>>;

/** Keys of `compression` that another program acts on and this plugin does not. */
const NOT_READ: readonly string[] = [
  'checkpoint_required',
  'progress_notices',
  'in_place',
  'micro_compact',
  'micro_compact_every_n_turns',
  'micro_compact_defrag_threshold_tokens',
  'context_timeout_seconds',
  'hygiene_timeout_seconds',
  'hygiene_total_ceiling_seconds',
  'hygiene_failure_cooldown_seconds',
  'hygiene_max_turn_hold_seconds',
];

/** Values of the wrong type count as not set: `hermes config validate` is what reports them. `model`: provider and id. */
export function readSettings({ value, raw }: LoadedConfig, model: string): CompressionSettings {
  const compression = section(value['compression']);
  const written = section(section(raw)['compression']);
  const task = section(section(value['auxiliary'])['compression']);
  const [thresholdKey, threshold] = thresholdFor(compression, model);
  const ceiling = written['context_total_ceiling_seconds'];
  return {
    enabled: compression['enabled'] !== false,
    threshold,
    thresholdKey,
    thresholdTokens: atLeastOne(compression['threshold_tokens']),
    targetRatio: Math.min(0.8, Math.max(0.05, positive(compression['target_ratio']) ?? 0.2)),
    protectFirst: count(compression['protect_first_n']) ?? 3,
    protectLast: count(compression['protect_last_n']) ?? 20,
    messageLimit: atLeastOne(compression['hygiene_hard_message_limit']) ?? 400,
    tailMode: compression['tail_mode'] === 'legacy' ? 'legacy' : 'lean',
    minTailUserMessages: positive(compression['min_tail_user_messages']) ?? 1,
    tailAssistantChars: count(compression['tail_assistant_max_chars']) ?? 0,
    maxAttempts: positive(compression['max_attempts']) ?? 3,
    abortOnFailure: compression['abort_on_summary_failure'] === true,
    idleSeconds: count(compression['idle_compact_after_seconds']) ?? 0,
    pruneTokens: count(compression['proactive_prune_tokens']) ?? 0,
    pruneMinChars: positive(compression['proactive_prune_min_result_chars']) ?? 8000,
    pruneMinReclaim: count(compression['proactive_prune_min_reclaim_tokens']) ?? 4096,
    ceilingSeconds: positive(ceiling) === undefined ? undefined : Math.max(1, Number(ceiling)),
    ownModel: namesModel(task),
  };
}

/** Keys that the file sets and that have no effect here: a key that is silently ignored is worse than one that is missing. */
export const keysNotRead = (raw: unknown): string[] => {
  const written = section(section(raw)['compression']);
  return Object.keys(written).filter((key) => NOT_READ.includes(key) || key.startsWith('codex_'));
};

/** The longest part of a model's id that `model_thresholds` names decides, else `threshold`. */
function thresholdFor(compression: Section, model: string): [key: string, share: number] {
  const id = model.toLowerCase();
  const [best] = Object.entries(section(compression['model_thresholds']))
    .filter(([part, share]) => part !== '' && id.includes(part.toLowerCase()) && shareOf(share) !== undefined)
    .sort(([a], [b]) => b.length - a.length);
  if (best) return [`compression.model_thresholds.${best[0]}`, shareOf(best[1]) ?? 0.8];
  return ['compression.threshold', shareOf(compression['threshold']) ?? 0.8];
}

function namesModel(task: Section): boolean {
  const named = (value: unknown) => typeof value === 'string' && value !== '';
  const provider = named(task['provider']) ? String(task['provider']).toLowerCase() : 'auto';
  return (provider !== 'auto' && provider !== 'main') || named(task['base_url']) || named(task['model']);
}

const shareOf = (given: unknown): number | undefined =>
  typeof given === 'number' && given > 0 && given <= 1 ? given : undefined;

export const positive = (given: unknown): number | undefined =>
  typeof given === 'number' && Number.isFinite(given) && given > 0 ? given : undefined;

const atLeastOne = (given: unknown): number | undefined => {
  const value = positive(given);
  return value !== undefined && value >= 1 ? Math.floor(value) : undefined;
};

const count = (given: unknown): number | undefined =>
  typeof given === 'number' && Number.isInteger(given) && given >= 0 ? given : undefined;
