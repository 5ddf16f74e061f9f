/** One word of a simple command, as bash would hand it to the program. Offsets are those of the command's text. */
export interface Word {
  /** Quotes and escapes removed, `~`, `$HOME` and `$PWD` replaced. With `glob`: the pattern. */
  text: string;
  start: number;
  end: number;
  /** Written with quotes, escapes or a variable: not what it looks like at first sight. */
  dressed: boolean;
  /** Holds an unquoted `*`, `?` or `[`: bash puts file names in its place. */
  glob: boolean;
}

/** A program with its arguments. */
export interface PlainCommand {
  words: Word[];
  /** Files that are its standard input. */
  inputs: Word[];
  /** What stands between it and the command before. */
  joint: '' | '|' | '&&' | '||' | ';';
}

export type Reading = { ok: true; commands: PlainCommand[] } | { ok: false; why: string; at: number };

/** Values that `$HOME`, `$PWD` and `~` have. */
export interface Known {
  home: string;
  cwd: string;
}

class NotPlain extends Error {
  readonly at: number;
  constructor(why: string, at: number) {
    super(why);
    this.at = at;
  }
}

const PLAIN_VALUE = /^[\p{L}\p{N}/._+,:@%-]*$/u;
const OPERATOR = new Set([' ', '\t', '\n', ';', '|', '&', '<', '>']);
const STRANGE: Readonly<Record<string, string>> = {
  '`': 'command substitution',
  '(': 'a subshell, function or pattern in parentheses',
  ')': 'a subshell, function or pattern in parentheses',
  '{': 'braces',
  '}': 'braces',
};

/**
 * Reads the plain part of bash's language: words, quotes, pipes, lists, redirection to /dev/null and comments. Everything
 * else is refused with its name. It is a second opinion beside tree-sitter-bash: what runs unasked must be read the same
 * way by both, so that a mistake in one of them is not enough.
 */
export function readPlain(source: string, known: Known): Reading {
  try {
    return { ok: true, commands: new Lexer(source, known).commands() };
  } catch (error) {
    if (error instanceof NotPlain) return { ok: false, why: error.message, at: error.at };
    throw error;
  }
}

class Lexer {
  private readonly source: string;
  private readonly known: Known;
  private at = 0;
  private readonly done: PlainCommand[] = [];
  private current: PlainCommand = { words: [], inputs: [], joint: '' };
  private redirected = false;

  constructor(source: string, known: Known) {
    this.source = source;
    this.known = known;
  }

  commands(): PlainCommand[] {
    while (this.at < this.source.length) this.step();
    if (this.current.words.length > 0) this.close();
    else if (this.redirected) throw new NotPlain('a redirection without a command', this.at);
    else if (this.current.joint !== ';' && this.current.joint !== '')
      throw new NotPlain('the command is not complete', this.at);
    return this.done;
  }

  private step(): void {
    const { source, at } = this;
    const char = source[at] ?? '';
    const two = source.slice(at, at + 2);
    if (char === ' ' || char === '\t') this.at += 1;
    else if (two === '\\\n') this.at += 2;
    else if (char === '\n') this.newline();
    else if (char === '#') while (this.at < source.length && source[this.at] !== '\n') this.at += 1;
    else if (two === '|&') throw new NotPlain('`|&`', at);
    else if (two === '&&' || two === '||') this.join(two, 2);
    else if (two === '&>') this.redirect(2, 'out');
    else if (char === '&') throw new NotPlain('a command in the background', at);
    else if (char === '|') this.join('|', 1);
    else if (char === ';') this.join(';', 1);
    else if (char === '>' || char === '<') this.redirect(0, '');
    else if (/^[0-9]+[<>]/.test(source.slice(at, at + 8))) {
      if (!/^[0-2][<>]/.test(two)) throw new NotPlain('redirection of a file descriptor', at);
      this.redirect(1, '');
    } else this.current.words.push(this.word());
  }

  private newline(): void {
    this.at += 1;
    if (this.current.words.length > 0) {
      this.close();
      this.current.joint = ';';
    } else if (this.redirected) throw new NotPlain('a redirection without a command', this.at);
  }

  private join(joint: '|' | '&&' | '||' | ';', length: number): void {
    if (this.current.words.length === 0) throw new NotPlain(`\`${joint}\` without a command before it`, this.at);
    this.close();
    this.current.joint = joint;
    this.at += length;
  }

  private close(): void {
    this.done.push(this.current);
    this.current = { words: [], inputs: [], joint: '' };
    this.redirected = false;
  }

