import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { onTestFinished, TestRunner } from 'vitest';
import { BIN, cleanEnv } from './cli.ts';
import { useCodePoints, useGraphemes } from './graphemes.ts';

export interface TerminalOptions {
  home: string;
  /** Folder that it starts in; the home where none is named. */
  cwd?: string;
  cols?: number;
  rows?: number;
  env?: Record<string, string>;
  /** Runs it below a shell that says at the end how the terminal is set (`stty -a`). */
  stty?: boolean;
  /** Runs an interactive shell with job control instead, in which `hermes chat` and the like are typed. */
  shell?: boolean;
  /** Cells are counted by code points, as older terminals do, not by what a reader takes for a character. */
  codePoints?: boolean;
}

export interface CliTerminal {
  /** Of the process that runs in it. */
  pid: number;
  /** Keys as a person would send them: `\r` is Enter, `\x03` Ctrl-C, `\x04` Ctrl-D, `\x7f` Backspace. */
  type(keys: string): void;
  /**
   * Waits until the text stands on the screen below the line where Enter was last typed, so that an earlier prompt of
   * the same words does not count. Throws with the screen after the limit or when the process ends without it.
   */
  waitFor(expected: string | RegExp, options?: { timeoutMs?: number }): Promise<void>;
  /** Waits until the visible rows, joined by line feeds, hold the text or satisfy the function. Throws as `waitFor` does. */
  shows(expected: string | RegExp | ((visible: string) => boolean), options?: { timeoutMs?: number }): Promise<void>;
  /**
   * Waits until the text has been sent since Enter was last typed, whether or not it still stands there: for what is shown for so
   * short a time that a look at the screen may miss it.
   */
  sent(expected: string | RegExp): Promise<void>;
  /** The rows that are visible, as the terminal has them: none joined, no blanks at their ends. */
  visible(): string[];
  /** Another size, as when a window is dragged. */
  resize(cols: number, rows: number): void;
  /** Another size and back, before the process has heard of anything; it is told, and finds the size that it knows. */
  resizeAndBack(cols: number, rows: number): void;
  /** Column and row of the visible cursor; undefined where it is hidden. */
  cursor(): { x: number; y: number } | undefined;
  /** Whether a visible cell has another colour than the terminal's own. */
  coloured(): boolean;
  bracketedPaste(): boolean;
  /** Pastes as a terminal does. */
  paste(text: string): void;
  /** Everything shown so far, scrollback included, as a person would read it: wrapped lines joined, no trailing blanks. */
  screen(): string[];
  /** Every byte that the process sent to the terminal. */
  raw(): string;
  /** Exit code, or 128 + signal as a shell shows it; all output is on the screen by then. */
  exit(options?: { timeoutMs?: number }): Promise<number>;
  /** Ends the process if it still runs. Done after the test in any case. */
  close(): void;
}

const DEFAULT_LIMIT_MS = 20_000;

/** Runs the built CLI in a pseudo-terminal with a real terminal's screen behind it. */
export const openTerminal = (args: readonly string[], options: TerminalOptions): CliTerminal =>
  openScript([BIN, ...args], options);

/** A prompt that is no other's, and the program by its name. */
const SHELL_ENV = { PS1: 'shell$ ', 'BASH_FUNC_hermes%%': `() { "${process.execPath}" "${BIN}" "$@"; }` };

function commandOf(argv: readonly string[], { stty, shell }: TerminalOptions): [file: string, args: string[]] {
  if (shell) return ['bash', ['--norc', '--noprofile', '--noediting', '-i']];
  if (!stty) return [process.execPath, [...argv]];
  return ['/bin/sh', ['-c', '"$0" "$@"; code=$?; stty -a; exit $code', process.execPath, ...argv]];
}

