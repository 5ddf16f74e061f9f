import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PageText } from './page-markdown.ts';

const LIMIT_MS = 10_000;
const MEMORY_MIB = 384;

export type PageRead = ({ ok: true } & PageText) | { ok: false; why: string };

/**
 * The readable text of an HTML page. It is parsed in another process: a page that is made to take for ever or all memory costs
 * no more than the limit, and the terminal stays awake. (V8 ends a whole process when a thread of it runs out of memory in a
 * bad moment.) Never rejects.
 */
export function readPage(html: string, url: string, signal: AbortSignal, limitMs = LIMIT_MS): Promise<PageRead> {
  return new Promise((resolve) => {
    const reader = fork(readerFile(), {
      execArgv: [`--max-old-space-size=${MEMORY_MIB}`],
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const end = (read: PageRead): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(read);
      reader.kill('SIGKILL');
    };
    const onAbort = (): void => end({ ok: false, why: 'interrupted' });
    const timer = setTimeout(() => end({ ok: false, why: `it took longer than ${limitMs / 1000} s` }), limitMs);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    reader.once('message', (page) => end({ ok: true, ...(page as PageText) }));
    reader.on('error', (error) => end({ ok: false, why: error.message }));
    reader.once('exit', (_code, by) =>
      end({ ok: false, why: by === 'SIGABRT' ? 'it takes too much memory' : 'its reader ended' }),
    );
    // Where the reader is gone before it has taken the page, its end is what tells.
    reader.send({ html, url }, () => undefined);
  });
}

/** The build makes a file of its own of it; run from the sources it lies beside this one. */
const readerFile = (): string =>
  fileURLToPath(
    new URL(import.meta.url.endsWith('.ts') ? './page-process.ts' : '../web/page-process.js', import.meta.url),
  );
