import type { Host, SessionSummary } from '@hermes-ops/contract';
import { masked, plainOf, shortAge, shortened } from '@hermes-ops/plugin-kit/plain';
import { readingSessions } from './use.ts';

const TITLE = 50;

/** `hermes sessions list`: table and document. */
export async function listed(host: Host, query: { limit: number; text?: string | undefined }) {
  const { limit, text } = query;
  const only = text === undefined ? {} : { text };
  const all = await readingSessions(host, (store) => store.list(only));
  const sessions = all.slice(0, limit);
  const result = { schemaVersion: 1 as const, total: all.length, sessions: await masked(host, sessions) };
  return { result, text: await render(host, sessions, all.length) };
}

async function render(host: Host, sessions: readonly SessionSummary[], total: number): Promise<string> {
  if (total === 0) return 'No session is stored. `hermes chat` begins one.';
  const table = await sessionTable(host, sessions);
  const rest = total - sessions.length;
  return rest > 0 ? `${table}\n${rest} more: --limit ${total}` : table;
}

/** One row for each, with nothing in it that acts on a terminal, and no secret. */
export async function sessionTable(host: Host, sessions: readonly SessionSummary[]): Promise<string> {
  const plain = plainOf(host);
  const now = Date.now();
  const rows = sessions.map(async ({ id, updated, title, messages, model }) => [
    id,
    shortAge(now - Date.parse(updated)),
    shortened(await plain(title), TITLE) || '(no title)',
    String(messages),
    await plain(model),
  ]);
  return host.ui.table([['ID', 'AGE', 'TITLE', 'MESSAGES', 'MODEL'], ...(await Promise.all(rows))], { header: true });
}
