/** Rows that are drawn at once: ink lays out every cell of them, and a text of millions would take all memory. */
const MOST_ROWS = 1_000;

/**
 * What has been printed above the live rows, in batches of lines, as ink's `Static` takes it: it draws each batch once and goes by
 * the number of batches. Batches that are drawn are let go, so that a chat of days holds no text twice. What is more than can be
 * drawn at once waits its turn.
 */
export class Prints {
  private batches: string[] = [];
  private waiting: (readonly string[])[] = [];
  private rows = 0;

  /** Another array each time something was added. */
  get all(): readonly string[] {
    return this.batches;
  }

  /** Something waits until what is there now is drawn. */
  get waits(): boolean {
    return this.waiting.length > 0;
  }

  add(lines: readonly string[]): void {
    for (let at = 0; at < lines.length; at += MOST_ROWS) this.waiting.push(lines.slice(at, at + MOST_ROWS));
    this.admit();
  }

  drawn(count: number): void {
    this.batches.fill('', 0, count);
    if (count < this.batches.length) return;
    this.rows = 0;
    this.admit();
  }

  private admit(): void {
    const taken: string[] = [];
    for (
      let next = this.waiting[0];
      next && (this.rows === 0 || this.rows + next.length <= MOST_ROWS);
      next = this.waiting[0]
    ) {
      taken.push(next.join('\n'));
      this.rows += next.length;
      this.waiting.shift();
    }
    if (taken.length > 0) this.batches = [...this.batches, ...taken];
  }
}
