import { appendFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { createCleaner } from '../tools/shell/clean-output.ts';

/** Characters that one run may add; bytes after which a file gives way to a new one. */
const MOST = 262_144;

export interface ServerLog {
  path: string;
  /** What the server wrote, in chunks as it came. */
  write(chunk: Uint8Array): void;
  /** A line of ours. */
  note(line: string): void;
  /** Resolves when everything so far is in the file. */
  written(): Promise<void>;
}

/**
 * `ops/agent/mcp/NAME.log`: what a server writes to its standard error, without escape sequences and secrets. Bounded; what
 * cannot be written is lost, never an error.
 */
export async function openLog(host: Host, name: string): Promise<ServerLog> {
  const folder = await host.ensureOps('agent', 'mcp');
  const path = join(folder, `${name.replace(/[^\p{L}\p{N}_-]+/gu, '_').slice(0, 60)}.log`);
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  if (size > MOST) await rename(path, `${path}.old`).catch(() => undefined);
  const cleaner = createCleaner();
  let left = MOST;
  let last: Promise<unknown> = Promise.resolve();
  const add = (text: string): void => {
    if (text === '' || left <= 0) return;
    const piece = text.slice(0, left);
    left -= piece.length;
    const end = left <= 0 ? '\n[more is not kept]\n' : '';
    last = last
      .then(async () => appendFile(path, (await host.mask(piece)) + end, { mode: 0o600 }))
      .catch(() => undefined);
  };
  return {
    path,
    write: (chunk) => add(cleaner.push(chunk)),
    async written() {
      await last;
    },
    note: (line) => {
      const begun = cleaner.flush();
      const text = `${begun === '' ? '' : `${begun}\n`}[hermes ${new Date().toISOString()}] ${line}\n`;
      add(cleaner.push(Buffer.from(text)));
    },
  };
}
