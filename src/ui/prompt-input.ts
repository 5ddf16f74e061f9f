import { EventEmitter } from 'node:events';
import type { Interface } from 'node:readline';
import { StringDecoder } from 'node:string_decoder';

const BEGIN = '\x1b[200~';
const END = '\x1b[201~';

/** A paste whose end has not come after so long without input has lost it, in ms: Ctrl-C must work again. */
const STALL_MS = 1_000;

/** Lines with their ends, and the rest. */
const PIECES = /[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+/g;

/** Control characters but tab and line ends. */
const CONTROL = /[^\P{Cc}\t\r\n]/u;

/**
 * What readline reads from in place of the terminal: line by line, with pastes told apart where the terminal puts them in
 * brackets (DECSET 2004, https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h2-Bracketed-Paste-Mode).
 */
export class PromptInput extends EventEmitter {
  private readonly source: NodeJS.ReadStream;
  private readonly take: (piece: string, pasted: boolean) => void;
  private readonly decoder = new StringDecoder('utf8');
  private held = '';
  private inPaste = false;
  private last = 0;
  private afterReturn = false;

  /** `take` gets at most one line at a time, with its end where that has come, and hands it on with `pass`. */
  constructor(source: NodeJS.ReadStream, take: (piece: string, pasted: boolean) => void) {
    super();
    this.source = source;
    this.take = take;
    source.on('data', this.read);
    source.on('end', this.end);
    source.on('error', this.fail);
  }

  /** Between the brackets of a paste. */
  get pasting(): boolean {
    return this.inPaste && performance.now() - this.last < STALL_MS;
  }

  /** Text in one go, because readline takes long for a paste key by key; everything else as the keys that it is. */
  pass(piece: string, lines: Interface, dumb: boolean): void {
    if (dumb || piece.length === 1 || CONTROL.test(piece)) this.emit('data', piece);
    else lines.write(piece);
  }

  pause(): this {
    this.source.pause();
    return this;
  }

  resume(): this {
    this.source.resume();
    return this;
  }

  setRawMode(mode: boolean): this {
    this.source.setRawMode?.(mode);
    return this;
  }

  release(): void {
    this.source.removeListener('data', this.read);
    this.source.removeListener('end', this.end);
    this.source.removeListener('error', this.fail);
  }

  private readonly end = (): void => void this.emit('end');
  private readonly fail = (error: unknown): void => void this.emit('error', error);

  private readonly read = (chunk: string | Buffer): void => {
    if (!this.pasting) this.inPaste = false;
    this.last = performance.now();
    let text = this.held + (typeof chunk === 'string' ? chunk : this.decoder.write(chunk));
    this.held = '';
    while (text !== '') {
      const mark = this.inPaste ? END : BEGIN;
      const at = text.indexOf(mark);
      const piece = at < 0 ? text : text.slice(0, at);
      text = at < 0 ? '' : text.slice(at + mark.length);
      if (at < 0) this.held = beginOf(mark, piece, this.inPaste ? 1 : 2);
      this.hand(piece.slice(0, piece.length - this.held.length));
      if (at >= 0) this.inPaste = !this.inPaste;
    }
  };

  private hand(text: string): void {
    for (const [found] of text.matchAll(PIECES)) {
      const second = this.afterReturn && found === '\n';
      this.afterReturn = found.endsWith('\r');
      const piece = this.inPaste ? found.replaceAll(new RegExp(CONTROL, 'gu'), '') : found;
      if (!second && piece !== '') this.take(piece, this.inPaste);
    }
  }
}

/** The end of the text with which a mark may begin, of at least `least` characters: a lone Escape is a key. */
function beginOf(mark: string, text: string, least: number): string {
  for (let length = mark.length - 1; length >= least; length--) {
    if (text.endsWith(mark.slice(0, length))) return mark.slice(0, length);
  }
  return '';
}
