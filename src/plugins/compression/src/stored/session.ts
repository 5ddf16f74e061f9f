import type { AgentSessions, Host, SessionSummary } from '@hermes-ops/contract';
import { noAgent, sessionBusy, sessionNotFound } from '../errors.ts';

/** The agent's store, for commands. Error: compression.no-agent. */
export async function storedSessions(host: Pick<Host, 'service' | 'errors'>): Promise<AgentSessions> {
  const found = await host.service('agent.sessions');
  if (!found.ok) throw noAgent(host);
  return found.service as AgentSessions;
}

export interface Found {
  sessions: AgentSessions;
  session: SessionSummary;
}

/** The session that an argument names. Errors: compression.no-agent, compression.session-not-found, those of the store. */
export async function namedSession(host: Pick<Host, 'service' | 'errors' | 'mask'>, name: string): Promise<Found> {
  const sessions = await storedSessions(host);
  const session = await sessions.find(name);
  if (!session) throw sessionNotFound(host, name);
  return { sessions, session };
}

/** Runs what changes a session while no other process is in it; the chat takes the same lock. Error: compression.session-busy. */
export function alone<T>(host: Pick<Host, 'lock' | 'errors'>, id: string, work: () => Promise<T>): Promise<T> {
  const refuse = (): void => {
    throw sessionBusy(host, id);
  };
  return host.lock(`session-${id}`, { onWait: refuse }, work);
}
