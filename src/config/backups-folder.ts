import { join } from 'node:path';

/** Where the backups of a home's config files are kept. */
export const backupsIn = (ops: string): string => join(ops, 'backups');
