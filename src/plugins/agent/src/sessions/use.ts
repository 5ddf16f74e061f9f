import type { Host, SessionSummary } from '@hermes-ops/contract';
import { notFound } from './errors.ts';
import { sessionsOf, sessionsToRead } from './service.ts';
import type { SessionStore } from './types.ts';

/** Runs a command's work with the store of its home, and closes it. */
export const withSessions = async <T>(host: Host, work: (store: SessionStore) => T | Promise<T>): Promise<T> =>
  closing(await sessionsOf(host), work);

/** The same for work that only reads, which needs no home that can be written. */
export const readingSessions = async <T>(host: Host, work: (store: SessionStore) => T | Promise<T>): Promise<T> =>
  closing(await sessionsToRead(host), work);

async function closing<T>(store: SessionStore, work: (store: SessionStore) => T | Promise<T>): Promise<T> {
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

/** The session that an argument names. Throws `agent.session-not-found`, `agent.session-ambiguous`. */
export function named(store: SessionStore, idOrTitle: string): SessionSummary {
  const found = store.find(idOrTitle);
  if (!found) throw notFound(idOrTitle);
  return found;
}
