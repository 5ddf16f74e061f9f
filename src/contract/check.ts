import type { FileReport, LoadedConfig } from './config.ts';
import type { EndpointReport, EndpointRoom, Target } from './endpoint.ts';
import type { UserError } from './errors.ts';
import type { LlmRoom } from './llm.ts';
import type { Paths } from './paths.ts';
import type { ServerChange } from './server.ts';

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

/** Where the target is, for texts and remedies. */
export interface TargetPlace {
  /** The base URL without a login inside it. */
  url: string;
  /** The base URL without `/v1`: where llama-server's own routes live. */
  root: string;
  /** Host and port as a person names them: `192.168.5.84:8000`. */
  host: string;
  /** On this machine. */
  loopback: boolean;
  /** On this machine or the user's own network. */
  local: boolean;
  /** The server of ours that runs, or should run, there; undefined when it is not one of ours. */
  ownServer(): Promise<OwnServer | undefined>;
}

/** A server that `hermes server` knows. */
export interface OwnServer {
  name: string;
  /**
   * The command line that starts it (again), with every setting that it was started with except for the change.
   * Undefined when it runs as the change wants already, so that starting it again would mend nothing.
   */
  startLine(change?: ServerChange): string | undefined;
  /**
   * What has to stand in config.yaml before that line is run, as `KEY: VALUE` with secrets masked, where no command line
   * can write it without showing them. Undefined where there is no such thing.
   */
  handEdit(change?: ServerChange): string | undefined;
}

/** What a check may look at. Functions are lazy: each answer is found once and shared by all checks of a run. */
export interface CheckContext {
  paths: Paths;
  /** Environment of the process. */
  env: Readonly<Record<string, string | undefined>>;
  /** Undefined when the file cannot be read; `configError` then says why, and `config.syntax` fails. */
  config: LoadedConfig | undefined;
  configError: UserError | undefined;
  /** Findings of `hermes config validate` about the file. */
  validation(): Promise<FileReport>;
  /** The endpoint that `model` resolves to, and where it is; undefined when none is: `targetError` then says why. */
  target: Target | undefined;
  targetError: UserError | undefined;
  place: TargetPlace | undefined;
  /** One shared description of the target; throws when there is no target. */
  report(): Promise<EndpointReport>;
  endpoint: EndpointRoom;
  llm: LlmRoom;
  /** Aborted by Ctrl-C and when the check's own limit is over. */
  signal: AbortSignal;
  /** The hard limit of the running check in ms; requests should give up a little earlier. */
  limitMs: number;
}

/**
 * One check of `hermes doctor`. `run` may throw: the runner then records status `error`.
 * Ids are public and stable; `after` names checks that must not have failed, else this one is skipped because of them.
 * Only checks that come earlier count: those of the core come first, then the plugins' in order of plugin name.
 */
export interface Check {
  id: string;
  title: string;
  group: string;
  after?: readonly string[];
  /** Hard limit in ms; default 5,000. `hermes doctor --timeout` overrides it. */
  timeoutMs?: number;
  /** What the check looks at, such as a URL or a file; shown as `target` of its row. */
  subject?(context: CheckContext): string | undefined;
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
  /** Warnings leave it healthy; `error` when no check could run, or a signal ended the run before all had a verdict. */
  status: 'healthy' | 'problems' | 'error';
  summary: Record<CheckStatus, number>;
  checks: CheckRow[];
}
