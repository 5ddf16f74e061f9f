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

interface ReplyKey {
  meta?: boolean;
  ctrl?: boolean;
}

/**
 * Leaves out what the terminal says to other programs that asked it something and are gone: its kind, colours, the cursor's place. Such
 * replies would be typed. They may come in parts; what turns out to be none is handed on, as text, a moment later.
 */
export class Replies<K extends ReplyKey> {
  private held: { kind: string; body: string; key: K; timer: NodeJS.Timeout } | undefined;
  private readonly pass: (input: string, key: K) => void;

  constructor(pass: (input: string, key: K) => void) {
    this.pass = pass;
  }

  key(input: string, key: K): void {
    const { held } = this;
    if (held) {
      clearTimeout(held.timer);
      this.held = undefined;
      if (this.goesOn(held, input, key)) return;
      this.release(held.body, held.key);
    }
    if (key.meta && !key.ctrl && Object.hasOwn(BODIES, input)) this.hold(input, '', key);
    else if (!key.meta && !key.ctrl && BEGUN.test(input)) this.hold('[', input, key);
    else this.pass(input, key);
  }

  private goesOn({ kind, body }: { kind: string; body: string }, input: string, key: K): boolean {
    if (kind === '[') {
      if (key.ctrl || key.meta) return false;
      const whole = WHOLE.exec(body + input)?.[0];
      if (whole !== undefined) this.handOn(input.slice(whole.length - body.length), key);
      else if (/^[\d;:]+$/.test(input)) this.hold(kind, body + input, key);
      else return false;
      return true;
    }
    // It ends with a bell, which is Ctrl-G when it comes by itself, or with Escape and a backslash.
    if (key.ctrl || key.meta) return key.ctrl ? input === 'g' : input === '\\';
    const end = input.indexOf('\u0007');
    const whole = body + (end < 0 ? input : input.slice(0, end));
    if (input === '' || !BODIES[kind]?.test(whole)) return false;
    if (end >= 0) this.handOn(input.slice(end + 1), key);
    else if (whole.length < MOST) this.hold(kind, whole, key);
    return true;
  }

  private handOn(text: string, key: K): void {
    if (text !== '') this.key(text, key);
  }

  private hold(kind: string, body: string, key: K): void {
    const timer = setTimeout(() => {
      this.held = undefined;
      this.release(body, key);
    }, PATIENCE_MS);
    this.held = { kind, body, key, timer: timer.unref() };
  }

  private release(text: string, key: K): void {
    if (text !== '') this.pass(text, { ...key, meta: false });
  }
}
