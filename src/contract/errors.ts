/** Where a fault sits; only the parts that are known. Lines and columns count from 1, columns in UTF-16 units. */
export interface Where {
  file?: string;
  line?: number;
  column?: number;
  /** Dotted path inside the config file, such as `model.base_url`. */
  key?: string;
  url?: string;
  flag?: string;
}

/** What a failing command prints with `--json`, under `error`. */
export interface ErrorReport {
  /** Stable, documented in docs/errors.md; scripts may branch on it. */
  code: string;
  message: string;
  where?: Where;
  /** What to do, in the order to try it; whole sentences or command lines. */
  try: string[];
}

export interface ErrorOptions {
  where?: Where;
  try?: string[];
  cause?: unknown;
  /** 1: the thing checked has problems or the action failed; 2: could not run; 130: the user stopped it. Default: what the code's table says. */
  exit?: 1 | 2 | 130;
}

/** An error that a user can mend: message and remedies are printed, never a stack. */
export interface UserError extends Error {
  readonly code: string;
  readonly exit: 1 | 2 | 130;
  readonly where?: Where;
  readonly try: string[];
}
