import { Worker } from 'node:worker_threads';
import type { PageText } from './page-markdown.ts';

const LIMIT_MS = 10_000;
const MEMORY_MIB = 384;

export type PageRead = ({ ok: true } & PageText) | { ok: false; why: string };

/**
 * The readable text of an HTML page. It is parsed in another thread: a page that is made to take for ever or all memory
 * costs no more than the limit, and the terminal stays awake. Never rejects.
 */
export function readPage(html: string, url: string, signal: AbortSignal, limitMs = LIMIT_MS): Promise<PageRead> {
  return new Promise((resolve) => {
    const worker = new Worker(workerFile(), {
      workerData: { html, url },
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB },
      execArgv: [],
      env: {},
      stdout: true,
      stderr: true,
    });
    const end = (read: PageRead): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(read);
      void worker.terminate();
    };
    const onAbort = (): void => end({ ok: false, why: 'interrupted' });
    const timer = setTimeout(() => end({ ok: false, why: `it took longer than ${limitMs / 1000} s` }), limitMs);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    worker.once('message', (page: PageText) => end({ ok: true, ...page }));
    worker.on('error', (error: NodeJS.ErrnoException) =>
      end({ ok: false, why: error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'it takes too much memory' : error.message }),
    );
    worker.once('exit', () => end({ ok: false, why: 'its reader ended' }));
  });
}

/** The build makes a file of its own of the thread; run from the sources it lies beside this one. */
const workerFile = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './page-worker.ts' : '../web/page-worker.js', import.meta.url);
