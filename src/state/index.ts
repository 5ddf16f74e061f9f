export { createFile } from './create-file.ts';
export { withLock } from './lock.ts';
export { makeFolder } from './make-folder.ts';
export { ensureOps } from './ops-folder.ts';
export { isSameProcess, processIdentity } from './process-id.ts';
export { putFile, putInPlace, sweepDrafts } from './put-file.ts';
