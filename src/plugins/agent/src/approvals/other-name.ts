import { lstatSync } from 'node:fs';

/** Why a file is not read unasked whose content may be that of a file elsewhere. Undefined: it has only this name. */
export function otherName(real: string): string | undefined {
  try {
    const found = lstatSync(real, { throwIfNoEntry: false });
    if (!found?.isFile() || found.nlink < 2) return undefined;
  } catch {
    // Nobody gets to what is in it either.
    return undefined;
  }
  return 'it has another name somewhere (a hard link), perhaps that of a file with keys';
}
