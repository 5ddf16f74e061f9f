import type { LoadedConfig } from './config.ts';
import type { EndpointReport, EndpointRoom, Target } from './endpoint.ts';
import type { LlmRoom } from './llm.ts';

export type CheckStatus = 'pass' | 'warn' | 'fail' | 'skip' | 'error';

export interface Fix {
  /** One sentence in the imperative. */
  text: string;
  /** A command line that does it, where one exists. For a server on another machine: what to run there. */
  command?: string;
  /** True where `hermes doctor --fix` may do it by itself. */
  auto: boolean;
}

export interface Verdict {
  status: Exclude<CheckStatus, 'error'>;
  /** What is, in one line. */
  summary: string;
  /** Why it matters, at most two lines. */
  detail?: string;
  fix?: Fix;
}

/** What a check may look at. Lazy parts are computed once and shared by all checks of a run. */
export interface CheckContext {
  home: string;
  config: LoadedConfig;
  /** The endpoint that `model` resolves to; undefined when none is configured. */
  target?: Target;
  endpoint: EndpointRoom;
  llm: LlmRoom;
  /** One shared description of the target. */
  report(): Promise<EndpointReport>;
  signal: AbortSignal;
}

/**
 * One check of `hermes doctor`. `run` may throw: the runner then records status `error`.
 * Ids are public and stable; `after` names checks that must not have failed, else this one is skipped because of them.
 */
export interface Check {
  id: string;
  title: string;
  group: string;
  after?: readonly string[];
  /** Hard limit in ms; default 5,000. */
  timeoutMs?: number;
  run(context: CheckContext): Promise<Verdict> | Verdict;
}

export interface CheckRow {
  id: string;
  target?: string;
  title: string;
  group: string;
  status: CheckStatus;
  summary: string;
  detail?: string;
  fix?: Fix;
  durationMs: number;
  /** Id of the check whose failure made this one be skipped. */
  because?: string;
}

export interface DoctorReport {
  schemaVersion: 1;
  status: 'healthy' | 'problems' | 'error';
  summary: Record<CheckStatus, number>;
  checks: CheckRow[];
}
