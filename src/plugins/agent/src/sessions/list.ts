import type { Host, SessionSummary } from '@hermes-ops/contract';
import { masked, plainOf, shortAge, shortened } from '@hermes-ops/plugin-kit/plain';
import { clipped } from '../render/cells.ts';
import { shortModel } from '../render/status-line.ts';
import { readingSessions } from './use.ts';

const TITLE = 50;
const UNTITLED = '(no title)';
/** Cells of id, age and count of messages with what is between them. */
const BESIDE_TITLE = 22 + 2 + 9 + 2 + 8 + 2;
/** Of the short name of a model. */
const MODEL = 26 + 2;
const WITH_MODEL = 110;

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
async function sessionTable(host: Host, sessions: readonly SessionSummary[]): Promise<string> {
  const plain = plainOf(host);
  const rows = sessions.map(async ({ id, updated, title, messages, model }) => [
    id,
    ageOf(updated),
    shortened(await plain(title), TITLE) || UNTITLED,
    String(messages),
    await plain(model),
  ]);
  return host.ui.table([['ID', 'AGE', 'TITLE', 'MESSAGES', 'MODEL'], ...(await Promise.all(rows))], { header: true });
}

/** To choose one by its title, for a terminal of so many columns: from 60 on no row is broken, and where there is place it has the model. */
export async function sessionChoice(host: Host, sessions: readonly SessionSummary[], columns: number): Promise<string> {
  const plain = plainOf(host);
  const wide = columns >= WITH_MODEL;
  const room = columns - BESIDE_TITLE - (wide ? MODEL : 0);
  const rows = sessions.map(async ({ id, updated, title, messages, model }) => [
    id,
    ageOf(updated),
    String(messages),
    clipped(await plain(title), Math.min(TITLE, Math.max(UNTITLED.length, room))) || UNTITLED,
    ...(wide ? [shortModel(await plain(model))] : []),
  ]);
  const head = ['ID', 'AGE', 'MESSAGES', 'TITLE', ...(wide ? ['MODEL'] : [])];
  return host.ui.table([head, ...(await Promise.all(rows))], { header: true });
}

const ageOf = (updated: string): string => shortAge(Date.now() - Date.parse(updated));
