import type { UserError } from '../contract/index.ts';
import { type HermesError, isHermesError, userError } from './hermes-error.ts';

interface NodeError extends Error {
  code?: string;
  path?: string;
  syscall?: string;
}

const NOT_WRITABLE = new Set(['EFBIG', 'EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EISDIR', 'EEXIST']);
const WRITE_CALLS = new Set(['open', 'mkdir', 'write', 'rename', 'chmod', 'unlink', 'symlink', 'fsync', 'copyfile']);

/** Turns what other code throws into an error with a stable code, or undefined when it is a bug. `command`: as typed. */
export function fromForeign(
  error: unknown,
  command?: string,
  usageHints: readonly string[] = [],
): UserError | undefined {
  if (isHermesError(error)) return error;
  if (!(error instanceof Error)) return undefined;
  if (isUsageError(error))
    return userError('usage.invalid', usageMessage(error), {
      try: [...usageHints, `hermes ${command ?? 'COMMAND'} --help`],
    });
  const { code, path, syscall } = error as NodeError;
  if (code && NOT_WRITABLE.has(code) && syscall && WRITE_CALLS.has(syscall)) {
    return userError('home.not-writable', `cannot write ${path ?? 'a file'}: ${reasonOf(code)}`, {
      ...(path ? { where: { file: path } } : {}),
      try: [
        code === 'ENOSPC' || code === 'EDQUOT'
          ? 'Free some space on that disk.'
          : 'Correct the permissions, or name another home with --home DIR.',
      ],
      cause: error,
    });
  }
  return undefined;
}

/** A bug as a report: the message says that it is one and where to tell us. */
export function bug(error: unknown): HermesError {
  const text = error instanceof Error ? error.message : String(error);
  return userError('bug.unexpected', `unexpected error: ${text}`, {
    cause: error,
    try: ['This is a defect of hermes. Please report it, with the lines above, to the maintainers of @hermes-ops/cli.'],
  });
}

const isUsageError = (error: Error): boolean =>
  'oclif' in error && (error as { oclif?: { exit?: number } }).oclif?.exit === 2;

/**
 * oclif breaks its parser messages into lines and ends them with a hint that our remedies repeat. A flag that does not
 * exist is named without its value, which may be a key.
 */
function usageMessage(error: Error): string {
  const message = error.message
    .replace(/\n?See more help with --help\s*$/, '')
    .trim()
    .replaceAll(/:?\s*\n\s*/g, ': ');
  return /^Nonexistent flag/.test(message) ? message.replaceAll(/(?<=\s-[\w-]+)=.*?(?=, -|$)/g, '') : message;
}

function reasonOf(code: string): string {
  if (code === 'ENOSPC') return 'the disk is full';
  if (code === 'EDQUOT') return 'the disk quota is used up';
  if (code === 'EFBIG') return 'a limit on file sizes is reached';
  if (code === 'EROFS') return 'the file system is read-only';
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'part of the path is not a folder';
  if (code === 'EISDIR') return 'it is a folder';
  return 'permission denied';
}
