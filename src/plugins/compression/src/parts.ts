import type { AgentSessions, Host, Rewrite } from '@hermes-ops/contract';
import type { Note } from './note.ts';

/** What compressing needs of the host. */
export type EngineHost = Pick<
  Host,
  'freshConfig' | 'service' | 'llm' | 'auxiliary' | 'endpoint' | 'mask' | 'ensureOps'
>;

/** Under which the store notes what was done. */
export const ENGINE = 'compression';

/** The agent's store. Error: says which plugin to install. */
export async function sessionsOf(host: Pick<Host, 'service'>): Promise<AgentSessions> {
  const found = await host.service('agent.sessions');
  if (!found.ok) throw new Error(found.message);
  return found.service as AgentSessions;
}

export interface Compression extends Rewrite {
  note: Readonly<Record<string, unknown>> & Note;
}

/** Compressions of a session that are in force, oldest first. */
export const compressionsIn = (rewrites: readonly Rewrite[]): Compression[] =>
  rewrites.filter((one): one is Compression => one.by === ENGINE && !one.undone);
