import { styleText } from 'node:util';
import type { Host } from '@hermes-ops/contract';
import { clipped } from '../render/cells.ts';
import type { Output } from '../render/line-screen.ts';
import { terminalPaint } from '../render/paint.ts';

/** All of it to the terminal that the user types on. */
export function screenOutput(): Output {
  const { stdout } = process;
  return {
    columns: stdout.columns ?? 80,
    write: (text) => void stdout.write(text),
    note: (line) => void stdout.write(`${line}\n`),
    paint: terminalPaint(stdout),
    ...progressOf(stdout),
  };
}

/** Only where a line can be written over. */
const progressOf = (stream: NodeJS.WriteStream): Pick<Output, 'progress'> =>
  stream.isTTY && process.env['TERM'] !== 'dumb' ? { progress: overwriting(stream) } : {};

/** One line that is written over and over. */
function overwriting(stream: NodeJS.WriteStream): (line: string | undefined) => void {
  let shown = false;
  return (line) => {
    if (shown) stream.write('\r\u001b[K');
    shown = line !== undefined;
    if (line !== undefined) stream.write(styleText('dim', clipped(line, (stream.columns ?? 80) - 1), { stream }));
  };
}

/** Answers to standard output, activity to standard error: a pipe gets the answer alone. */
export function plainOutput(host: Host): Output & { terminal: boolean } {
  const { stdout, stderr } = process;
  const terminal = Boolean(stdout.isTTY);
  return {
    terminal,
    columns: stdout.columns ?? 80,
    write: (text) => void stdout.write(text),
    note: (line) => host.ui.err(line),
    paint: terminalPaint(terminal ? stdout : stderr),
    ...progressOf(stderr),
  };
}
