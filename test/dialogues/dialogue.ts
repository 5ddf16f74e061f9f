import type { Script } from '../helpers/scripted-model/types.ts';

export type Status = 'ok' | 'error' | 'denied' | 'interrupted';

/** One start of `hermes chat`, with what must come of it. Texts are parts of regular expressions unless said otherwise. */
export interface Run {
  /** The prompt of `-q`; without it the prompt is `stdin`. */
  q?: string;
  stdin?: string;
  /** Further arguments; `$SESSION` stands for the id of the first run's session. */
  args?: string[];
  /** Another command than `chat`, with its arguments, e.g. `['sessions', 'rename', '$SESSION', 'x']`. */
  command?: string[];
  /** Exit code, or those that are right. Default 0. */
  exit?: number | number[];
  /** Literal parts of the final text. */
  text?: string[];
  /** What the final text must not hold. */
  notText?: string[];
  /** The whole final text. */
  exactly?: string;
  /** What standard output and standard error together must say. */
  says?: string[];
  calls?: { name: string; status: Status | Status[] }[];
}

export interface Dialogue {
  name: string;
  script: Script;
  runs: Run[];
  /** A second endpoint, in config.yaml as the provider `spare`. */
  spare?: Script;
  /** Nothing listens at the main endpoint. */
  dead?: boolean;
  apiMode?: 'codex_responses' | 'anthropic_messages';
  /** Sections over those that every dialogue has; `null` takes one away. */
  config?: Record<string, unknown>;
  env?: Record<string, string>;
  /** Name of the workspace's folder. */
  workspace?: string;
  files?: Record<string, string>;
  /** Content of files of the workspace afterwards; null: no such file. */
  after?: Record<string, string | null>;
  /** Values of config.yaml afterwards, by path. */
  configAfter?: Record<string, unknown>;
  /** Files of the home and what each must hold afterwards. */
  homeAfter?: Record<string, string>;
  /** What the tool results that the model received must and must not hold, together. */
  received?: string[];
  notReceived?: string[];
  /** Requests of the conversation to the main endpoint: exactly, or at most. */
  requests?: number;
  requestsAtMost?: number;
  spareRequests?: number;
  /** Requests without tools that a tool of the conversation makes. */
  sideRequests?: number;
  /** The conversation is masked or repaired on the way, so that its beginning changes; the reason. */
  rewritten?: string;
}