/** The same for any script that this Node can run. */
export function openScript(argv: readonly string[], options: TerminalOptions): CliTerminal {
  const { home, cols = 100, rows = 40 } = options;
  const screen = new xterm.Terminal({ cols, rows, scrollback: 10_000, allowProposedApi: true });
  if (options.codePoints) useCodePoints(screen.unicode);
  else useGraphemes(screen.unicode);
  const [file, args] = commandOf(argv, options);
  const pty = spawn(file, args, {
    name: options.env?.['TERM'] ?? 'xterm-256color',
    cols,
    rows,
    cwd: options.cwd ?? home,
    env: { ...cleanEnv(), HERMES_HOME: home, ...(options.shell ? SHELL_ENV : {}), ...options.env },
  });
  const changed = new EventTarget();
  let raw = '';
  let from = 0;
  let rawFrom = 0;
  let ended: number | undefined;
  let unparsed = 0;
  const notify = () => void changed.dispatchEvent(new Event('change'));
  pty.onData((data) => {
    raw += data;
    unparsed += 1;
    screen.write(data, () => {
      unparsed -= 1;
      notify();
    });
  });
  pty.onExit(({ exitCode, signal }) => {
    ended = signal ? 128 + signal : exitCode;
    notify();
  });

  const readFrom = (start: number): string[] => {
    const buffer = screen.buffer.active;
    const lines: string[] = [];
    for (let y = start; y < buffer.length; y++) {
      const line = buffer.getLine(y);
      const text = line?.translateToString() ?? '';
      if (line?.isWrapped && lines.length > 0) lines.push((lines.pop() ?? '') + text);
      else lines.push(text);
    }
    const shown = lines.map((text) => text.trimEnd());
    while (shown.at(-1) === '') shown.pop();
    return shown;
  };

  /** Resolves when `done` holds; checked after every change of the screen. */
  const until = async (what: string, limitMs: number, done: () => boolean): Promise<void> => {
    const limit = AbortSignal.timeout(limitMs);
    while (!done()) {
      const over = ended !== undefined && unparsed === 0;
      if (limit.aborted || over) {
        throw new Error(
          `${over ? `ended with ${ended}` : `${limitMs} ms passed`} before ${what}:\n${readFrom(0).join('\n')}`,
        );
      }
      await new Promise<void>((resolve) => {
        const wake = () => {
          changed.removeEventListener('change', wake);
          limit.removeEventListener('abort', wake);
          resolve();
        };
        changed.addEventListener('change', wake);
        limit.addEventListener('abort', wake);
      });
    }
  };

  const visible = (): string[] => {
    const { active } = screen.buffer;
    const rows = Array.from({ length: screen.rows }, (_, y) => active.getLine(active.baseY + y));
    return rows.map((row) => row?.translateToString(true).trimEnd() ?? '');
  };

  const close = () => {
    if (ended === undefined) pty.kill('SIGKILL');
  };
  if (TestRunner.getCurrentTest()) onTestFinished(close);

  return {
    pid: pty.pid,
    type(keys) {
      const buffer = screen.buffer.active;
      if (keys.includes('\r')) {
        from = buffer.baseY + buffer.cursorY + 1;
        rawFrom = raw.length;
      }
      pty.write(keys);
    },
    waitFor: (expected, { timeoutMs = DEFAULT_LIMIT_MS } = {}) =>
      until(String(expected), timeoutMs, () => {
        const text = readFrom(from).join('\n');
        return typeof expected === 'string' ? text.includes(expected) : expected.test(text);
      }),
    shows: (expected, { timeoutMs = DEFAULT_LIMIT_MS } = {}) =>
      until(String(expected), timeoutMs, () => {
        const text = visible().join('\n');
        if (typeof expected === 'function') return expected(text);
        return typeof expected === 'string' ? text.includes(expected) : expected.test(text);
      }),
    sent: (expected) =>
      until(String(expected), DEFAULT_LIMIT_MS, () => {
        const text = raw.slice(rawFrom);
        return typeof expected === 'string' ? text.includes(expected) : expected.test(text);
      }),
    visible,
    resize(cols, rows) {
      screen.resize(cols, rows);
      pty.resize(cols, rows);
    },
    resizeAndBack(cols, rows) {
      const known = [screen.cols, screen.rows] as const;
      screen.resize(cols, rows);
      screen.resize(...known);
      process.kill(pty.pid, 'SIGWINCH');
    },
    cursor() {
      const hidden = raw.lastIndexOf('\x1b[?25l') > raw.lastIndexOf('\x1b[?25h');
      const { cursorX, cursorY } = screen.buffer.active;
      return hidden ? undefined : { x: cursorX, y: cursorY };
    },
    coloured() {
      const { active } = screen.buffer;
      const rows = Array.from({ length: screen.rows }, (_, y) => active.getLine(active.baseY + y));
      return rows.some((row) =>
        Array.from({ length: screen.cols }, (_, x) => row?.getCell(x)).some(
          (cell) => cell && !(cell.isFgDefault() && cell.isBgDefault()),
        ),
      );
    },
    bracketedPaste: () => screen.modes.bracketedPasteMode,
    paste: (text) => pty.write(`\x1b[200~${text}\x1b[201~`),
    screen: () => readFrom(0),
    raw: () => raw,
    async exit({ timeoutMs = DEFAULT_LIMIT_MS } = {}) {
      await until('its end', timeoutMs, () => ended !== undefined && unparsed === 0);
      return ended ?? -1;
    },
    close,
  };
}
