/** One row per stable error code. `exit` 1: the thing has problems or the action failed; 2: could not run. */
export interface CodeRow {
  exit: 1 | 2;
  /** What it means, for docs/errors.md. */
  means: string;
  /** What to do, for docs/errors.md; the message at run time is more precise. */
  remedy: string;
}

const row = (exit: 1 | 2, means: string, remedy: string): CodeRow => ({ exit, means, remedy });

/** Every code that a command can fail with. Codes are public: they are added, never renamed. */
export const CODES = {
  'bug.unexpected': row(
    1,
    'An error that hermes did not expect: a defect of hermes.',
    'Report it with the printed stack.',
  ),
  'usage.invalid': row(
    2,
    'Unknown flag, missing argument or a value of the wrong form.',
    'Run the command with `--help`.',
  ),
  'usage.unknown-command': row(2, 'There is no such command.', 'Run `hermes --help`.'),
  'usage.no-terminal': row(
    2,
    'A question would have to be asked, but there is no terminal.',
    'Give the answers as flags, or run it in a terminal.',
  ),
  'plugin.not-installed': row(
    2,
    'The command belongs to a plugin that is not installed.',
    'Run the printed `hermes plugins install` line.',
  ),
  'home.not-writable': row(
    2,
    'The home folder or a file in it cannot be written.',
    'Correct its permissions, or name another with `--home`.',
  ),
} as const satisfies Record<string, CodeRow>;

export type ErrorCode = keyof typeof CODES;
