import type { ErrorOptions, ErrorReport, UserError, Where } from '../contract/index.ts';
import { CODES, type ErrorCode } from './codes.ts';

/** Marks our errors across copies of this module: a plugin may carry a second one, so `instanceof` would lie. */
const BRAND = Symbol.for('hermes.user-error');

/** An error the user can mend: printed with place and remedies, never with a stack. */
export class HermesError extends Error implements UserError {
  readonly [BRAND] = true;
  readonly code: string;
  readonly exit: 1 | 2 | 130;
  readonly where?: Where;
  readonly try: string[];

  constructor(code: ErrorCode | (string & {}), message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'HermesError';
    this.code = code;
    this.exit = options.exit ?? (code in CODES ? CODES[code as ErrorCode].exit : 1);
    if (options.where) this.where = options.where;
    this.try = options.try ?? [];
  }
}

/** Shorthand used by the rooms: the code is checked against the table at compile time. */
export const userError = (code: ErrorCode, message: string, options: ErrorOptions = {}): HermesError =>
  new HermesError(code, message, options);

export function isHermesError(error: unknown): error is UserError {
  return typeof error === 'object' && error !== null && (error as { [BRAND]?: unknown })[BRAND] === true;
}

export function toReport(error: Pick<UserError, 'code' | 'message' | 'where' | 'try'>): ErrorReport {
  return {
    code: error.code,
    message: error.message,
    ...(error.where ? { where: error.where } : {}),
    try: [...error.try],
  };
}
