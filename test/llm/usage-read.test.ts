import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RecordedUsage, UsageEntry, UsageReading } from '../../src/contract/index.ts';
import { appendUsage, readUsage } from '../../src/llm/index.ts';
import { tempDir } from '../helpers/home.ts';
import { openToAll, withoutRoot } from '../helpers/other-user.ts';

const RUNS = Number(process.env['HERMES_TEST_N'] ?? 30);

const entry = (time: string, more: Partial<UsageEntry> = {}): UsageEntry => ({
  time,
  task: 'chat',
  model: 'm',
  baseUrl: 'http://127.0.0.1:8000/v1',
  promptTokens: 10,
  completionTokens: 2,
  cachedTokens: 0,
  ms: 3,
  ok: true,
  ...more,
});

async function all(reading: UsageReading): Promise<RecordedUsage[]> {
  const entries: RecordedUsage[] = [];
  for await (const one of reading) entries.push(one);
  return entries;
}

/** A folder whose ledger of a month holds these lines. */
function ledger(lines: string, month = '2026-11', ops = tempDir()): string {
  mkdirSync(join(ops, 'usage'), { recursive: true });
  writeFileSync(join(ops, 'usage', `${month}.jsonl`), lines);
  return ops;
}

test('half a line, as a full disk leaves it, takes the next entry not with it', async () => {
  const half = JSON.stringify(entry('2026-11-20T00:00:00.000Z')).slice(0, 60);
  const ops = ledger(`${JSON.stringify(entry('2026-11-19T00:00:00.000Z'))}\n${half}`);
  for (const time of ['2026-11-21T00:00:00.000Z', '2026-11-22T00:00:00.000Z']) await appendUsage(ops, entry(time));
  const reading = readUsage(ops, { since: new Date('2026-11-01T00:00:00Z') });
  expect((await all(reading)).map(({ time }) => time.slice(8, 10))).toEqual(['19', '21', '22']);
  expect(reading.broken).toBe(1);
});

test('what was recorded since a moment comes back, oldest month first, with whose address it is', async () => {
  const ops = tempDir();
  for (const time of ['2026-11-20T00:00:00.000Z', '2026-09-30T23:59:59.999Z', '2026-10-01T00:00:00.000Z']) {
    await appendUsage(ops, entry(time));
  }
  await appendUsage(ops, entry('2026-11-21T00:00:00.000Z', { baseUrl: 'https://api.example.org/v1', promptMs: 5 }));
  const read = await all(readUsage(ops, { since: new Date('2026-10-01T00:00:00Z') }));
  expect(read).toEqual([
    { ...entry('2026-10-01T00:00:00.000Z'), local: true },
    { ...entry('2026-11-20T00:00:00.000Z'), local: true },
    { ...entry('2026-11-21T00:00:00.000Z', { baseUrl: 'https://api.example.org/v1', promptMs: 5 }), local: false },
  ]);
  expect(await all(readUsage(ops, { since: new Date('2026-11-20T12:00:00Z') }))).toHaveLength(1);
});

test('lines that hold no entry are passed over and counted, and the last one need not be closed', async () => {
  const good = JSON.stringify(entry('2026-11-20T00:00:00.000Z', { model: '模型' }));
  const bad = [
    good.slice(0, -9),
    '\u0000'.repeat(50),
    '[]',
    'null',
    good.replace('"ok":true', '"ok":1'),
    good.replace('"promptTokens":10', '"promptTokens":-1'),
    good.replace('2026-11-20T', 'yesterday '),
    `{"model":"${'x'.repeat(500_000)}"`,
  ];
  const ops = ledger(`${bad.flatMap((line) => [line, good]).join('\n')}\n\n${good}`);
  const reading = readUsage(ops, { since: new Date('2026-11-01T00:00:00Z') });
  expect((await all(reading)).map(({ model }) => model)).toEqual(Array.from({ length: bad.length + 1 }, () => '模型'));
  expect(reading.broken).toBe(bad.length);
  // A second time it starts anew.
  expect(await all(reading)).toHaveLength(bad.length + 1);
  expect(reading.broken).toBe(bad.length);
});

test('times that make no sense are left out of an entry that is whole otherwise', async () => {
  const line = JSON.stringify({ ...entry('2026-11-20T00:00:00.000Z'), promptMs: 'fast', generatedMs: -2 });
  const [read] = await all(readUsage(ledger(line), { since: new Date(0) }));
  expect(read).toEqual({ ...entry('2026-11-20T00:00:00.000Z'), local: true });
});

test('without a ledger there is nothing, and a month that cannot be read is named and stops no other', async () => {
  const none = readUsage(tempDir(), { since: new Date(0) });
  expect([await all(none), none.broken, none.unreadable]).toEqual([[], 0, []]);
  const ops = ledger(JSON.stringify(entry('2026-11-20T00:00:00.000Z')));
  mkdirSync(join(ops, 'usage/2026-10.jsonl'));
  writeFileSync(join(ops, 'usage/notes.jsonl'), 'of somebody else');
  const reading = readUsage(ops, { since: new Date(0) });
  expect(await all(reading)).toHaveLength(1);
  expect(reading.unreadable).toEqual([{ file: join(ops, 'usage/2026-10.jsonl'), message: expect.any(String) }]);
  expect(reading.broken).toBe(0);
});

test('a folder that may not be read is named', async () => {
  const ops = ledger('');
  openToAll(ops);
  chmodSync(join(ops, 'usage'), 0);
  const reading = readUsage(ops, { since: new Date(0) });
  expect(await withoutRoot(() => all(reading))).toEqual([]);
  chmodSync(join(ops, 'usage'), 0o700);
  expect(reading.unreadable).toHaveLength(1);
});

test('whatever lines stand around them, all entries are found and everything else is counted', async () => {
  const noise = fc.string({ unit: 'binary', maxLength: 200 }).map((text) => text.replaceAll('\n', ' '));
  const text = fc.string({ unit: 'binary', maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          noise,
          text.map((model) => ({ model })),
        ),
      ),
      async (parts) => {
        const ops = ledger(
          parts
            .map((part) => (typeof part === 'string' ? part : JSON.stringify(entry('2026-11-20T00:00:00.000Z', part))))
            .join('\n'),
        );
        const reading = readUsage(ops, { since: new Date(0) });
        const models = parts.flatMap((part) => (typeof part === 'string' ? [] : [part.model.toWellFormed()]));
        expect((await all(reading)).map(({ model }) => model.toWellFormed())).toEqual(models);
        expect(reading.broken).toBe(parts.filter((part) => typeof part === 'string' && part.trim() !== '').length);
      },
    ),
    { numRuns: RUNS },
  );
});

test('the session of an entry comes back; entries without one, or with something else there, are entries all the same', async () => {
  const time = '2026-11-20T00:00:00.000Z';
  const ops = tempDir();
  await appendUsage(ops, entry(time, { session: '20261120-120000-abcdef' }));
  await appendUsage(ops, entry(time));
  await appendUsage(ops, entry(time, { session: { id: 1 } as unknown as string }));
  const reading = readUsage(ops, { since: new Date(0) });
  expect((await all(reading)).map(({ session }) => session)).toEqual(['20261120-120000-abcdef', undefined, undefined]);
  expect(reading.broken).toBe(0);
});
