import type { Host, SessionSummary } from '@hermes-ops/contract';
import { agreed } from './agree.ts';
import { masked, type Plain, plainOf, plural } from './plain.ts';
import { named, withSessions } from './use.ts';

interface Asking {
  yes: boolean;
  json: boolean;
}

/** Days without a message after which sessions go where neither flag nor config says: what the config's schema has. */
const RETENTION_DAYS = 90;

const KEPT = 'Nothing was deleted.';

const REMAINS =
  'note: the disk is too full to write the file anew, so parts of what was deleted may still stand in it. Free some space, then delete or prune again.';

/** Deletes the sessions that the arguments name: all of them or, where one is unknown or the answer is no, none. */
export async function deleteNamed(host: Host, asked: readonly string[], asking: Asking) {
  return withSessions(host, async (store) => {
    const byId = new Map(asked.map((one) => named(store, one)).map((session) => [session.id, session]));
    const sessions = [...byId.values()];
    const lines = await linesOf(plainOf(host), sessions);
    if (!asking.yes && !asking.json) for (const line of lines) host.ui.err(line);
    const question = `Delete ${plural(sessions.length, 'session')} for good?`;
    if (!(await agreed(host, question, asking))) return { text: KEPT, deleted: [] };
    const deleted = store.delete([...byId.keys()]).map(({ id }) => id);
    if (!store.tidy()) host.ui.err(REMAINS);
    return { text: `Deleted ${plural(deleted.length, 'session')}.`, deleted };
  });
}

/** Deletes what is older than the flag, or else the config, says. */
export async function prune(host: Host, what: { days: number | undefined; dryRun: boolean }, asking: Asking) {
  const { retentionDays, tidies } = await settingsOf(host);
  const olderThanDays = what.days ?? retentionDays;
  const { dryRun } = what;
  const document = { schemaVersion: 1 as const, olderThanDays, dryRun };
  return withSessions(host, async (store) => {
    const old = store.prune({ olderThanDays, dryRun: true });
    const result = { ...document, sessions: await masked(host, old) };
    const head = `${plural(old.length, 'session')} without a message for ${plural(olderThanDays, 'day')}`;
    const lines = await linesOf(plainOf(host), old);
    if (old.length === 0) return { text: `${head}: ${KEPT.toLowerCase()}`, result };
    if (dryRun) return { text: [`${head} would be deleted:`, ...lines].join('\n'), result };
    if (!asking.yes && !asking.json) for (const line of lines) host.ui.err(line);
    if (!(await agreed(host, `Delete ${head} for good?`, asking))) {
      return { text: KEPT, result: { ...result, sessions: [] } };
    }
    // What was used while the question stood stays.
    const gone = store.prune({ olderThanDays });
    if (tidies && !store.tidy()) host.ui.err(REMAINS);
    return {
      text: `Deleted ${plural(gone.length, 'session')}.`,
      result: { ...result, sessions: await masked(host, gone) },
    };
  });
}

/** `sessions.retention_days` and `sessions.vacuum_after_prune`; a value of the wrong type counts as not set. */
async function settingsOf(host: Host): Promise<{ retentionDays: number; tidies: boolean }> {
  const { value } = await host.config();
  const section = (value['sessions'] ?? {}) as Record<string, unknown>;
  const days = section['retention_days'];
  const retentionDays = typeof days === 'number' && days >= 0 ? days : RETENTION_DAYS;
  return { retentionDays, tidies: section['vacuum_after_prune'] !== false };
}

const linesOf = (plain: Plain, sessions: readonly SessionSummary[]): Promise<string[]> =>
  Promise.all(
    sessions.map(async ({ id, title, messages, updated }) =>
      `  ${id}  ${updated.slice(0, 10)}  ${plural(messages, 'message')}  ${await plain(title)}`.trimEnd(),
    ),
  );
