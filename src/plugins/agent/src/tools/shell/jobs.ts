import { setTimeout as sleep } from 'node:timers/promises';
import type { Capture } from './capture.ts';
import type { ShellProcess } from './process.ts';

interface Job {
  id: number;
  command: string;
  process: ShellProcess;
  capture: Capture;
  started: number;
  /** Set when the shell has ended. */
  code?: number;
}

export interface Jobs {
  add(command: string, process: ShellProcess, capture: Capture): number;
  /** New output and how it stands; waits up to `waitMs` for its end. Undefined: there is no such job. */
  read(id: number, waitMs: number, signal: AbortSignal): Promise<{ text: string; running: boolean } | undefined>;
  /** Ends the job's processes. False: there is no such job. */
  stop(id: number): Promise<boolean>;
  /** Of jobs that have not ended. */
  ids(): number[];
  /** Their commands. */
  running(): string[];
}

/** Commands that go on while the model does something else. The session that started them ends them. */
export function createJobs(): Jobs {
  const jobs = new Map<number, Job>();
  let last = 0;

  const goesOn = (job: Job): boolean => job.code === undefined || job.process.lives();

  function state(job: Job): string {
    const seconds = Math.round((Date.now() - job.started) / 1000);
    if (job.code === undefined) return `[job ${job.id} is running for ${seconds} s]`;
    if (job.process.lives()) return `[job ${job.id}: processes it started are running for ${seconds} s]`;
    return `[job ${job.id} has ended with exit code ${job.code}]`;
  }

  return {
    add(command, process, capture) {
      last += 1;
      const job: Job = { id: last, command, process, capture, started: Date.now() };
      jobs.set(last, job);
      void process.ended.then((code) => {
        job.code = code;
      });
      return last;
    },
    async read(id, waitMs, signal) {
      const job = jobs.get(id);
      if (!job) return undefined;
      for (const end = Date.now() + waitMs; goesOn(job) && Date.now() < end && !signal.aborted; ) await sleep(50);
      const text = await job.capture.take();
      return { text: text + (text && !text.endsWith('\n') ? '\n' : '') + state(job), running: goesOn(job) };
    },
    async stop(id) {
      const job = jobs.get(id);
      await job?.process.stop();
      // What it printed at the end is still on its way.
      await Promise.race([job?.process.ended, sleep(500)]);
      return job !== undefined;
    },
    ids: () => [...jobs.values()].filter(goesOn).map(({ id }) => id),
    running: () => [...jobs.values()].filter(goesOn).map(({ command }) => command),
  };
}
