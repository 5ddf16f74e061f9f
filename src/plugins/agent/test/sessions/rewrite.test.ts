import { expect, test } from 'vitest';
import { asService } from '../../src/sessions/service.ts';
import { fateOf } from '../../src/sessions/show.ts';
import { openSessions } from '../../src/sessions/store.ts';
import type { SessionStore } from '../../src/sessions/types.ts';
import { START, seqsOf, storeWith, tempStore } from './stores.ts';

const account = (...contents: string[]) => contents.map((content) => ({ role: 'user' as const, content }));
const texts = (n: number) => Array.from({ length: n }, (_, i) => `text number${i + 1}`);
const sent = (store: SessionStore, id: string) => store.messages(id).map(({ seq }) => seq);
const RECORD = { by: 'engine', note: {} };
const CHANGED = expect.objectContaining({ code: 'agent.session-changed' });

test('several ranges give way at once, as one change with its record', () => {
  const { store, id } = storeWith(...texts(9));
  const note = { what: 'lone \ud800 and \u2028', nested: { list: [1, null, 'x'] }, empty: '' };
  const edits = [
    { from: 1, to: 2, by: account('first account', 'second account') },
    { from: 4, to: 4, by: [] },
    { from: 5, to: 7, by: account('third account') },
  ];
  const revision = store.rewrite(id, edits, { by: 'engine', note });
  expect(store.messages(id).map(({ content }) => content)).toEqual([
    ...['first account', 'second account', 'text number3', 'third account', 'text number8', 'text number9'],
  ]);
  expect(sent(store, id)).toEqual([10, 11, 3, 12, 8, 9]);
  expect(store.messages(id, { hidden: true }).map(({ seq }) => seq)).toEqual([1, 2, 10, 11, 3, 4, 5, 6, 7, 12, 8, 9]);
  expect(store.messages(id, { original: true }).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(store.messages(id, { original: true, last: 2 }).map(({ seq }) => seq)).toEqual([8, 9]);
  expect(store.get(id)).toMatchObject({ messages: 6, turns: 9 });
  expect(store.rewrites(id)).toEqual([
    { revision, by: 'engine', note, undone: false, time: expect.stringMatching(/^\d{4}-.*Z$/) },
  ]);
  const { removed, put } = store.rewritten(id, revision);
  expect(removed.map(({ seq }) => seq)).toEqual([1, 2, 4, 5, 6, 7]);
  expect(put.map(({ seq }) => seq)).toEqual([10, 11, 12]);
  expect(store.append(id, { role: 'user', content: 'on' }).seq).toBe(13);
  expect(sent(store, id)).toEqual([10, 11, 3, 12, 8, 9, 13]);
  for (const none of [0, revision + 1]) expect(store.rewritten(id, none)).toEqual({ removed: [], put: [] });
});

test('what is put keeps its tool and how the call ended, but not what a server counted elsewhere', () => {
  const { store, id } = storeWith(...texts(3));
  const result = { role: 'tool' as const, content: 'short', tool_call_id: 'c', toolName: 'terminal' };
  const usage = { promptTokens: 9, completionTokens: 9, cachedTokens: 9 };
  const copied = { ...result, status: 'denied' as const, usage };
  store.rewrite(id, [{ from: 2, to: 2, by: [copied] }], RECORD);
  const { usage: _, ...expected } = copied;
  expect(store.message(id, 4)).toEqual({ ...expected, seq: 4, time: expect.any(String), replacement: true });
});

test('ranges that overlap, stand in another order or are none are a defect, and nothing changes', () => {
  const { store, id } = storeWith(...texts(9));
  const edit = (from: number, to: number) => ({ from, to, by: account('never') });
  for (const edits of [
    [],
    [edit(3, 2)],
    [edit(4, 5), edit(1, 2)],
    [edit(1, 3), edit(3, 4)],
    [edit(1, 5), edit(2, 3)],
    [edit(2, 2), edit(2, 2)],
  ]) {
    expect(() => store.rewrite(id, edits, RECORD), JSON.stringify(edits)).toThrow(
      expect.not.objectContaining({ code: expect.anything() }),
    );
  }
  expect(sent(store, id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(store.rewrites(id)).toEqual([]);
  expect(store.search('never').found).toBe(0);
  expect(store.get(id)?.messages).toBe(9);
});

test('one range that changed since it was read refuses all of them', () => {
  const { store, id } = storeWith(...texts(9));
  const other = tempStore(store.file);
  other.messages(id);
  store.replaceRange(id, 7, 7, account('by another'));
  const edits = [
    { from: 1, to: 2, by: account('never') },
    { from: 6, to: 8, by: account('never') },
  ];
  expect(() => other.rewrite(id, edits, RECORD)).toThrow(CHANGED);
  expect(sent(other, id)).toEqual([1, 2, 3, 4, 5, 6, 10, 8, 9]);
  expect(other.rewrites(id)).toEqual([]);
  // Now it has been read.
  other.rewrite(id, edits, RECORD);
  expect(sent(other, id)).toEqual([11, 3, 4, 5, 12, 9]);
});

test('reading what was said at first is not reading what stands there now', () => {
  const { store, id } = storeWith(...texts(5));
  const other = tempStore(store.file);
  other.messages(id);
  store.replaceRange(id, 3, 3, account('by another'));
  other.messages(id, { original: true });
  other.message(id, 6);
  expect(() => other.replaceRange(id, 2, 4, [])).toThrow(CHANGED);
});

test('two changes are undone in reverse order, what was said since stays behind them', () => {
  const { store, id } = storeWith(...texts(6));
  const first = store.rewrite(id, [{ from: 1, to: 3, by: account('a', 'b') }], { by: 'engine', note: { n: 1 } });
  store.append(id, { role: 'user', content: 'between' });
  store.messages(id);
  const second = store.rewrite(id, [{ from: 8, to: 5, by: account('c') }], { by: 'engine', note: { n: 2 } });
  expect(sent(store, id)).toEqual([7, 10, 6, 9]);
  store.append(id, { role: 'user', content: 'after' });
  expect(store.undoRewrite(id)).toMatchObject({ revision: second, note: { n: 2 }, undone: true });
  expect(sent(store, id)).toEqual([7, 8, 4, 5, 6, 9, 11]);
  expect(store.get(id)?.messages).toBe(7);
  expect(store.undoRewrite(id)).toMatchObject({ revision: first, note: { n: 1 }, undone: true });
  expect(sent(store, id)).toEqual([1, 2, 3, 4, 5, 6, 9, 11]);
  expect(store.get(id)?.messages).toBe(8);
  expect(store.undoRewrite(id)).toBeUndefined();
  expect(store.rewrites(id).map(({ undone }) => undone)).toEqual([true, true]);
  expect(store.rewritten(id, first)).toMatchObject({
    removed: [{ seq: 1 }, { seq: 2 }, { seq: 3 }],
    put: [{ seq: 7 }, { seq: 8 }],
  });
  // The same messages go again: both changes still say what each took out.
  const third = store.rewrite(id, [{ from: 2, to: 4, by: [] }], RECORD);
  expect(third).toBeGreaterThan(second);
  expect(store.undoRewrite(id)?.revision).toBe(third);
  expect(sent(store, id)).toEqual([1, 2, 3, 4, 5, 6, 9, 11]);
  expect(store.rewritten(id, first).removed.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(store.rewritten(id, third).removed.map(({ seq }) => seq)).toEqual([2, 3, 4]);
});

test('what was replaced before or elsewhere does not stand in the way of an undo, and stays replaced', () => {
  const { store, id } = storeWith(...texts(8));
  store.replaceRange(id, 2, 3, account('earlier'));
  store.messages(id);
  store.rewrite(id, [{ from: 1, to: 4, by: account('all of it') }], RECORD);
  store.messages(id);
  store.replaceRange(id, 6, 7, account('elsewhere'));
  expect(sent(store, id)).toEqual([10, 5, 11, 8]);
  store.undoRewrite(id);
  expect(sent(store, id)).toEqual([1, 9, 4, 5, 11, 8]);
  expect(store.get(id)?.messages).toBe(6);
});

test('no undo where something that was put has been replaced since; nothing changes', () => {
  const { store, id } = storeWith(...texts(6));
  store.rewrite(id, [{ from: 1, to: 2, by: account('a', 'b') }], RECORD);
  store.messages(id);
  store.replaceRange(id, 8, 3, account('over it'));
  const before = store.messages(id, { hidden: true });
  expect(() => store.undoRewrite(id)).toThrow(CHANGED);
  expect(store.messages(id, { hidden: true })).toEqual(before);
  expect(sent(store, id)).toEqual([7, 9, 4, 5, 6]);
  expect(store.rewrites(id)).toMatchObject([{ undone: false }]);
});

test('no undo where a range around what was taken out has been replaced since', () => {
  const { store, id } = storeWith(...texts(6));
  store.rewrite(id, [{ from: 3, to: 4, by: [] }], RECORD);
  store.messages(id);
  store.replaceRange(id, 2, 5, account('of 2 and 5'));
  expect(() => store.undoRewrite(id)).toThrow(CHANGED);
  expect(sent(store, id)).toEqual([1, 7, 6]);
});

test('a later change that was undone, around an earlier one, does not stand in its way', () => {
  const { store, id } = storeWith(...texts(6));
  store.rewrite(id, [{ from: 3, to: 4, by: [] }], RECORD);
  const around = [
    { from: 2, to: 2, by: account('a') },
    { from: 5, to: 5, by: account('b') },
  ];
  store.rewrite(id, around, RECORD);
  store.undoRewrite(id);
  store.undoRewrite(id);
  expect(sent(store, id)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('an undo is noticed by whoever read before it, also where nothing had been put', () => {
  const { store, id } = storeWith(...texts(6));
  store.rewrite(id, [{ from: 3, to: 4, by: [] }], RECORD);
  const other = openSessions(store.file);
  expect(sent(other, id)).toEqual([1, 2, 5, 6]);
  store.undoRewrite(id);
  expect(() => other.replaceRange(id, 2, 5, account('never'))).toThrow(CHANGED);
  expect(() => other.rewrite(id, [{ from: 1, to: 6, by: [] }], RECORD)).toThrow(CHANGED);
  other.replaceRange(id, 5, 6, account('beside it'));
  expect(sent(other, id)).toEqual([1, 2, 3, 4, 7]);
  other.replaceRange(id, 2, 4, account('now it is seen'));
  expect(sent(other, id)).toEqual([1, 8, 7]);
  other.close();
});

test('an undo forgets what servers counted after the change, and only that', () => {
  const store = tempStore();
  const id = store.create(START);
  const usage = { promptTokens: 90, completionTokens: 5, cachedTokens: 0 };
  const answer = { role: 'assistant' as const, content: 'answer', usage };
  store.appendAll(id, [{ role: 'user', content: 'x' }, answer, { role: 'user', content: 'y' }, answer]);
  // Nothing is put, so that no number of a message tells when it was.
  store.rewrite(id, [{ from: 1, to: 2, by: [] }], RECORD);
  store.appendAll(id, [{ role: 'user', content: 'z' }, answer]);
  store.undoRewrite(id);
  expect(store.messages(id).map((message) => message.usage)).toEqual([
    ...[undefined, usage, undefined, usage],
    ...[undefined, undefined],
  ]);
});

test('of the conversation at hand a search finds only what it does not send any more', () => {
  const { store, id } = storeWith('needle one', 'needle two', 'needle three');
  const other = store.create(START);
  store.append(other, { role: 'user', content: 'needle of another' });
  const found = (options: Parameters<SessionStore['search']>[1]) =>
    store
      .search('needle', options)
      .hits.map(({ sessionId, seq }) => (sessionId === id ? seq : 'another'))
      .sort();
  expect(found({ current: id })).toEqual(['another']);
  store.rewrite(id, [{ from: 1, to: 2, by: account('a needle account') }], RECORD);
  store.messages(id);
  expect(found({ current: id })).toEqual([1, 2, 'another']);
  store.replaceRange(id, 4, 4, account('a shorter needle account'));
  expect(found({ current: id })).toEqual([1, 2, 'another']);
  expect(found({ current: other }).includes('another')).toBe(false);
  expect(found({ current: 'nobody' })).toHaveLength(6);
  expect(store.search('needle two', { current: id })).toMatchObject({ match: 'all', hits: [{ seq: 2 }] });
  expect(store.search('need', { current: id })).toMatchObject({ match: 'beginning', found: 3 });
  expect(seqsOf(store, 'account')).toEqual(expect.arrayContaining([4, 5]));
});

test('by the contract: promises', async () => {
  const { store, id } = storeWith(...texts(3));
  const tools = [{ type: 'function', function: { name: 't', description: 'd', parameters: {} } }];
  store.setToolsJson(id, JSON.stringify(tools));
  const sessions = asService(store);
  expect(await sessions.beginning(id)).toEqual({ system: START.systemPrompt, tools });
  const revision = await sessions.rewrite(id, [{ from: 1, to: 2, by: account('short') }], RECORD);
  expect((await sessions.messages(id, { original: true })).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(await sessions.message(id, 1)).toMatchObject({ content: 'text number1' });
  expect(await sessions.message(id, 99)).toBeUndefined();
  expect(await sessions.rewrites(id)).toMatchObject([{ revision }]);
  expect(await sessions.rewritten(id, revision)).toMatchObject({ put: [{ seq: 4 }] });
  expect(await sessions.search('number1', { current: id })).toMatchObject([{ seq: 1 }]);
  expect(await sessions.undoRewrite(id)).toMatchObject({ revision, undone: true });
  expect(await sessions.undoRewrite(id)).toBeUndefined();
  for (const work of [
    () => sessions.beginning('nobody'),
    () => sessions.message('nobody', 1),
    () => sessions.rewrite('nobody', [], RECORD),
    () => sessions.rewrites('nobody'),
    () => sessions.rewritten('nobody', 1),
    () => sessions.undoRewrite('nobody'),
  ]) {
    await expect(work()).rejects.toMatchObject({ code: 'agent.session-not-found' });
  }
});

test('a deleted session takes its changes with it', () => {
  const { store, id } = storeWith(...texts(3));
  store.rewrite(id, [{ from: 1, to: 2, by: account('short') }], { by: 'engine', note: { secret: 'confidentialnote' } });
  store.delete([id]);
  expect(() => store.rewrites(id)).toThrow(expect.objectContaining({ code: 'agent.session-not-found' }));
  expect(store.create(START)).not.toBe(id);
});

test('what was taken back is told from what an account or a shorter result replaced', () => {
  const { store, id } = storeWith(...texts(8));
  store.replaceRange(id, 7, 8, []);
  store.replaceRange(id, 5, 5, account('shorter'));
  store.rewrite(id, [{ from: 3, to: 4, by: [] }], RECORD);
  store.rewrite(id, [{ from: 1, to: 2, by: account('account') }], RECORD);
  const fates = () => [...store.stream(id, { hidden: true })].map((one) => `${one.seq} ${fateOf(one) ?? 'sent'}`);
  expect(fates()).toEqual([
    ...['1 replaced', '2 replaced', '10 sent', '3 replaced', '4 replaced', '5 replaced', '9 sent', '6 sent'],
    ...['7 taken back', '8 taken back'],
  ]);
  // The account goes with its compression; what it replaced is sent again.
  store.undoRewrite(id);
  expect(fates().slice(0, 3)).toEqual(['1 sent', '2 sent', '10 taken back']);
});
