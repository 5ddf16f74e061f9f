import fc from 'fast-check';
import { expect, test } from 'vitest';
import { START, tempStore } from './stores.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) };

const STEP = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 4 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('rewrite' as const),
      // Borders of ranges, two for each, as shares of the conversation.
      at: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 8 }),
      counts: fc.array(fc.nat({ max: 3 }), { minLength: 4, maxLength: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const) }) },
);

/** Ranges of indexes, in order and apart. */
function rangesOf(at: readonly number[], length: number): [number, number][] {
  const borders = at.map((share) => Math.floor(share * length)).sort((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (let i = 0; i + 1 < borders.length; i += 2) {
    const [from, to] = [Math.max(borders[i] ?? 0, (ranges.at(-1)?.[1] ?? -1) + 1), (borders[i + 1] ?? 0) - 1];
    if (from <= to) ranges.push([from, to]);
  }
  return ranges;
}

interface Change {
  before: number[];
  after: number[];
  removed: number[];
  put: number[];
}

test('any sequence of appending, rewriting and undoing leaves what arrays would hold', () => {
  const store = tempStore();
  const reader = tempStore(store.file);
  fc.assert(
    fc.property(fc.array(STEP, { maxLength: 25 }), (steps) => {
      const id = store.create(START);
      let sent: number[] = [];
      const said: number[] = [];
      const inForce: Change[] = [];
      const changes = new Map<number, Change>();
      let seq = 0;
      for (const step of steps) {
        if (step.do === 'append') {
          const fresh = Array.from({ length: step.count }, () => ++seq);
          store.appendAll(
            id,
            fresh.map((n) => ({ role: 'user', content: `word ${n}` })),
          );
          sent.push(...fresh);
          said.push(...fresh);
        } else if (step.do === 'rewrite') {
          const ranges = rangesOf(step.at, sent.length);
          if (ranges.length === 0) continue;
          const puts = ranges.map((_, i) => Array.from({ length: step.counts[i] ?? 0 }, () => ++seq));
          const edits = ranges.map(([from, to], i) => ({
            from: sent[from] ?? 0,
            to: sent[to] ?? 0,
            by: (puts[i] ?? []).map((n) => ({ role: 'user' as const, content: `word ${n}` })),
          }));
          const after = [...sent];
          for (const [i, [from, to]] of [...ranges.entries()].toReversed())
            after.splice(from, to - from + 1, ...(puts[i] ?? []));
          const removed = ranges.flatMap(([from, to]) => sent.slice(from, to + 1));
          const change = { before: sent, after: [...after], removed, put: puts.flat() };
          changes.set(store.rewrite(id, edits, { by: 'test', note: { changes: changes.size } }), change);
          inForce.push(change);
          sent = after;
        } else {
          const undone = store.undoRewrite(id);
          const last = inForce.pop();
          expect(undone?.note).toEqual(last && { changes: [...changes.values()].indexOf(last) });
          if (last) sent = [...last.before, ...sent.slice(last.after.length)];
        }
        const seqs = (options?: { original?: boolean }) => reader.messages(id, options).map((message) => message.seq);
        expect(seqs()).toEqual(sent);
        expect(seqs({ original: true })).toEqual(said);
        expect(store.messages(id).map(({ content }) => content)).toEqual(sent.map((n) => `word ${n}`));
      }
      expect(reader.get(id)?.messages).toBe(sent.length);
      expect(reader.rewrites(id).map(({ revision }) => revision)).toEqual([...changes.keys()]);
      expect(reader.rewrites(id).filter(({ undone }) => !undone)).toHaveLength(inForce.length);
      for (const [revision, { removed, put }] of changes) {
        const found = reader.rewritten(id, revision);
        expect(found.removed.map((message) => message.seq)).toEqual(removed);
        expect(found.put.map((message) => message.seq)).toEqual(put);
      }
      const hits = reader.search('word', { current: id, limit: 1000 }).hits.filter(({ sessionId }) => sessionId === id);
      expect(hits.map((hit) => hit.seq).sort((a, b) => a - b)).toEqual(said.filter((n) => !sent.includes(n)));
      store.delete([id]);
    }),
    RUNS,
  );
});
