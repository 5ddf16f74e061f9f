import type { ToolSchema } from '@hermes-ops/contract';
import type { AskUser } from '../approvals/approver.ts';
import type { NoticeCode } from '../loop/notice-codes.ts';
import type { Tool } from '../tools/tool.ts';
import type { McpSettings } from './config.ts';
import type { AskText } from './elicit.ts';

export type ServerState =
  /** Nobody agreed to it, or somebody refused. */
  | 'not-agreed'
  | 'not-started'
  | 'connecting'
  | 'ready'
  | 'ended'
  | 'failed'
  /** It lists other tools than those that were agreed to. */
  | 'changed'
  | 'needs-login';

/** Something that the user should know about a server. */
export interface McpNotice {
  code: NoticeCode;
  text: string;
  try?: string[];
}

export interface McpOptions {
  settings: McpSettings;
  workspace: string;
  /** Window of one request in tokens, where it is known. */
  contextTokens: number | undefined;
  /** Absent: there is no terminal, and what nobody agreed to is left out. */
  ask: AskUser | undefined;
  /** Reads a line for a form of a server; absent: forms can be sent as they are suggested only. */
  askText: AskText | undefined;
  /** Says that a server is waited for. */
  tell?: ((line: string) => void) | undefined;
  /** ms that servers may take whose tools are known from before. */
  discoveryMs: number;
  /** Names of tools that the config switches off, as the model calls them. */
  off?: readonly string[];
  /** Nothing is started: only what is known from before is offered. */
  startNothing?: true;
}

/** How a server stands, for `/mcp`. Texts are neutral. */
export interface ServerView {
  name: string;
  state: ServerState;
  why: string;
  /** As the model calls them. */
  tools: string[];
}

/** The MCP servers of one session. */
export interface McpRoom {
  /** What stands in the requests, in its order. */
  offered: Tool[];
  /** Everything that can be called: a search may find what is not offered. */
  known: Tool[];
  /** What happened until the session was open. */
  notices: McpNotice[];
  /** Tells what happens later: at once what came since. */
  watch(listener: (notice: McpNotice) => void): void;
  /** Tools that a session began with and that no server of this run has: they say so when they are called. */
  absent(frozen: readonly ToolSchema[], known: ReadonlyMap<string, unknown>): Tool[];
  servers(): ServerView[];
  /** The same as lines for the screen. */
  lines(): string[];
  /** Ends every server: up to about 1 s. */
  close(): Promise<void>;
  /** The same at once, before it returns. */
  kill(): void;
}
