import type { RangeEdit, Replacement, SessionMessage } from '@hermes-ops/contract';

/** One message of the conversation to be: one that stays (by its index), or one that is put there, `of` being the one that it shortens. */
export type Item = { keep: number } | { put: Replacement; of?: number };

export const keepAll = (start: number, end: number): Item[] =>
  Array.from({ length: end - start }, (_, i) => ({ keep: start + i }));

/** The message without what belongs to its place in the store; its count of tokens was that of another prompt. */
export function copyOf(message: SessionMessage): Replacement {
  const { seq: _seq, time: _time, usage: _usage, replacement: _replacement, ...rest } = message;
  return rest;
}

export const messageOf = (messages: readonly SessionMessage[], item: Item): Replacement | SessionMessage =>
  'put' in item ? item.put : (messages[item.keep] as SessionMessage);

/** What has to be replaced so that the conversation becomes these items; those that stay are in their order. */
export function toEdits(messages: readonly SessionMessage[], items: readonly Item[]): RangeEdit[] {
  const edits: RangeEdit[] = [];
  let put: Replacement[] = [];
  let next = 0;
  const close = (until: number): void => {
    // A store replaces messages and puts none between two: the one before, or else the one behind, is put again with them.
    const before = until === next && put.length > 0 && next > 0;
    const behind = until === next && put.length > 0 && next === 0 && until < messages.length;
    const [from, to] = [before ? next - 1 : next, behind ? until : until - 1];
    const [first, last] = [messages[from], messages[to]];
    if (first && last && from <= to) {
      const by = [...(before ? [copyOf(first)] : []), ...put, ...(behind ? [copyOf(last)] : [])];
      const joined = before ? edits.at(-1) : undefined;
      // The one before has just been put again by an edit of its own.
      if (joined && joined.to === first.seq) joined.by = [...joined.by, ...put];
      else edits.push({ from: first.seq, to: last.seq, by });
    }
    put = [];
    next = behind ? until + 1 : until;
  };
  for (const item of items) {
    if ('put' in item) put.push(item.put);
    else {
      close(item.keep);
      next = Math.max(next, item.keep + 1);
    }
  }
  close(messages.length);
  return edits;
}
