import { readBackup } from './backups.ts';
import { decodeText, readBytes } from './text-encoding.ts';
import { unifiedDiff } from './unified-diff.ts';

/** What restoring a backup would do. */
export interface RestorePlan {
  name: string;
  /** False where the file holds exactly that. */
  changes: boolean;
  /** Unified diff, secrets covered; empty where one of the two is no text. */
  diff: string;
}

/** Reads only. `name` is a backup's name or `latest`. Throws `config.no-backup` and `config.unreadable`. */
export async function planRestore(folder: string, file: string, name: string): Promise<RestorePlan> {
  const backup = await readBackup(folder, file, name);
  const now = await readBytes(file, 'config.unreadable');
  const before = now ? decodeText(now)?.text : '';
  const after = decodeText(backup.bytes)?.text;
  const comparable = before !== undefined && after !== undefined;
  return {
    name: backup.name,
    changes: !now?.equals(backup.bytes),
    diff: comparable ? await unifiedDiff(file, before, after) : '',
  };
}