  private redirect(skip: number, kind: 'out' | ''): void {
    const from = this.at;
    const descriptor = skip === 1 ? this.source[from] : undefined;
    this.at += skip;
    this.redirected = true;
    const operator =
      kind === 'out' ? '&>' : (/^(?:>>|>&|>|<)/.exec(this.source.slice(this.at, this.at + 2))?.[0] ?? '');
    if (kind === '') this.at += operator.length;
    const next = this.source[this.at] ?? '';
    if (next === '<' || next === '>' || next === '|' || next === '&' || next === '(')
      throw new NotPlain('a here-document, process substitution or unusual redirection', from);
    while (this.source[this.at] === ' ' || this.source[this.at] === '\t') this.at += 1;
    if (this.at >= this.source.length || OPERATOR.has(this.source[this.at] ?? ''))
      throw new NotPlain('a redirection without a target', from);
    const target = this.word();
    if (target.glob) throw new NotPlain('a redirection to a pattern', from);
    if (operator === '<') {
      if (descriptor !== undefined && descriptor !== '0') throw new NotPlain('redirection of a file descriptor', from);
      this.current.inputs.push(target);
      return;
    }
    const harmless = operator === '>&' ? /^[12]$/.test(target.text) : target.text === '/dev/null';
    if (!harmless || target.dressed || descriptor === '0') throw new NotPlain('redirection to a file', from);
  }

  private word(): Word {
    const start = this.at;
    let text = '';
    let dressed = false;
    let glob = false;
    for (;;) {
      const char = this.source[this.at];
      if (char === undefined || OPERATOR.has(char)) break;
      if (STRANGE[char] !== undefined) throw new NotPlain(STRANGE[char], this.at);
      if (char === "'") text += this.single();
      else if (char === '"') text += this.double();
      else if (char === '\\') text += this.escaped();
      else if (char === '$') text += this.dollar(false);
      else if (char === '~' && this.at === start) text += this.tilde();
      else {
        if (char === '~' && /[=:]/.test(this.source[this.at - 1] ?? ''))
          throw new NotPlain('a `~` inside a word', this.at);
        if (char === '*' || char === '?' || (char === '[' && !this.isTest(start))) glob = true;
        text += char;
        this.at += 1;
        continue;
      }
      dressed ||= char !== '~';
    }
    if (glob && dressed) throw new NotPlain('a pattern together with quotes', start);
    return { text, start, end: this.at, dressed, glob };
  }

  /** `[` as a program: alone, and first. */
  private isTest(start: number): boolean {
    return this.at === start && this.current.words.length === 0 && /^\[[ \t]/.test(this.source.slice(start, start + 2));
  }

  private single(): string {
    const end = this.source.indexOf("'", this.at + 1);
    if (end === -1) throw new NotPlain('a quote that is not closed', this.at);
    const text = this.source.slice(this.at + 1, end);
    this.at = end + 1;
    return text;
  }

  private double(): string {
    const from = this.at;
    this.at += 1;
    let text = '';
    for (;;) {
      const char = this.source[this.at];
      if (char === undefined) throw new NotPlain('a quote that is not closed', from);
      if (char === '`') throw new NotPlain('command substitution', this.at);
      if (char === '$') {
        text += this.dollar(true);
        continue;
      }
      this.at += 1;
      if (char === '"') return text;
      const next = this.source[this.at] ?? '';
      if (char === '\\' && '$`"\\\n'.includes(next) && next !== '') {
        this.at += 1;
        text += next === '\n' ? '' : next;
      } else text += char;
    }
  }

  private escaped(): string {
    const next = this.source[this.at + 1];
    if (next === undefined || next === '\n') throw new NotPlain('a word that is broken across lines', this.at);
    this.at += 2;
    return next;
  }

  private dollar(quoted: boolean): string {
    const rest = this.source.slice(this.at, this.at + 8);
    const known = /^\$(?:(HOME|PWD)(?![A-Za-z0-9_])|\{(HOME|PWD)\})/.exec(rest);
    if (known) {
      const value = (known[1] ?? known[2]) === 'HOME' ? this.known.home : this.known.cwd;
      if (!PLAIN_VALUE.test(value)) throw new NotPlain('a variable whose value is no plain path', this.at);
      this.at += known[0].length;
      return value;
    }
    const tab = /^\$'\\t'/.exec(rest);
    if (tab && !quoted) {
      this.at += tab[0].length;
      return '\t';
    }
    // A dollar sign that expands to nothing else: the end of a regular expression or of a word.
    const after = rest[1] ?? '';
    if (after === '' || ' \t\n'.includes(after) || (quoted && /^["|)\\/,.;:%\]]/.test(after))) {
      this.at += 1;
      return '$';
    }
    if (after === '(') throw new NotPlain('command substitution', this.at);
    throw new NotPlain('a variable or another expansion', this.at);
  }

  private tilde(): string {
    const next = this.source[this.at + 1];
    if (next !== undefined && next !== '/' && !OPERATOR.has(next))
      throw new NotPlain("another user's home folder", this.at);
    if (!PLAIN_VALUE.test(this.known.home)) throw new NotPlain('a home folder with an unusual name', this.at);
    this.at += 1;
    return this.known.home;
  }
}
