import type { DoctorReport } from './check.ts';
import type { LoadedConfig } from './config.ts';
import type { EndpointRoom, Target } from './endpoint.ts';
import type { ErrorOptions, UserError } from './errors.ts';
import type { LlmRoom, UsageEntry } from './llm.ts';
import type { Paths } from './paths.ts';
import type { ServerRoom } from './server.ts';

export interface HostUi {
  /** One line to standard output. */
  out(line?: string): void;
  /** One line to standard error. */
  err(line?: string): void;
  table(rows: readonly (readonly string[])[], options?: { header?: boolean }): string;
  /** Progress on standard error: live on a terminal, plain lines in a pipe. */
  step<T>(title: string, work: (update: (text: string) => void) => Promise<T>): Promise<T>;
}

export type ServiceResult = { ok: true; service: unknown } | { ok: false; plugin?: string; message: string };

/** The live core, handed to a plugin's command by the `hermes:host` hook. Rooms load on first use. */
export interface Host {
  apiVersion: 1;
  paths: Paths;
  signal: AbortSignal;
  /** The file's effective content; throws a UserError when it cannot be parsed. */
  config(): Promise<LoadedConfig>;
  /** The endpoint that the config's `model` resolves to; throws a UserError when none is configured. */
  target(): Promise<Target>;
  endpoint(): Promise<EndpointRoom>;
  llm(): Promise<LlmRoom>;
  server(): Promise<ServerRoom>;
  doctor(): Promise<{ run(): Promise<DoctorReport> }>;
  usage: { append(entry: UsageEntry): Promise<void> };
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
