export { withLock } from './lock.ts';
export { ensureOps } from './ops-folder.ts';
export { isSameProcess, processIdentity } from './process-id.ts';
