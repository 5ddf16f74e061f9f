import { open, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Host, UserError } from '@hermes-ops/contract';
import { sessionError } from './errors.ts';
import { type ExportFormat, exportChunks } from './export.ts';
import { named, readingSessions } from './use.ts';

/** The `--json` document of `hermes sessions export`: the text itself, or the file that it was written to. */
export interface ExportResult {
  schemaVersion: 1;
  id: string;
  format: ExportFormat;
  messages: number;
  file?: string;
  text?: string;
}

export interface ExportOptions {
  format: ExportFormat;
  output?: string | undefined;
  force: boolean;
  hidden: boolean;
  /** Where the text goes without `output`; absent: it is returned. */
  toScreen?: ((chunk: string) => void) | undefined;
}

/** Exports to a file, to the screen or into the result. Throws `agent.export-exists` and `agent.export-not-written`. */
export async function exportTo(host: Host, asked: string, options: ExportOptions): Promise<ExportResult> {
  const { format, output, hidden, toScreen } = options;
  const file = output === undefined ? undefined : resolve(host.paths.cwd, output);
  return readingSessions(host, async (store) => {
    const session = named(store, asked);
    let messages = 0;
    const counted = function* () {
      for (const message of store.stream(session.id, { hidden })) {
        messages += 1;
        yield message;
      }
    };
    const frozen = store.frozen(session.id);
    const chunks = exportChunks(host, format, { session, frozen, messages: counted() });
    const head = { schemaVersion: 1 as const, id: session.id, format };
    if (file !== undefined) {
      await writeNew(file, options.force, chunks);
      return { ...head, messages, file };
    }
    const kept: string[] = [];
    for await (const chunk of chunks) (toScreen ?? ((text: string) => kept.push(text)))(chunk);
    return { ...head, messages, ...(toScreen ? {} : { text: kept.join('') }) };
  });
}

/** A file that was begun and not ended is removed again; one that was there before is not touched without `force`. */
async function writeNew(file: string, force: boolean, chunks: AsyncIterable<string>): Promise<void> {
  const handle = await open(file, force ? 'w' : 'wx', 0o600).catch(async (error: unknown) => {
    throw await refusal(file, error);
  });
  try {
    // All of each: a single `write` stops without an error where the disk has room for a part.
    for await (const chunk of chunks) await writing(file, () => handle.appendFile(chunk));
    await writing(file, () => handle.close());
  } catch (error) {
    await handle.close().catch(() => undefined);
    if (!force) await rm(file, { force: true });
    throw error;
  }
}

/** What reading the session throws passes. */
async function writing(file: string, work: () => Promise<unknown>): Promise<void> {
  await work().catch(async (error: unknown) => {
    throw await refusal(file, error);
  });
}

const REASONS: Record<string, string> = {
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'there is no such folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'part of the path is not a folder',
  EROFS: 'it lies on a disk that is read-only',
};

async function refusal(file: string, error: unknown): Promise<UserError> {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const there = code === 'EEXIST' && !(await stat(file).catch(() => undefined))?.isDirectory();
  if (there)
    return sessionError('agent.export-exists', `${file} exists`, {
      exit: 2,
      where: { file },
      try: ['Name another file, or add --force.'],
    });
  const why = REASONS[code === 'EEXIST' ? 'EISDIR' : code] ?? message;
  return sessionError('agent.export-not-written', `${file} cannot be written: ${why}`, {
    where: { file },
    try: [code === 'ENOSPC' ? 'Free some space on that disk, or name another file.' : 'Name another file.'],
    cause: error,
  });
}
