import { createHash } from 'node:crypto';
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

/** Characters of a name that stand in the file's; four bytes each, and what comes behind them, fit into the usual 255. */
const LONGEST = 48;
/** Devices on Windows, whatever ending they have. */
const DEVICES = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/**
 * Two servers never have one file, also where a disk takes cases or spellings of a letter for the same: a name of other
 * characters than small letters, digits, `_` and `-` gets a mark made of it behind a point.
 */
export function logName(server: string): string {
  const plain = /^[a-z0-9_-]+$/.test(server) && server.length <= LONGEST && !DEVICES.test(server);
  if (plain) return `${server}.log`;
  const readable = Array.from(server.replace(/[^\p{L}\p{N}_-]+/gu, '_'))
    .slice(0, LONGEST)
    .join('');
  const mark = createHash('sha256').update(server).digest('hex').slice(0, 8);
  // A device is one with an ending, too.
  return `${DEVICES.test(readable.toLowerCase()) ? '_' : ''}${readable}.${mark}.log`;
}

/**
 * `ops/agent/mcp/NAME.log`: what a server writes to its standard error, without escape sequences and secrets. Bounded; what
 * cannot be written is lost, never an error.
 */
export async function openLog(host: Host, name: string): Promise<ServerLog> {
  const folder = await host.ensureOps('agent', 'mcp');
  const path = join(folder, logName(name));
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
