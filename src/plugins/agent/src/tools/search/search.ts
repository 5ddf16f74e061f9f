export interface Search {
  /** Regular expression. */
  pattern: string;
  /** File or folder, real path. */
  root: string;
  /** The folder that `glob` is seen from. */
  base: string;
  glob: string | undefined;
  /** Files that may be looked into unasked. */
  allowed(file: string): boolean;
  signal: AbortSignal;
  /** Most matches. */
  most: number;
}

export interface Match {
  file: string;
  /** Counted from 1. */
  line: number;
  text: string;
}

/** `more`: there are others. `unfinished`: why not everything was looked at, which says nothing about the rest. */
export type SearchEnd = { ok: true; matches: Match[]; more: boolean; unfinished?: string } | { ok: false; why: string };

/** Of one search, in ms. */
export const LIMIT_MS = 20_000;

export const stoppedAfter = (ms: number): string =>
  `stopped after ${ms / 1000} s, so there may be matches that are not shown; narrow path or glob`;
