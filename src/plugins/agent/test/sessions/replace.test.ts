import { expect, test } from 'vitest';
import { openSessions } from '../../src/sessions/store.ts';
import { START, seqsOf, storeWith, tempStore } from './stores.ts';

const account = (content: string) => [{ role: 'user' as const, content }];
const texts = (n: number) => Array.from({ length: n }, (_, i) => `text number${i + 1}`);

test('a range is hidden and an account stands in its place; both are found, and later messages follow', () => {
  const { store, id } = storeWith(...texts(6));
  store.replaceRange(id, 2, 4, account('an account of three'));
  expect(store.messages(id).map(({ seq }) => seq)).toEqual([1, 7, 5, 6]);
  expect(store.messages(id, { hidden: true }).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 7, 5, 6]);
  expect([...store.stream(id, { hidden: true })].filter(({ hidden }) => hidden).map(({ seq }) => seq)).toEqual([
    2, 3, 4,
  ]);
  expect(store.get(id)).toMatchObject({ messages: 4, turns: 6 });
  expect(seqsOf(store, 'number3')).toEqual([3]);
  expect(seqsOf(store, 'account')).toEqual([7]);
  expect(store.append(id, { role: 'user', content: 'on' }).seq).toBe(8);
  expect(store.messages(id).map(({ seq }) => seq)).toEqual([1, 7, 5, 6, 8]);
});

test('again and again at the same place, by several, by none, over earlier accounts', () => {
  const { store, id } = storeWith(...texts(5));
  store.replaceRange(id, 1, 2, [...account('a'), ...account('b'), ...account('c')]);
  expect(store.messages(id).map(({ seq }) => seq)).toEqual([6, 7, 8, 3, 4, 5]);
  store.messages(id);
  store.replaceRange(id, 6, 7, account('d'));
  expect(store.messages(id).map(({ seq }) => seq)).toEqual([9, 8, 3, 4, 5]);
  for (let i = 0; i < 100; i++) {
    const [first] = store.messages(id);
    store.replaceRange(id, first?.seq ?? 0, first?.seq ?? 0, account(`round ${i}`));
  }
  expect(store.messages(id).map(({ content }) => content)).toEqual([
    'round 99',
    'c',
    'text number3',
    'text number4',
    'text number5',
  ]);
  store.replaceRange(id, 3, 4, []);
  expect(store.messages(id).map(({ content }) => content)).toEqual(['round 99', 'c', 'text number5']);
});

test('what changed since it was read is not replaced, and nothing changes', () => {
  const { store, id } = storeWith(...texts(9));
  const other = openSessions(store.file);
  store.messages(id);
  other.messages(id);
  other.replaceRange(id, 3, 4, account('by the other'));
  const before = store.messages(id, { hidden: true });
  const late = tempStore(store.file);
  late.messages(id);
  other.replaceRange(id, 6, 7, account('once more by the other'));
  const changed = expect.objectContaining({ code: 'agent.session-changed' });
  expect(before).toHaveLength(10);
  // One end hidden, hidden inside, new inside, not there.
  for (const [from, to] of [
    [1, 3],
    [4, 5],
    [5, 8],
    [1, 99],
  ] as const) {
    expect(() => late.replaceRange(id, from, to, account('never')), `${from}-${to}`).toThrow(changed);
  }
  expect(() => late.replaceRange(id, 8, 5, account('never'))).toThrow('out of order');
  expect(store.search('never').found).toBe(0);
  expect(store.messages(id).map(({ seq }) => seq)).toEqual([1, 2, 10, 5, 11, 8, 9]);
  late.replaceRange(id, 8, 9, account('beside what changed'));
  late.messages(id);
  late.replaceRange(id, 5, 8 + 4, account('after reading again'));
  expect(store.messages(id).map(({ seq }) => seq)).toEqual([1, 2, 10, 13]);
  other.close();
});

test('by the contract: a promise', async () => {
  const { asService } = await import('../../src/sessions/service.ts');
  const { store, id } = storeWith(...texts(3));
  const sessions = asService(store);
  await sessions.replaceRange(id, 1, 2, account('short'));
  await expect(sessions.replaceRange(id, 1, 2, account('again'))).rejects.toMatchObject({
    code: 'agent.session-changed',
  });
  expect((await sessions.messages(id)).map(({ seq }) => seq)).toEqual([4, 3]);
  expect(await sessions.find(id.slice(16))).toMatchObject({ id });
  expect(await sessions.list({ text: START.model })).toEqual([]);
  expect(await sessions.search('short')).toMatchObject([{ seq: 4 }]);
});
