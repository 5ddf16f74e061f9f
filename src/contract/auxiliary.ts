import type { Target } from './endpoint.ts';
import type { ChatRequest, ChatResult } from './llm.ts';

/** A background task that can have a model of its own (`auxiliary.NAME` in config.yaml). */
export interface BackgroundTask {
  name: string;
  /** One sentence: what the task does. */
  description: string;
  /** Time limit of a request where the config names none, in ms. */
  timeoutMs?: number;
}

/** One step of finding out who does a task, as `hermes auxiliary status` prints it. */
export interface AuxiliaryStep {
  /** What was looked at and what came of it, in one line. */
  text: string;
  /** True for the step that decided. */
  decided: boolean;
  /** A key is set and not used, because nobody agreed to spend money (`ops.allow_paid`). */
  withheld?: true;
}

/** Who does a task. */
export interface AuxiliaryRoute {
  task: string;
  target: Target & { model: string };
  /** Name of the provider as the config or the catalog has it; `main` for the main model's endpoint. */
  provider: string;
  /** On this machine or the user's own network. */
  local: boolean;
  /** Whether the request goes to the server that serves the main model, whose cache it may displace. */
  onMainServer: boolean;
  /** Window in tokens (`auxiliary.TASK.context_length`), where the config names it. */
  contextTokens?: number;
  /** Time limit of one request in ms: the config's, raised for a slow local model by its measured speed. */
  timeoutMs: number;
  /** Who says so, in a few words. */
  timeoutFrom?: string;
  extraBody?: Record<string, unknown>;
  steps: AuxiliaryStep[];
}

export type AuxiliaryResolution =
  | { ok: true; route: AuxiliaryRoute; fallbacks: AuxiliaryRoute[] }
  | { ok: false; task: string; disabled: boolean; message: string; steps: AuxiliaryStep[]; try: string[] };

export interface AuxiliaryAnswer {
  result: ChatResult;
  /** Who answered, or who was asked last. Absent where nobody could be asked. */
  route?: AuxiliaryRoute;
  /** Failures before, each in one line. */
  failures: string[];
}

/** Speeds of one model at one address in tok/s, and how many requests they were measured in. */
export interface MeasuredSpeeds {
  promptPerSecond?: number;
  generatedPerSecond?: number;
  requests: number;
}

/** Background work by models: who does it and doing it. Every call is written to the usage ledger under its task. */
export interface AuxiliaryRoom {
  /** Known tasks and those that plugins declare, by name. */
  tasks(): Promise<BackgroundTask[]>;
  resolve(task: string): Promise<AuxiliaryResolution>;
  /**
   * Asks whoever does the task, then its fallbacks. Requests to a local server that has one slot are sent one at a time,
   * and to the main server's only slot in a moment in which it is idle: the conversations of this and of other processes
   * do not stand in that line, and a request between two of theirs would cost them their cache. Both waits together are
   * bounded by the route's `timeoutMs`, after which it is a failure `timeout`. Never throws. `mayDisplace: false`: where
   * the request would push the conversation out of the main server's only slot it is not sent, and the next fallback is
   * asked; a failure `aborted` where that leaves nobody. A local server that has not said in time how many slots it has counts
   * as one with a single slot, and is asked again before the next request. `elsewhere: true`: the main model is not asked, because the caller
   * asks it in a way of its own; a failure `not-found` where that leaves nobody. Images are not sent to a llama-server that
   * says that it takes none: a failure `images`, and the next fallback is asked. A server other than the main one that was
   * asked in vain and cost time is left alone for a minute, a failure `unreachable`, and then asked again.
   */
  ask(
    task: string,
    request: Omit<ChatRequest, 'task' | 'timeoutMs' | 'retries'>,
    options?: { mayDisplace?: boolean; elsewhere?: boolean },
  ): Promise<AuxiliaryAnswer>;
  /** Whom to tell what the user should know, one line each, such as that a server is left alone. There is one listener. */
  watch(listener: (line: string) => void): void;
  /**
   * How long a request may stay without a byte, in ms: 15 minutes, and for a local model at least twice what prompt and
   * answer take at its measured speed (a slow one is assumed where nobody has measured it). For API modes and servers
   * that show no progress. Never rejects.
   */
  promptLimitMs(target: Target & { model: string }, promptTokens: number, maxTokens: number): Promise<number>;
  /** What the usage ledger says about a model's speed; undefined where nobody has measured it. Never rejects. */
  speeds(target: Target & { model: string }): Promise<MeasuredSpeeds | undefined>;
}
