import { join } from 'node:path';
import type { Host, UserError } from '@hermes-ops/contract';
import { plural } from '@hermes-ops/plugin-kit/numbers';
import { type Activity, readActivity } from '../sessions/activity.ts';
import type { Span } from '../sessions/span.ts';
import { addEntry, type LedgerSums, noSums } from './ledger-sums.ts';
import type { InsightsData } from './types.ts';

export type InsightsHost = Pick<Host, 'paths' | 'errors' | 'usage' | 'mask'>;

/** Reads the stored sessions and the usage ledger; writes nothing and sends nothing. */
export async function collect(host: InsightsHost, span: Span): Promise<InsightsData> {
  const { activity, failure } = storedActivity(host, span);
  const { ledger, notes } = await recorded(host, span);
  const unread = failure ? [unreadText(failure)] : [];
  return { activity, ledger, notes: [...unread, ...notes], complete: failure === undefined };
}

function unreadText({ message, where, try: hints }: UserError): string {
  const place = where?.file === undefined ? '' : ` (${where.file})`;
  return [`the stored sessions cannot be read: ${message}${place}.`, ...hints].join(' ');
}

function storedActivity(host: InsightsHost, span: Span): { activity: Activity; failure?: UserError } {
  const nothing: Activity = { sessions: [], quarters: [], tools: [], skills: [] };
  try {
    return { activity: readActivity(join(host.paths.ops, 'sessions', 'sessions.db'), span) ?? nothing };
  } catch (error) {
    if (!host.errors.isUserError(error)) throw error;
    return { activity: nothing, failure: error };
  }
}

async function recorded(
  { usage }: InsightsHost,
  { since, until }: Span,
): Promise<{ ledger: LedgerSums; notes: string[] }> {
  const ledger = noSums();
  const reading = await usage.read({ since: new Date(since) });
  for await (const entry of reading) if (Date.parse(entry.time) <= until) addEntry(ledger, entry);
  const { broken, unreadable } = reading;
  return {
    ledger,
    notes: [
      ...(broken > 0 ? [`${plural(broken, 'line')} of the usage ledger left out as unreadable`] : []),
      ...unreadable.map(({ file, message }) => `the usage ledger ${file} cannot be read: ${message}`),
    ],
  };
}
