import type { AuxiliaryRoom } from './auxiliary.ts';
import type { DoctorReport } from './check.ts';
import type { LoadedConfig } from './config.ts';
import type { EndpointRoom, Target } from './endpoint.ts';
import type { ErrorOptions, UserError } from './errors.ts';
import type { LlmRoom, UsageEntry, UsageReading } from './llm.ts';
import type { Paths } from './paths.ts';
import type { ServerRoom } from './server.ts';
import type { SettingsRoom } from './settings.ts';

export interface HostUi {
  /** One line to standard output. */
  out(line?: string): void;
  /** One line to standard error. */
  err(line?: string): void;
  /**
   * A value as JSON in characters that only show: what acts on a terminal is escaped, and parsed it is the same. `indent`
   * in blanks, 2 by default; 0: on one line.
   */
  json(value: unknown, indent?: number): string;
  table(rows: readonly (readonly string[])[], options?: { header?: boolean }): string;
  /**
   * Questions and lines on a terminal; see `LinePrompter`. Only where standard input and output are one. `onInterrupt`: what
   * Ctrl-C does while no question is open; without it Ctrl-C always ends the dialogue.
   */
  prompter(options?: { signal?: AbortSignal; onInterrupt?: () => void }): LinePrompter;
  /** Aborted when nobody reads standard output any more (`| head`). */
  outputClosed(): AbortSignal;
  /** Whether a question can be asked: both ends are a terminal and this is not CI. */
  canPrompt(): boolean;
  /** Progress on standard error: live on a terminal, plain lines in a pipe. */
  step<T>(title: string, work: (update: (text: string) => void) => Promise<T>): Promise<T>;
}

/** Questions on a terminal. What is typed or pasted ahead answers the questions to come. */
export interface LinePrompter {
  /** Aborted when the user ends the dialogue with Ctrl-C or Ctrl-D. */
  readonly signal: AbortSignal;
  /** Prints the prompt as it is and reads one line, trimmed. Rejects with the signal's reason. */
  ask(prompt: string): Promise<string>;
  /**
   * The same for a text: one line, or all lines that were pasted in one go, joined by \n, without empty lines before and
   * after them. Where a paste does not end with a line break its last line stands behind `continuation` (default `… `) until
   * Enter.
   */
  askText(prompt: string, continuation?: string): Promise<string>;
  /** Forgets lines that were typed or pasted ahead; while no question is open also the one that was begun. */
  dropAhead(): void;
  /** The lines that were typed or pasted ahead, which answer no question any more; one that was begun stays. */
  takeAhead(): string[];
  /**
   * For questions where a wrong answer does harm: only a line that is typed after the prompt is shown counts. What was
   * typed or pasted ahead stays for the other questions. Rejects when the signal is aborted.
   */
  askFresh(prompt: string, options?: { signal?: AbortSignal }): Promise<string>;
  /** Gives the terminal back. */
  close(): void;
}

export type ServiceResult = { ok: true; service: unknown } | { ok: false; plugin?: string; message: string };

/** The live core, handed to a plugin's command by the `hermes:host` hook. Rooms load on first use. */
export interface Host {
  apiVersion: 1;
  paths: Paths;
  signal: AbortSignal;
  /** The file's effective content; throws a UserError when it cannot be parsed. */
  config(): Promise<LoadedConfig>;
  /**
   * The same as the files are at this moment, for what runs long: read again only when config.yaml or .env has changed
   * (two calls of `stat` where not).
   */
  freshConfig(): Promise<LoadedConfig>;
  /** The endpoint that the config's `model` resolves to; throws a UserError when none is configured. */
  target(): Promise<Target>;
  endpoint(): Promise<EndpointRoom>;
  llm(): Promise<LlmRoom>;
  server(): Promise<ServerRoom>;
  /**
   * The command line that starts the server that `hermes server` has, or had, at that address, with its model and flags;
   * it stops it first where it runs. Undefined where there is none of ours. The server itself is not asked.
   */
  startLine(baseUrl: string): Promise<string | undefined>;
  /** Background work by models. */
  auxiliary(): Promise<AuxiliaryRoom>;
  /** config.yaml through the core's own validation. */
  settings(): Promise<SettingsRoom>;
  /** `fallback_providers` of the config that lead somewhere, in their order. */
  fallbacks(): Promise<(Target & { model: string })[]>;
  /** The text without secrets: keys of the config and of `.env`, and whatever has the form of a key. */
  mask(text: string): Promise<string>;
  /** Makes a folder below `ops`, for its owner only, and returns it. */
  ensureOps(...below: string[]): Promise<string>;
  /**
   * Runs `work` while no other process of this machine runs work of that name; a lock whose process is gone is taken over.
   * `onWait` is told once when somebody else holds it; what it throws ends the wait. Rejects when the signal is aborted.
   */
  lock<T>(name: string, options: { signal?: AbortSignal; onWait?: () => void }, work: () => Promise<T>): Promise<T>;
  doctor(): Promise<{ run(): Promise<DoctorReport> }>;
  usage: {
    append(entry: UsageEntry): Promise<void>;
    /** What was recorded since a moment, oldest month first. Iterating never throws. */
    read(options: { since: Date }): Promise<UsageReading>;
  };
  errors: {
    user(code: string, message: string, options?: ErrorOptions): UserError;
    isUserError(error: unknown): error is UserError;
  };
  /** Prints a failure the way the core does and sets the exit code; says nothing after an interrupt. */
  failed(
    error: unknown,
    options: { json: boolean; command?: string | undefined; usageHints?: readonly string[] },
  ): void;
  /** With `HERMES_RESULT_FILE` set, also writes the `--json` document there, while the screen shows the text. */
  keepResult(result: unknown): void;
  /** Last act of a command: an interrupted run leaves 130 or 143. */
  settle(): void;
  ui: HostUi;
  service(id: string): Promise<ServiceResult>;
  /** Everything contributed to an extension point, in order of plugin name. */
  points(id: string): Promise<unknown[]>;
  /**
   * Runs another command as if it had been typed. Resolves to its result, or to undefined when it failed: its error has
   * then been printed and the exit code set.
   */
  run(commandId: string, argv: string[]): Promise<unknown>;
}
