import { styleText } from 'node:util';

/** One line to standard output: results only. */
export const out = (line = ''): void => void process.stdout.write(`${line}\n`);

/** One line to standard error: progress, warnings, failures. */
export const err = (line = ''): void => void process.stderr.write(`${line}\n`);

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Colour for standard output; plain text when NO_COLOR is set or it is not a terminal. */
export const paint = (style: Style, text: string): string => styleText(style, text, { stream: process.stdout });

/** The same for standard error. */
export const paintErr = (style: Style, text: string): string => styleText(style, text, { stream: process.stderr });

/** Cells in a row of the screen; without a terminal rows may be of any length. */
export const screenWidth = (): number => process.stdout.columns ?? Number.POSITIVE_INFINITY;

/** Whether nobody sits there although there may be a terminal. `CI=false` says that somebody does, as it does to other programs. */
export const inCi = (): boolean => !/^(?:|0|false)$/i.test(process.env['CI'] ?? '');

/** Whether a question can be asked: both ends are a terminal and this is not CI. */
export const canPrompt = (): boolean => Boolean(process.stdin.isTTY && process.stdout.isTTY && !inCi());

/** Aborts when nobody reads standard output any more (`| head`), for a command that would print for ever. */
export function whenOutputCloses(): AbortSignal {
  const controller = new AbortController();
  process.stdout.once('error', () => controller.abort());
  return controller.signal;
}
