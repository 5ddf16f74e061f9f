import type { BackgroundTask } from '../contract/index.ts';

/** A task of hermes itself, with what a usual request of it holds, in tokens. */
export interface CoreTask extends BackgroundTask {
  timeoutMs: number;
  usual: TaskSize;
}

export interface TaskSize {
  promptTokens: number;
  answerTokens: number;
}

/** Background tasks that hermes and its plugins have models for. Limits are those of the public Hermes Agent. */
export const CORE_TASKS: readonly CoreTask[] = [
  {
    name: 'compression',
    description: 'Writes the summary when a conversation is compressed.',
    timeoutMs: 120_000,
    usual: { promptTokens: 16_000, answerTokens: 1_500 },
  },
  {
    name: 'title_generation',
    description: 'Gives a conversation its title after the first exchange.',
    timeoutMs: 30_000,
    usual: { promptTokens: 600, answerTokens: 40 },
  },
  {
    name: 'vision',
    description: 'Looks at images.',
    timeoutMs: 120_000,
    usual: { promptTokens: 2_000, answerTokens: 500 },
  },
  {
    name: 'session_search',
    description: 'Ranks the conversations that a search found.',
    timeoutMs: 30_000,
    usual: { promptTokens: 6_000, answerTokens: 300 },
  },
  {
    name: 'approval',
    description: 'Judges whether a command is dangerous when `approvals.mode` is `smart`.',
    timeoutMs: 30_000,
    usual: { promptTokens: 700, answerTokens: 100 },
  },
];

/** Of a task that a plugin declares without a limit. */
export const OTHER_TASK = { timeoutMs: 60_000, usual: { promptTokens: 4_000, answerTokens: 500 } } as const;

/** A provider that `auto` takes when its key is there, with the model that it asks unless the config names one. */
export interface AutoProvider {
  provider: string;
  model: string;
  /** Key of `auxiliary` that names another model. */
  modelKey?: string;
}

/** In the order in which `auto` looks. All of them cost money or count against a quota. */
export const AUTO_PROVIDERS: readonly AutoProvider[] = [
  { provider: 'openrouter', model: 'google/gemini-3-flash-preview', modelKey: 'openrouter_model' },
  { provider: 'google', model: 'gemini-3-flash-preview' },
];

/** Speeds of a local model that nobody has measured yet, in tok/s: a large one without a graphics card. */
export const ASSUMED_SPEED = { promptPerSecond: 60, generatedPerSecond: 4 } as const;
