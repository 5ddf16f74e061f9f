import { createHash } from 'node:crypto';

/** What the model knows about the files that it has read or written in this session. */
export interface FileMemory {
  /** `hidden`: secrets were masked in what it was shown. */
  note(real: string, bytes: Uint8Array, hidden: boolean): void;
  /** How what is there now compares to what it knows. */
  compare(real: string, bytes: Uint8Array): 'unread' | 'changed' | 'same';
  hidden(real: string): boolean;
  /** Where a path led when the user was, or need not be, asked about it. */
  checked(path: string, real: string): void;
  whereChecked(path: string): string | undefined;
  /** Counts failed edits in a row; `worked` sets it back. */
  failedEdits(real: string, worked: boolean): number;
}

export const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export function createFileMemory(): FileMemory {
  const known = new Map<string, { digest: string; hidden: boolean }>();
  const places = new Map<string, string>();
  const failures = new Map<string, number>();
  return {
    note: (real, bytes, hidden) => void known.set(real, { digest: digest(bytes), hidden }),
    compare(real, bytes) {
      const before = known.get(real);
      if (!before) return 'unread';
      return before.digest === digest(bytes) ? 'same' : 'changed';
    },
    hidden: (real) => known.get(real)?.hidden === true,
    checked: (path, real) => void places.set(path, real),
    whereChecked: (path) => places.get(path),
    failedEdits(real, worked) {
      const times = worked ? 0 : (failures.get(real) ?? 0) + 1;
      failures.set(real, times);
      return times;
    },
  };
}
