import type { AgentSessions, Host } from '@hermes-ops/contract';

/** What a tool finds around it. One for each session. */
export interface ToolEnvironment {
  host: Host;
  sessionId: string;
  /** Real path of the folder that the session works in. File tools stay inside it unless the user agrees. */
  workspace: string;
  sessions: AgentSessions;
  /** Most characters of one result that the model reads; follows the window. */
  maxChars: number;
  /** Folder below `ops` for what was cut from results; made on first use. */
  outputs(): Promise<string>;
}

/** Aborted by Ctrl-C. */
export interface ToolRun extends ToolEnvironment {
  signal: AbortSignal;
  /** Whether a person agreed to this very call, or `before` (by a list, for the session) to one of the same text. */
  agreed?: 'now' | 'before';
}

/** What the user is asked before a call is carried out. */
export interface Review {
  /** What would happen, in one line: `run a command`, `write src/a.ts (outside the workspace)`. */
  action: string;
  /** The command, path or diff in full. Shown neutralised, so it may hold anything. */
  detail: string;
  /** Why it is not carried out unasked, each in one line. */
  reasons: string[];
  /**
   * What "session" and "always" would allow besides this very call: a shell command's or path's exact text.
   * Absent: only "once" is offered.
   */
  remember?: string;
  /** Never carried out, whatever the settings: why. */
  refuse?: string;
  /** A person has to agree even where approvals are switched off or a model decides. */
  insist?: true;
  /** Lines of `detail`, from 1, that are shown to the user however long it is. */
  flagged?: number[];
}

export interface ToolOutcome {
  status: 'ok' | 'error';
  /** What the model reads. */
  text: string;
}

/** A tool of the agent itself. Arguments have been checked against `parameters` before anything is called. */
export interface Tool {
  name: string;
  /** One or two short sentences: every word is processed with every first request. */
  description: string;
  /** JSON Schema of the arguments object: flat, few properties. */
  parameters: Record<string, unknown>;
  /** It writes its arguments as JSON and nothing else, so that integers of any size stay as the model wrote them. */
  exact?: boolean;
  /** Undefined: carried out unasked. Looks, changes nothing. */
  review?(args: Record<string, unknown>, environment: ToolEnvironment): Promise<Review | undefined>;
  /** Throws only on defects: whatever the model or the machine did wrong is an outcome of status `error`. */
  run(args: Record<string, unknown>, run: ToolRun): Promise<ToolOutcome>;
  /** The line that shows the call on the screen, without the name: `$ ls -l`, `src/a.ts`. Neutralised by the caller. */
  summary?(args: Record<string, unknown>): string;
}

export const ok = (text: string): ToolOutcome => ({ status: 'ok', text });
export const failed = (text: string): ToolOutcome => ({ status: 'error', text });
