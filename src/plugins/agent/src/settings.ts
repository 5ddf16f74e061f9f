import type { LoadedConfig } from '@hermes-ops/contract';
import { section } from '@hermes-ops/plugin-kit/objects';
import { readThinking, type Thinking } from '@hermes-ops/plugin-kit/thinking';
import type { GuardLimits } from './loop/guard.ts';

/** What the agent reads of config.yaml, in the units of the file unless the name says otherwise. */
export interface AgentSettings {
  /** Most rounds of tool calls in one turn; undefined: no limit. */
  maxTurns: number | undefined;
  /** Largest answer in tokens; undefined: `MAX_ANSWER` of the loop. The window may leave less. */
  maxTokens: number | undefined;
  /** Window in tokens that the user set; where the endpoint says one as well, the smaller one holds. */
  contextTokens: number | undefined;
  streaming: boolean;
  /** Whether thoughts are sent back whatever the endpoint is. */
  echoReasoning: boolean;
  thinking: Thinking;
  extraBody: Record<string, unknown>;
  retries: number;
  idleMs: number;
  systemPrompt: string;
  environmentHint: string;
  disabledToolsets: string[];
  contextFileChars: number | undefined;
  approvals: {
    mode: 'manual' | 'smart' | 'off';
    timeoutMs: number;
    withoutTerminal: 'deny' | 'approve';
    deny: string[];
    smartPolicy: string;
    denialLimit: number;
  };
  allowList: string[];
  compression: { enabled: boolean; threshold: number; thresholdTokens: number | undefined };
  toolOutputChars: number;
  guard: GuardLimits;
  /** False: a loop is stopped only at twice the limit while a person watches. */
  guardStopsInteractive: boolean;
  guardStopsUnattended: boolean;
  showReasoning: boolean;
}

/** Seconds of the config as whole ms, no more than a timer takes (24.8 days): Node's would go off at once. */
export const timerMs = (seconds: number): number => Math.min(Math.round(seconds * 1000), 2 ** 31 - 1);

type Section = Readonly<Record<string, unknown>>;

/** Values of the wrong type count as not set: `hermes config validate` is what reports them. */
export function readSettings({ value }: LoadedConfig): AgentSettings {
  const agent = section(value['agent']);
  const model = section(value['model']);
  const approvals = section(value['approvals']);
  const compression = section(value['compression']);
  const guard = section(value['tool_loop_guardrails']);
  const mode = text(approvals['mode']);
  return {
    maxTurns: limit(agent['max_turns']),
    maxTokens: positive(model['max_tokens']),
    contextTokens: positive(model['context_length']),
    streaming: model['streaming'] !== false,
    echoReasoning: agent['reasoning_echo'] === true || model['reasoning_echo'] === true,
    thinking: readThinking(agent),
    extraBody: section(model['extra_body']),
    retries: count(agent['api_max_retries']) ?? 3,
    idleMs: timerMs(positive(agent['local_stream_stale_timeout']) ?? 900),
    systemPrompt: text(agent['system_prompt']) ?? '',
    environmentHint: text(agent['environment_hint']) ?? '',
    disabledToolsets: texts(agent['disabled_toolsets']),
    contextFileChars: positive(value['context_file_max_chars']),
    approvals: {
      mode: mode === 'smart' || mode === 'off' ? mode : 'manual',
      timeoutMs: timerMs(positive(approvals['timeout']) ?? 300),
      withoutTerminal: approvals['single_query_mode'] === 'approve' ? 'approve' : 'deny',
      deny: texts(approvals['deny']),
      smartPolicy: text(approvals['smart_policy']) ?? '',
      denialLimit: count(approvals['denial_breaker_threshold']) ?? 3,
    },
    allowList: texts(value['command_allowlist']),
    compression: {
      enabled: compression['enabled'] !== false,
      threshold: positive(compression['threshold']) ?? 0.8,
      thresholdTokens: positive(compression['threshold_tokens']),
    },
    toolOutputChars: positive(section(value['tool_output'])['max_bytes']) ?? 50_000,
    guard: {
      warn: guardCounts(section(guard['warn_after']), [2, 3, 2]),
      stop: guardCounts(section(guard['hard_stop_after']), [5, 8, 5]),
    },
    guardStopsInteractive: guard['hard_stop_enabled'] === true,
    guardStopsUnattended: guard['non_interactive_hard_stop_enabled'] !== false,
    showReasoning: section(value['display'])['show_reasoning'] !== false,
  };
}

function guardCounts(given: Section, [exact, tool, progress]: readonly [number, number, number]) {
  return {
    exactFailure: positive(given['exact_failure']) ?? exact,
    sameToolFailure: positive(given['same_tool_failure']) ?? tool,
    noProgress: positive(given['idempotent_no_progress']) ?? progress,
  };
}

/** 0, -1 and words such as `unlimited` mean none. */
const limit = (given: unknown): number | undefined => positive(typeof given === 'string' ? Number(given) : given);

const text = (given: unknown): string | undefined => (typeof given === 'string' && given !== '' ? given : undefined);

const texts = (given: unknown): string[] =>
  (Array.isArray(given) ? given : []).filter((one) => typeof one === 'string' || typeof one === 'number').map(String);

const positive = (given: unknown): number | undefined =>
  typeof given === 'number' && Number.isFinite(given) && given > 0 ? given : undefined;

const count = (given: unknown): number | undefined =>
  typeof given === 'number' && Number.isInteger(given) && given >= 0 ? given : undefined;
