import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { openFile } from '../tools/files/read-bytes.ts';
import { isInside } from '../tools/shell/environment.ts';
import { type SplitSkill, splitSkill } from './frontmatter.ts';
import { SKILL_FILE } from './types.ts';

/** Bytes that are read first: they hold the frontmatter of nearly every skill. */
const FIRST = 4_096;
const MOST = 65_536;

/** `why` goes on after the name of the file. */
export type Head =
  | { ok: true; head: SplitSkill /** Of the whole file, in bytes. */; size: number }
  | { ok: false; why: string };

/** The beginning of a folder's SKILL.md: its frontmatter and of the body what comes with it. `folder` is a real path. */
export async function readHead(folder: string): Promise<Head> {
  const real = await realpath(join(folder, SKILL_FILE)).catch(() => undefined);
  if (real === undefined) return no('cannot be read');
  if (!isInside(real, folder)) return no('is a link that leads out of the folder');
  const opened = await openFile(real);
  if (!opened.ok) return no(opened.code === 'EACCES' ? 'may not be read' : opened.why);
  const { handle, size } = opened;
  try {
    let begun = false;
    for (const most of [FIRST, MOST]) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(most, size)), 0, Math.min(most, size), 0);
      const head = splitSkill(buffer.toString('utf8', 0, bytesRead));
      if (head) return { ok: true, head, size };
      if (bytesRead === size) break;
      begun = buffer.toString('utf8', 0, 8).replace('\ufeff', '').startsWith('---');
    }
    return no(
      begun
        ? 'has frontmatter without an end in its first 64 KiB'
        : 'does not begin with frontmatter between two lines of ---',
    );
  } catch (error) {
    return no((error as Error).message);
  } finally {
    await handle.close();
  }
}

const no = (why: string): Head => ({ ok: false, why });
