import type { Interface } from 'node:readline';
import { Writable } from 'node:stream';
import cells from 'fast-string-width';

const ERASE = new Set(['\u007f', '\b']);

/**
 * What readline writes to: it reaches the terminal only while `visible`. It also gives dumb terminals (`TERM=dumb`)
 * the Backspace that readline leaves out there.
 */
export class PromptOutput extends Writable {
  visible = false;
  editing: Interface | undefined;
  readonly dumb = process.env['TERM'] === 'dumb';
  private readonly target: NodeJS.WriteStream;

  constructor(target: NodeJS.WriteStream) {
    super({ decodeStrings: false });
    this.target = target;
  }

  /** Asked by readline for wrapping long lines. */
  get columns(): number {
    return this.target.columns;
  }

  /** Reaches the terminal in any case. */
  say(text: string): void {
    this.target.write(text);
  }

  override _write(chunk: string, _encoding: BufferEncoding, done: () => void): void {
    const text = this.dumb && ERASE.has(chunk) ? this.erase() : chunk;
    if (this.visible) this.target.write(text);
    done();
  }

  /** Takes the erasing key and the character before it off the line; returns what wipes that one off the screen. */
  private erase(): string {
    const editing = this.editing as { line: string; cursor: number } | undefined;
    if (!editing) return '';
    const typed = [...editing.line].filter((character) => !ERASE.has(character));
    const gone = typed.pop() ?? '';
    editing.line = typed.join('');
    editing.cursor = editing.line.length;
    return '\b \b'.repeat(cells(gone));
  }
}
