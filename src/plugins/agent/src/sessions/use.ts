import type { Host, SessionSummary } from '@hermes-ops/contract';
import { notFound } from './errors.ts';
import { sessionsOf } from './service.ts';
import type { SessionStore } from './types.ts';

/** Runs a command's work with the store of its home, and closes it. */
export async function withSessions<T>(host: Host, work: (store: SessionStore) => T | Promise<T>): Promise<T> {
  const store = await sessionsOf(host);
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
