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

export type SearchEnd = { ok: true; matches: Match[]; more: boolean; note?: string } | { ok: false; why: string };
