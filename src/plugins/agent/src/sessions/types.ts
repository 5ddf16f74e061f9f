import type {
  RangeEdit,
  Replacement,
  Rewrite,
  SessionHit,
  SessionMessage,
  SessionSummary,
  Usage,
} from '@hermes-ops/contract';

/** What a new session starts with. The first two are stored byte for byte, so that a later process sends the same. */
export interface NewSession {
  systemPrompt: string;
  toolsJson: string;
  model: string;
  baseUrl: string;
  /** Folder that the session works in. */
  cwd: string;
  title?: string;
}

export type NewMessage = Omit<SessionMessage, 'seq' | 'time' | 'replacement'> & {
  /** What the model wrote where it was not valid and so did not become part of the history. */
  raw?: string;
};

/** A message with what only the store knows of it. */
export interface StoredMessage extends SessionMessage {
  /** It was taken back, or replaced by a shorter account. */
  hidden: boolean;
  /** It was taken back: nothing stands in its place. */
  takenBack?: true;
  raw?: string;
}

export interface Frozen {
  systemPrompt: string;
  toolsJson: string;
}

interface ListQuery {
  limit?: number;
  offset?: number;
  /** Only those whose title holds this, in any case. */
  text?: string;
  /** Only those of this folder. */
  cwd?: string;
}

export interface SearchOptions {
  /** Default 20. */
  limit?: number;
  /** Only in this session. */
  sessionId?: string;
  /** Everywhere but in this session. Counts only without `sessionId`. */
  exclude?: string;
  /** Everywhere, but of this session only what it does not send any more. Counts only without the other two. */
  current?: string;
}

export interface SearchResult {
  hits: SessionHit[];
  /**
   * `all`: every word of the query stands in each hit. Where no message has them all: `beginning` (words that begin so)
   * and else `any` (some of them).
   */
  match: 'all' | 'beginning' | 'any';
  /** `best`: by relevance. `newest`: there are more than 1,000 hits. */
  order: 'best' | 'newest';
  /** Messages that match; 1,001 stands for more than 1,000. */
  found: number;
}

export interface PruneOptions {
  /** Days since the last message. */
  olderThanDays: number;
  /** Default true. */
  keepPinned?: boolean;
  /** Only say which. */
  dryRun?: boolean;
}

export interface SessionStats {
  /** Of the file and its companions. */
  bytes: number;
  sessions: number;
  /** In force; `hidden` ones were taken back, or replaced by shorter accounts. */
  messages: number;
  hidden: number;
  turns: number;
  toolCalls: number;
  promptTokens: number;
  cachedTokens: number;
  completionTokens: number;
  /** ISO 8601, UTC, of the oldest session's start and the newest message. */
  oldest?: string;
  newest?: string;
  models: { model: string; sessions: number; messages: number }[];
}

/**
 * The stored sessions of one home. Every change is one transaction that is on the disk when the call returns; several
 * processes may have it open. Everything throws UserErrors where the file cannot be read or written, and
 * `agent.session-not-found` for an id that is not there.
 */
export interface SessionStore {
  readonly file: string;
  /** Returns the id: sortable by time, `20261127-193012-a1b2c3` (UTC). */
  create(start: NewSession): string;
  append(id: string, message: NewMessage): SessionMessage;
  /** Several in one transaction. */
  appendAll(id: string, messages: readonly NewMessage[]): SessionMessage[];
  frozen(id: string): Frozen;
  setToolsJson(id: string, toolsJson: string): void;
  /** Adds to the session's sums; `model` answered. */
  addUsage(id: string, usage: Usage, model?: string): void;
  /** A title that a model made; false, and nothing changes, where the user gave one. */
  setTitle(id: string, title: string): boolean;
  /** The user's title. Throws `agent.session-title-empty`. */
  rename(id: string, title: string): string;
  /** Pinned sessions are not pruned. */
  pin(id: string, pinned: boolean): void;
  get(id: string): SessionSummary | undefined;
  /**
   * By id, title, unambiguous start of an id (or its last part), or unambiguous part of a title, in this order. Throws
   * `agent.session-ambiguous` with the candidates.
   */
  find(idOrTitle: string): SessionSummary | undefined;
  /** The one that was used last; one whose only message was refused as too long counts as well. */
  latest(where?: { cwd?: string }): SessionSummary | undefined;
  /** Newest first; all of them without a limit. */
  list(query?: ListQuery): SessionSummary[];
  /**
   * In order: what is sent; with `hidden` also what was replaced; with `original` what came by `append`, replaced or not.
   * `last`: only so many from the end.
   */
  messages(id: string, options?: { hidden?: boolean; original?: boolean; last?: number }): SessionMessage[];
  /** Any message of the session, whether it is sent or not. */
  message(id: string, seq: number): SessionMessage | undefined;
  /** The same one by one, for long sessions; nothing else may be asked of the store before the end of the loop. */
  stream(id: string, options?: { hidden?: boolean }): Generator<StoredMessage>;
  /**
   * In one transaction hides the messages from `from` to `to` (seq, both included, in the order of the conversation) and
   * puts others in their place. Throws `agent.session-changed`, and nothing changes, where one of them is hidden already
   * or was put there after this store last read the session; an Error where `to` stands before `from`.
   */
  replaceRange(id: string, from: number, to: number, by: readonly Replacement[]): void;
  /** The same for several ranges as one change; throws as `rewrite` does. */
  replaceRanges(id: string, edits: readonly RangeEdit[]): void;
  /**
   * The same for several ranges as one change with a record. Returns its revision. Throws an Error, which is a defect of
   * the caller, where there is no range, or they overlap or are not in the order of the conversation.
   */
  rewrite(id: string, edits: readonly RangeEdit[], record: Pick<Rewrite, 'by' | 'note'>): number;
  /** Changes of `rewrite`, oldest first. */
  rewrites(id: string): Rewrite[];
  /** What a change hid and what it put there, in order, also after it was undone. */
  rewritten(id: string, revision: number): { removed: SessionMessage[]; put: SessionMessage[] };
  /**
   * Takes the latest change that is in force back, as a change of its own: what it hid is sent again, what it put is
   * hidden, and what came later loses its `usage`, which counted the shorter prompt. Undefined where there is none. Throws
   * `agent.session-changed`, and nothing changes, where something that it put has been hidden since, or a range around what
   * it took out.
   */
  undoRewrite(id: string): Rewrite | undefined;
  /** Throws `agent.sessions-not-writable` where nothing could be stored. */
  assertWritable(): void;
  search(text: string, options?: SearchOptions): SearchResult;
  stats(): SessionStats;
  /** Deletes what is there of these and returns it. */
  delete(ids: readonly string[]): SessionSummary[];
  /** Deletes sessions without a message for so long; returns them, oldest first. */
  prune(options: PruneOptions): SessionSummary[];
  /**
   * Gives the space of what was deleted back and removes every trace of it from the file; takes seconds where the file is
   * large, and needs as much free space again. False where the disk was too full for that: parts may then remain.
   */
  tidy(): boolean;
  close(): void;
}
