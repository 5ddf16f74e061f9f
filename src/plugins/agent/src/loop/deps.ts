import type { ContextEngine, Host, LlmRoom, Target } from '@hermes-ops/contract';
import type { Approver } from '../approvals/approver.ts';
import type { AgentSettings } from '../settings.ts';
import type { Tool, ToolEnvironment } from '../tools/tool.ts';
import type { Conversation } from './conversation.ts';
import type { Draft } from './draft.ts';
import type { Emit, TurnCall, TurnUsage } from './events.ts';

export type ModelTarget = Target & { model: string };

/** Who may be asked. */
export interface AskTarget {
  target: ModelTarget;
  /** What the config says under `model` (bounds, extra fields, effort) is meant for this one. */
  main: boolean;
  /** It takes `return_progress` and `chat_template_kwargs`. */
  llamaServer: boolean;
  /** It has shown that it takes a message of the user right behind a tool's result, or is no local server. */
  steering: boolean;
}

/** What is known about the window and may be learned later, when the server refuses a prompt. */
interface Window {
  /** Tokens of one request; undefined: the endpoint does not say. */
  contextTokens: number | undefined;
}

/** Everything that a turn works with; one for each run of a session. */
export interface LoopDeps {
  host: Host;
  llm: LlmRoom;
  /** The main model, then the config's `fallback_providers`; without the main one where that is down. */
  targets: readonly [AskTarget, ...AskTarget[]];
  settings: AgentSettings;
  conversation: Conversation;
  /** Tools by name; those of plugins are at the end. */
  tools: ReadonlyMap<string, Tool>;
  /** Names of the tools that plugins brought. */
  contributed: ReadonlySet<string>;
  environment: ToolEnvironment;
  approver: Pick<Approver, 'decide'>;
  /** A message that the user wrote while the model worked; asked for between two requests of a turn. */
  steer?: (() => string | undefined) | undefined;
  /** Told of a message of the user that the window had no room for and that was taken out of the conversation again. */
  dropped?: (text: string) => void;
  engine: ContextEngine | undefined;
  draft: Draft;
  window: Window;
  /** What the probe of the chat template found; undefined where there was none. */
  appendOnly: boolean | undefined;
  /** Whether a person watches and can press Ctrl-C. */
  interactive: boolean;
  emit: Emit;
}

/** What a turn has come to so far. */
export interface Turn {
  requests: number;
  calls: TurnCall[];
  usage: TurnUsage;
  text: string;
  denials: number;
  /** Rounds of tool calls that were carried out. */
  rounds: number;
  /** An empty answer was asked again once. */
  askedAgain: boolean;
}
