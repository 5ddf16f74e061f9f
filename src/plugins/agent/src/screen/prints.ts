/**
 * What has been printed above the live rows, in batches of lines, as ink's `Static` takes it: it draws each batch once and goes by
 * the number of batches. Batches that are drawn are let go, so that a chat of days holds no text twice.
 */
export class Prints {
  private batches: string[] = [];

  /** Another array each time something was added. */
  get all(): readonly string[] {
    return this.batches;
  }

  add(lines: readonly string[]): void {
    if (lines.length > 0) this.batches = [...this.batches, lines.join('\n')];
  }

  drawn(count: number): void {
    this.batches.fill('', 0, count);
  }
}
