/** Least time between two drawings of what comes from the model, in ms: 20 a second look like a stream. */
const FRAME_MS = 50;

/**
 * Says when to draw: keys at once, what streams in at most 20 times a second, and every second while something is going on. At
 * rest only the minutes of the session's age are drawn, so that nothing is written while nobody does anything.
 */
export class Ticker {
  private number = 0;
  private readonly listeners = new Set<() => void>();
  private frame: NodeJS.Timeout | undefined;
  private second: NodeJS.Timeout | undefined;
  private over = false;
  private readonly begun = Date.now();

  private readonly busy: () => boolean;

  constructor(busy: () => boolean) {
    this.busy = busy;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    this.wait();
    return () => this.listeners.delete(listener);
  };

  version = (): number => this.number;

  change(typed: boolean): void {
    if (this.over) return;
    if (typed) this.draw();
    else this.frame ??= setTimeout(() => this.draw(), FRAME_MS);
  }

  /** Nothing is drawn from now on. */
  stop(): void {
    this.over = true;
    clearTimeout(this.frame);
    clearTimeout(this.second);
  }

  draw(): void {
    if (this.over) return;
    clearTimeout(this.frame);
    this.frame = undefined;
    this.number += 1;
    for (const listener of this.listeners) listener();
    this.wait();
  }

  private wait(): void {
    clearTimeout(this.second);
    const ms = this.busy() ? 1_000 : 60_000 - ((Date.now() - this.begun) % 60_000) + 20;
    this.second = setTimeout(() => this.draw(), ms);
    this.second.unref();
  }
}
