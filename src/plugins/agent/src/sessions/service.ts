import { join } from 'node:path';
import type { AgentSessions, Host } from '@hermes-ops/contract';
import type { Config } from '@oclif/core';
import { openSessions, openSessionsToRead } from './store.ts';
import type { SessionStore } from './types.ts';

/** The sessions of a home: `ops/sessions/sessions.db`. Throws UserErrors. */
export const sessionsOf = async (host: Host): Promise<SessionStore> =>
  openSessions(join(await host.ensureOps('sessions'), 'sessions.db'));

/** What says that a home cannot be written, from its folders or from its store. */
const NOT_WRITABLE = new Set<unknown>(['EROFS', 'EACCES', 'EPERM', 'agent.sessions-not-writable']);

/** The same for who only reads: where it cannot be written, all that is stored in it; nothing, where there is no store. */
export async function sessionsToRead(host: Host): Promise<SessionStore> {
  try {
    return await sessionsOf(host);
  } catch (error) {
    if (!NOT_WRITABLE.has((error as { code?: unknown }).code)) throw error;
    return openSessionsToRead(join(host.paths.ops, 'sessions', 'sessions.db'));
  }
}

/** The store as other plugins see it (service `agent.sessions`). */
export function asService(store: SessionStore): AgentSessions {
  return {
    list: async (query) => store.list(query),
    find: async (idOrTitle) => store.find(idOrTitle),
    async beginning(id) {
      const { systemPrompt, toolsJson } = store.frozen(id);
      return { system: systemPrompt, tools: JSON.parse(toolsJson) };
    },
    messages: async (id, options) => store.messages(id, options),
    message: async (id, seq) => store.message(id, seq),
    search: async (text, options) => store.search(text, options).hits,
    replaceRange: async (id, from, to, by) => store.replaceRange(id, from, to, by),
    rewrite: async (id, edits, record) => store.rewrite(id, edits, record),
    rewrites: async (id) => store.rewrites(id),
    rewritten: async (id, revision) => store.rewritten(id, revision),
    assertWritable: async () => store.assertWritable(),
    undoRewrite: async (id) => store.undoRewrite(id),
  };
}

/** Made on first use, for whoever asks the host for `agent.sessions`. */
export async function sessionService(config: Config): Promise<AgentSessions> {
  const { findHost } = await import('@hermes-ops/plugin-kit');
  return asService(await sessionsToRead(await findHost(config)));
}
