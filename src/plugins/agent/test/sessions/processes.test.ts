import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { tempDir } from '../../../../../test/helpers/home.ts';
import { program, START, tempStore } from './stores.ts';

const ROUNDS = Math.max(3, Math.round(Number(process.env['HERMES_TEST_N'] ?? 100) / 20));

test('whatever was said to be stored is there after a kill at any moment', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const file = join(tempDir(), 'sessions.db');
    const child = program(
      file,
      `const store = openSessions(file);
       const id = store.create(${JSON.stringify(START)});
       say(id);
       for (let i = 1; ; i++) say(String(store.append(id, { role: 'user', content: 'word' + i + ' 压缩 ' + 'x'.repeat(i % 3000) }).seq));`,
    );
    await expect.poll(() => child.lines.length, { timeout: 10_000 }).toBeGreaterThan(1);
    await sleep(Math.random() * 150);
    child.kill('SIGKILL');
    await child.ended;
    const [id = '', ...said] = child.lines;
    const store = tempStore(file);
    const stored = store.messages(id);
    const last = Number(said.at(-1));
    expect(stored.length).toBeGreaterThanOrEqual(last);
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, i) => i + 1));
    expect(store.search(`word${last}`).hits.map(({ seq }) => seq)).toEqual([last]);
    expect(store.get(id)?.messages).toBe(stored.length);
    expect(store.append(id, { role: 'user', content: 'on' }).seq).toBe(stored.length + 1);
  }
});

test('several processes that make the file and write to it at once lose nothing', async () => {
  const file = join(tempDir(), 'sessions.db');
  const writers = Array.from({ length: 4 }, (_, w) =>
    program(
      file,
      `const store = openSessions(file);
       const id = store.create(${JSON.stringify(START)});
       for (let i = 0; i < 50; i++) store.append(id, { role: 'user', content: 'writer${w} number' + i });
       say(id);
       store.close();`,
    ),
  );
  await Promise.all(writers.map(({ ended }) => ended));
  const store = tempStore(file);
  expect(store.stats()).toMatchObject({ sessions: 4, messages: 200 });
  for (const [w, { lines }] of writers.entries()) {
    expect(store.messages(lines[0] ?? '')).toHaveLength(50);
    expect(store.search(`writer${w}`).found).toBe(50);
  }
});

test('two processes that write to one session number its messages without gaps or doubles', async () => {
  const store = tempStore();
  const id = store.create(START);
  const writers = ['a', 'b'].map((name) =>
    program(
      store.file,
      `const store = openSessions(file);
       for (let i = 0; i < 100; i++) say(String(store.append(${JSON.stringify(id)}, { role: 'user', content: '${name} ' + i }).seq));`,
    ),
  );
  await Promise.all(writers.map(({ ended }) => ended));
  const said = writers.flatMap(({ lines }) => lines.map(Number)).sort((x, y) => x - y);
  expect(said).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
  expect(store.messages(id).map(({ seq }) => seq)).toEqual(said);
});

test('a range is replaced as a whole or not at all, whenever the process is killed', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const store = tempStore();
    const id = store.create(START);
    store.appendAll(
      id,
      Array.from({ length: 400 }, (_, i) => ({ role: 'user' as const, content: `start ${i}` })),
    );
    const child = program(
      store.file,
      `const store = openSessions(file);
       say('ready');
       for (let i = 0; i < 10000; i++) {
         const seqs = store.messages(${JSON.stringify(id)}).map(({ seq }) => seq);
         const by = Array.from({ length: 10 }, (_, k) => ({ role: 'user', content: 'round ' + i + ' part ' + k }));
         store.replaceRange(${JSON.stringify(id)}, seqs[0], seqs[9], by);
         say('round ' + i);
       }`,
    );
    await expect.poll(() => child.lines.length, { timeout: 10_000 }).toBeGreaterThan(1);
    await sleep(Math.random() * 60);
    child.kill('SIGKILL');
    await child.ended;
    const contents = store.messages(id).map(({ content }) => content ?? '');
    const rounds = new Set(contents.slice(0, 10).map((content) => content.replace(/ part \d+$/, '')));
    expect(rounds.size).toBe(1);
    expect(Number([...rounds][0]?.slice(6))).toBeGreaterThanOrEqual(Number(child.lines.at(-1)?.slice(6)));
    expect(contents.slice(0, 10).map((content) => content.slice(-1))).toEqual([...'0123456789']);
    expect(contents).toHaveLength(400);
    expect(contents.slice(10)).toEqual(Array.from({ length: 390 }, (_, i) => `start ${i + 10}`));
    expect(store.get(id)?.messages).toBe(400);
  }
});

test('a change of several ranges is there as a whole, with its record, or not at all', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const store = tempStore();
    const id = store.create(START);
    store.appendAll(
      id,
      Array.from({ length: 100 }, (_, i) => ({ role: 'user' as const, content: `start ${i}` })),
    );
    const child = program(
      store.file,
      `const store = openSessions(file);
       const id = ${JSON.stringify(id)};
       say('ready');
       for (let i = 0; i < 10000; i++) {
         const seqs = store.messages(id).map(({ seq }) => seq);
         const edits = [0, 40, 90].map((at) => ({
           from: seqs[at], to: seqs[at + 4], by: [0, 1, 2, 3, 4].map((k) => ({ role: 'user', content: 'round ' + i + ' part ' + (at + k) })),
         }));
         store.rewrite(id, edits, { by: 'test', note: { round: i } });
         if (i % 3 === 2) store.undoRewrite(id);
         say('round ' + i);
       }`,
    );
    await expect.poll(() => child.lines.length, { timeout: 10_000 }).toBeGreaterThan(1);
    await sleep(Math.random() * 60);
    child.kill('SIGKILL');
    await child.ended;
    const changes = store.rewrites(id);
    expect(changes.map(({ note }) => note['round'])).toEqual(changes.map((_, i) => i));
    expect(changes.length).toBeGreaterThan(Number(child.lines.at(-1)?.slice(6)));
    const inForce = changes.findLast(({ undone }) => !undone);
    const replaced = [0, 40, 90].flatMap((at) => [0, 1, 2, 3, 4].map((k) => at + k));
    const expected = Array.from({ length: 100 }, (_, i) =>
      replaced.includes(i) ? `round ${inForce?.note['round']} part ${i}` : `start ${i}`,
    );
    expect(store.messages(id).map(({ content }) => content)).toEqual(expected);
    expect(store.messages(id, { original: true })).toHaveLength(100);
    expect(store.get(id)?.messages).toBe(100);
    for (const { revision } of changes) {
      const { removed, put } = store.rewritten(id, revision);
      expect([removed.length, put.length]).toEqual([15, 15]);
    }
  }
});
