import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host, SessionSummary, UserError } from '@hermes-ops/contract';
import { plural } from '@hermes-ops/plugin-kit/numbers';
import { masked, type Plain, plainOf } from '@hermes-ops/plugin-kit/plain';
import { sayQuestion } from '../approvals/say-question.ts';
import { agreed } from './agree.ts';
import { holdSession } from './hold-session.ts';
import type { SessionStore } from './types.ts';
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

/**
 * Deletes the sessions that the arguments name: all of them or, where one is unknown or open elsewhere (agent.session-busy),
 * or the answer is no, none.
 */
export async function deleteNamed(host: Host, asked: readonly string[], asking: Asking) {
  return withSessions(host, async (store) => {
    const byId = new Map(asked.map((one) => named(store, one)).map((session) => [session.id, session]));
    const sessions = [...byId.values()];
    const held = await hold(host, [...byId.keys()]);
    try {
      if (held.busy) throw held.busy;
      const lines = await linesOf(plainOf(host), sessions);
      if (!asking.yes && !asking.json) for (const line of lines) sayQuestion(host)(line);
      const question = `Delete ${plural(sessions.length, 'session')} for good?`;
      if (!(await agreed(host, question, asking))) return { text: KEPT, deleted: [] };
      const deleted = store.delete(held.ids).map(({ id }) => id);
      await removeBeside(host, deleted);
      if (!store.tidy()) host.ui.err(REMAINS);
      return { text: `Deleted ${plural(deleted.length, 'session')}.`, deleted };
    } finally {
      held.release();
    }
  });
}

/** Deletes what is older than the flag, or else the config, says, and is not open elsewhere. */
export async function prune(host: Host, what: { days: number | undefined; dryRun: boolean }, asking: Asking) {
  const { retentionDays, tidies } = await settingsOf(host);
  const olderThanDays = what.days ?? retentionDays;
  const { dryRun } = what;
  const document = { schemaVersion: 1 as const, olderThanDays, dryRun };
  return withSessions(host, async (store) => {
    const all = store.prune({ olderThanDays, dryRun: true });
    const held = await hold(
      host,
      all.map(({ id }) => id),
    );
    try {
      const busy = all.length - held.ids.length;
      if (busy === 1) host.ui.err('note: 1 session stays, because another hermes is in it');
      else if (busy > 1) host.ui.err(`note: ${busy} sessions stay, because another hermes is in them`);
      return await pruneHeld(store, held.ids);
    } finally {
      held.release();
    }
  });

  async function pruneHeld(store: SessionStore, ids: readonly string[]) {
    const mine = new Set(ids);
    const before = () => store.prune({ olderThanDays, dryRun: true }).filter(({ id }) => mine.has(id));
    const old = before();
    const result = { ...document, sessions: await masked(host, old) };
    const head = `${plural(old.length, 'session')} without a message for ${plural(olderThanDays, 'day')}`;
    const lines = await linesOf(plainOf(host), old);
    if (old.length === 0) return { text: `${head}: ${KEPT.toLowerCase()}`, result };
    if (dryRun) return { text: [`${head} would be deleted:`, ...lines].join('\n'), result };
    if (!asking.yes && !asking.json) for (const line of lines) sayQuestion(host)(line);
    if (!(await agreed(host, `Delete ${head} for good?`, asking))) {
      return { text: KEPT, result: { ...result, sessions: [] } };
    }
    // What was used while the question stood stays.
    const gone = store.delete(before().map(({ id }) => id));
    await removeBeside(
      host,
      gone.map(({ id }) => id),
    );
    if (tidies && !store.tidy()) host.ui.err(REMAINS);
    return {
      text: `Deleted ${plural(gone.length, 'session')}.`,
      result: { ...result, sessions: await masked(host, gone) },
    };
  }
}

/** What lies beside the store for these sessions: what was cut from results, and an answer that was not whole. */
async function removeBeside(host: Host, ids: readonly string[]): Promise<void> {
  const folder = await host.ensureOps('sessions');
  for (const path of ids.flatMap((id) => [join('outputs', id), join('drafts', `${id}.jsonl`)]))
    await rm(join(folder, path), { recursive: true, force: true }).catch((error: Error) =>
      host.ui.err(`note: a part of what was deleted is still there: ${error.message}`),
    );
}

/** Keeps the sessions for this process; `ids`: those that no other has, `busy`: the error of the first that one has. */
async function hold(host: Host, wanted: readonly string[]) {
  const ids: string[] = [];
  const releases: (() => void)[] = [];
  let busy: UserError | undefined;
  for (const id of wanted) {
    try {
      releases.push(await holdSession(host, id));
      ids.push(id);
    } catch (error) {
      // No place for a lock, and nobody has it: room is what deleting is for.
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
        ids.push(id);
        continue;
      }
      if (!host.errors.isUserError(error) || error.code !== 'agent.session-busy') {
        for (const release of releases) release();
        throw error;
      }
      busy ??= error;
    }
  }
  return {
    ids,
    busy,
    release: () => {
      for (const release of releases) release();
    },
  };
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
