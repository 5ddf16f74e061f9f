import { once } from 'node:events';
import { setImmediate as nextRound, setTimeout as sleep } from 'node:timers/promises';
import type { Handle } from './app.tsx';

export interface JobControlOptions {
  /** Gives the terminal away as a shell wants it, and takes it back. */
  lend: Handle['lend'];
  /** Rows of what is drawn now. */
  rows(): number;
  /** The terminal is ours again. */
  back(): void;
}

/** Where nobody stops the process there is nobody to continue it either, in ms. */
const STOPPING_MS = 100;

/**
 * Ctrl-Z, `fg` and `bg`: the program stops as a job of its shell with the terminal as it was, and draws itself again when it goes
 * on. What comes from the model meanwhile waits in the connection.
 */
export class JobControl {
  private away = false;
  private readonly options: JobControlOptions;

  constructor(options: JobControlOptions) {
    this.options = options;
    process.on('SIGTSTP', this.told);
    process.on('SIGCONT', this.continued);
  }

  /** From now on the signals do what they always do. */
  close(): void {
    process.removeListener('SIGTSTP', this.told);
    process.removeListener('SIGCONT', this.continued);
  }

  /** For work that prints by itself: Ctrl-Z is the terminal's then. */
  async lend(work: () => Promise<void>): Promise<void> {
    this.away = true;
    try {
      await this.options.lend(work);
    } finally {
      this.away = false;
      this.options.back();
    }
  }

  /** Stops the whole job, as the terminal would: the shell waits for all of it. */
  suspend(): void {
    if (!this.away && process.platform !== 'win32') this.leave(() => stopped(0, this.told));
  }

  private told = (): void => {
    if (this.away) void stopped(process.pid, this.told);
    else this.leave(() => stopped(process.pid, this.told));
  };

  /** Stopped in a way that no program hears of: where the cursor is nobody knows, so nothing above it is touched. */
  private continued = (): void => {
    if (this.away) return;
    process.stdout.write('\n'.repeat(this.options.rows() + 1));
    this.leave(measured);
  };

  /** Where the terminal cannot be given away the program simply goes on. */
  private leave(work: () => Promise<void>): void {
    this.lend(work).catch(() => undefined);
  }
}

/** Resolves when the process goes on. `pid` 0: with all of its group. */
async function stopped(pid: number, told: () => void): Promise<void> {
  const listening = process.listeners('SIGTSTP').includes(told);
  const { promise, resolve } = Promise.withResolvers<void>();
  process.once('SIGCONT', resolve);
  process.removeListener('SIGTSTP', told);
  try {
    process.kill(pid, 'SIGTSTP');
    await Promise.race([promise, sleep(STOPPING_MS)]);
    await measured();
    // Whoever else hears of it should do so while the terminal is away.
    await nextRound();
  } finally {
    process.removeListener('SIGCONT', resolve);
    if (listening) process.on('SIGTSTP', told);
  }
}

/** A job that is not in the foreground does not hear of another size of the terminal. Resolves when it is known. */
async function measured(): Promise<void> {
  if (process.listenerCount('SIGWINCH') === 0) return;
  const heard = once(process, 'SIGWINCH');
  process.kill(process.pid, 'SIGWINCH');
  await Promise.race([heard, sleep(STOPPING_MS)]);
}
