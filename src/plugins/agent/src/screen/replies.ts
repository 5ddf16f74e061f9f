/** How long the rest of a reply may take, in ms. */
const PATIENCE_MS = 500;

/** More than any terminal has to say. */
const MOST = 4_096;

/**
 * What a terminal replies with besides CSI sequences, which ink knows when they come whole: by the character behind Escape, with
 * what the beginning of the reply looks like. Nobody types such a thing behind that key.
 */
const BODIES: Readonly<Record<string, RegExp>> = {
  ']': /^\d{0,4}(?:;.*)?$/s,
  P: /^[\d;]*(?:[>!$+=?].*)?$/s,
  _: /^(?:G.*)?$/s,
};

/**
 * The beginning of a CSI sequence whose rest is late, and all of it. A bracket and one number are typed as well, in one piece where a
 * line is slow: with them only a key's sequence counts, which ends with a capital or `~`.
 */
const BEGUN = /^\[(?:[?>=]|[?>=]?[\d;:]+)$/;
const WHOLE = /^\[(?:(?:[?>=]|\d*[;:])[\d;:]*[ -/]*[A-Za-z~]|\d+[A-Z~])/;

/**
 * A reply of which Escape came alone is text from there on, in one piece. A person who has pressed that key types the rest by the
 * character, and what a slow line puts together looks like this only from the second character on.
 */
const BEHIND_ESCAPE = /^(?:\]\d{1,4};|P(?:[>!]\||[01][$+]r)|_G[a-z]=)/;
const WHOLE_BEHIND_ESCAPE = /^\[(?:[?>=][\d;:]*[ -/]*[A-Za-z~]|\d+(?:[;:]\d+)+[ -/]*[A-Za-z~]|\d+[A-Z~]|0n)/;

interface ReplyKey {
  meta?: boolean;
  ctrl?: boolean;
  escape?: boolean;
}

interface Held<K> {
  kind: string;
  /** As it would be typed, should it be no reply. */
  shown: string;
  body: string;
  key: K;
  /** The Escape of its end came alone. */
  ending?: K;
}

/**
 * Leaves out what the terminal says to other programs that asked it something and are gone: its kind, colours, the cursor's place. Such
 * replies would be typed. They may come in parts; what turns out to be none is handed on, as text, a moment later. An Escape that came
 * alone was a key already: it cannot wait.
 */
export class Replies<K extends ReplyKey> {
  private held: (Held<K> & { timer: NodeJS.Timeout }) | undefined;
  /** When the last key was Escape, and nothing else, in ms since 1970. */
  private escapedAt = Number.NEGATIVE_INFINITY;
  private readonly pass: (input: string, key: K) => void;

  constructor(pass: (input: string, key: K) => void) {
    this.pass = pass;
  }

  key(input: string, key: K): void {
    const escaped = Date.now() - this.escapedAt < PATIENCE_MS;
    this.escapedAt = Number.NEGATIVE_INFINITY;
    const { held } = this;
    if (held) {
      clearTimeout(held.timer);
      this.held = undefined;
      if (this.goesOn(held, input, key)) return;
      this.release(held);
    }
    if (key.meta && !key.ctrl && Object.hasOwn(BODIES, input)) {
      this.hold({ kind: input, shown: '', body: '', key });
    } else if (key.meta || key.ctrl) this.pass(input, key);
    else if (escaped && this.behindEscape(input, key)) return;
    else if (BEGUN.test(input)) this.hold({ kind: '[', shown: input, body: input, key });
    else {
      if (key.escape) this.escapedAt = Date.now();
      this.pass(input, key);
    }
  }

  private behindEscape(input: string, key: K): boolean {
    const kind = input.charAt(0);
    const whole = WHOLE_BEHIND_ESCAPE.exec(input)?.[0];
    if (whole !== undefined) this.handOn(input.slice(whole.length), key);
    else if (!BEHIND_ESCAPE.test(input)) return false;
    else return this.goesOn({ kind, shown: kind, body: '', key }, input.slice(1), key);
    return true;
  }

  private goesOn(held: Held<K>, input: string, key: K): boolean {
    const { kind, shown, body } = held;
    const more = { ...held, shown: shown + input, body: body + input, key };
    if (kind === '[') {
      if (key.ctrl || key.meta) return false;
      const whole = WHOLE.exec(more.body)?.[0];
      if (whole !== undefined) this.handOn(input.slice(whole.length - body.length), key);
      else if (/^[\d;:]+$/.test(input)) this.hold(more);
      else return false;
      return true;
    }
    // It ends with a bell, which is Ctrl-G when it comes by itself, or with Escape and a backslash.
    if (key.ctrl || key.meta) return key.ctrl ? input === 'g' : input === '\\';
    if (held.ending) {
      if (input.startsWith('\\')) this.handOn(input.slice(1), key);
      return input.startsWith('\\');
    }
    if (key.escape && body !== '') {
      this.hold({ ...held, ending: key });
      return true;
    }
    const end = input.indexOf('\u0007');
    const whole = body + (end < 0 ? input : input.slice(0, end));
    if (input === '' || !BODIES[kind]?.test(whole)) return false;
    if (end >= 0) this.handOn(input.slice(end + 1), key);
    else if (whole.length < MOST) this.hold(more);
    return true;
  }

  private handOn(text: string, key: K): void {
    if (text !== '') this.key(text, key);
  }

  private hold(held: Held<K>): void {
    const timer = setTimeout(() => {
      this.held = undefined;
      this.release(held);
    }, PATIENCE_MS);
    this.held = { ...held, timer: timer.unref() };
  }

  private release({ shown, key, ending }: Held<K>): void {
    if (shown !== '') this.pass(shown, { ...key, meta: false });
    if (ending) this.pass('', ending);
  }
}
