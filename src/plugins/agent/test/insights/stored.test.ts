import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tempDir, tempHome } from '../../../../../test/helpers/home.ts';
import { isHermesError } from '../../../../errors/hermes-error.ts';
import { readUsage } from '../../../../llm/index.ts';
import { table } from '../../../../ui/table.ts';
import { chatInsights, insights } from '../../src/insights/insights.ts';
import { insightsOf } from '../../src/insights/insights-of.ts';
import { spanOf } from '../../src/insights/period.ts';
import { type Activity, readActivity } from '../../src/sessions/activity.ts';
import { openSessions } from '../../src/sessions/store.ts';
import type { NewMessage, SessionStore } from '../../src/sessions/types.ts';
import { START } from '../sessions/stores.ts';
import { dataOf } from './data.ts';

type Driver = typeof import('better-sqlite3');
const Sqlite = createRequire(import.meta.url)('better-sqlite3') as Driver;

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 15) };
const NOW = Date.parse('2026-11-28T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Timed = NewMessage & { at: number };

interface Said {
  ago: number;
  role: 'user' | 'assistant' | 'tool';
  calls: string[];
  tokens: number;
  status: 'ok' | 'error' | 'denied' | 'interrupted';
}

/** Sessions whose messages came at the given times, in ms; what a session counted is added to it as the agent does. */
function stored(sessions: readonly (readonly Timed[])[], more?: (store: SessionStore, ids: string[]) => void): string {
  const file = join(tempDir(), 'sessions.db');
  const store = openSessions(file);
  const ids = sessions.map((messages, i) => {
    const id = store.create({ ...START, model: i % 2 ? 'odd' : 'even', title: `Session ${i}` });
    for (const { at: _, ...message } of messages) {
      store.append(id, message);
      if (message.usage) store.addUsage(id, message.usage);
    }
    return id;
  });
  more?.(store, ids);
  store.close();
  const db = new Sqlite(file);
  for (const [i, messages] of sessions.entries()) {
    for (const [m, { at }] of messages.entries()) {
      db.prepare('UPDATE messages SET time = ? WHERE session = ? AND seq = ?').run(at, i + 1, m + 1);
    }
    const times = messages.map(({ at }) => at);
    db.prepare('UPDATE sessions SET created = ?, updated = ? WHERE no = ?').run(
      Math.min(...times),
      Math.max(...times),
      i + 1,
    );
  }
  db.close();
  return file;
}

const call = (id: string, name: string, args: object = {}) => ({
  id,
  type: 'function' as const,
  function: { name, arguments: JSON.stringify(args) },
});

const usage = (promptTokens: number, completionTokens = 10, cachedTokens = 0) => ({
  promptTokens,
  completionTokens,
  cachedTokens,
});

const read = (file: string, since = NOW - 30 * DAY): Activity | undefined => readActivity(file, { since, until: NOW });

describe('what is read of a store', () => {
  const T = NOW - DAY;
  const CONVERSATION: Timed[] = [
    { at: T, role: 'user', content: 'Look, please.' },
    {
      at: T + 20 * MINUTE,
      role: 'assistant',
      content: '',
      tool_calls: [call('c1', 'skill', { name: '写作' }), call('c2', 'terminal')],
      usage: usage(1_000, 20),
    },
    { at: T + 21 * MINUTE, role: 'tool', content: 'text', tool_call_id: 'c1', toolName: 'skill', status: 'ok' },
    { at: T + 27 * MINUTE, role: 'tool', content: 'no', tool_call_id: 'c2', toolName: 'terminal', status: 'denied' },
    {
      at: T + 28 * MINUTE,
      role: 'assistant',
      content: '',
      tool_calls: [
        call('c1', 'skill', { name: 'none' }),
        call('c3', 'edit_file', { path: '/h/skills/a/写作/SKILL.md' }),
      ],
      usage: usage(1_100, 30, 1_000),
    },
    { at: T + 28 * MINUTE, role: 'tool', content: 'none such', tool_call_id: 'c1', toolName: 'skill', status: 'error' },
    { at: T + 28 * MINUTE, role: 'tool', content: 'changed', tool_call_id: 'c3', toolName: 'edit_file', status: 'ok' },
    { at: T + 29 * MINUTE, role: 'assistant', content: 'Done.', usage: usage(1_200, 5, 1_100) },
    { at: T + 8 * HOUR, role: 'user', content: 'Thanks.' },
  ];

  test('counts of a conversation', () => {
    const file = stored([CONVERSATION]);
    const found = read(file);
    expect(found?.sessions).toEqual([
      {
        id: expect.any(String),
        title: 'Session 0',
        model: 'even',
        baseUrl: START.baseUrl,
        messages: 9,
        userMessages: 2,
        answers: 3,
        toolCalls: 4,
        promptTokens: 3_300,
        completionTokens: 55,
        cachedTokens: 2_100,
        // The long answer counts, the six minutes of a tool and the pause do not.
        activeMs: 23 * MINUTE,
      },
    ]);
    expect(found?.tools.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
      { name: 'edit_file', calls: 1, failed: 0, denied: 0, interrupted: 0 },
      { name: 'skill', calls: 2, failed: 1, denied: 0, interrupted: 0 },
      { name: 'terminal', calls: 1, failed: 0, denied: 1, interrupted: 0 },
    ]);
    expect(found?.skills).toEqual([{ name: '写作', loads: 1, edits: 1, lastUsed: T + 28 * MINUTE }]);
    expect(found?.quarters.map(({ at, messages }) => [(at - T) / MINUTE, messages])).toEqual([
      [0, 1],
      [15, 7],
      [480, 1],
    ]);
  });

  test('what was replaced by a shorter account still happened, the account did not', () => {
    const whole = read(stored([CONVERSATION]));
    const rewritten = stored([CONVERSATION], (store, [id = '']) =>
      store.rewrite(id, [{ from: 1, to: 7, by: [{ role: 'user', content: 'an account' }] }], { by: 'x', note: {} }),
    );
    const found = read(rewritten);
    const { id: _, ...before } = whole?.sessions[0] ?? {};
    expect(found?.sessions[0]).toMatchObject(before);
    expect(found?.quarters).toEqual(whole?.quarters);
  });

  test('of a session that began earlier only what came in the period counts', () => {
    const [found] = read(stored([CONVERSATION]), T + 28 * MINUTE + 1)?.sessions ?? [];
    expect(found).toMatchObject({ messages: 2, userMessages: 1, toolCalls: 0, promptTokens: 1_200, activeMs: 0 });
    expect(read(stored([CONVERSATION]), T + 9 * HOUR)?.sessions).toEqual([]);
  });

  test('a file of the first version is read as it is', () => {
    const file = stored([CONVERSATION]);
    const db = new Sqlite(file);
    db.exec('DROP TABLE rewrites');
    db.pragma('user_version = 1');
    db.close();
    expect(read(file)?.sessions).toHaveLength(1);
    const after = new Sqlite(file, { readonly: true });
    expect(after.pragma('user_version', { simple: true })).toBe(1);
    after.close();
  });

  test('calls that are no JSON, or of another shape, stop nothing', () => {
    const file = stored([CONVERSATION]);
    const db = new Sqlite(file);
    const change = db.prepare('UPDATE messages SET tool_calls = ? WHERE seq = ?');
    change.run('{"name":"skill', 2);
    change.run('[null, 5, {"id":"c1","function":{"name":"skill","arguments":"[]"}}, {"function":{"name":"skill"}}]', 5);
    db.close();
    expect(read(file)).toMatchObject({ sessions: [{ toolCalls: 4, messages: 9 }], skills: [] });
  });

  test('while another process writes, what is committed is read', () => {
    const file = stored([CONVERSATION]);
    const writer = new Sqlite(file);
    writer.exec(`BEGIN IMMEDIATE; UPDATE messages SET role = 'user'`);
    expect(read(file)?.sessions).toMatchObject([{ userMessages: 2 }]);
    writer.exec('ROLLBACK');
    writer.close();
  });

  test('where there is no file none is made, and one without anything in it is empty', () => {
    const file = join(tempDir(), 'sessions.db');
    expect(read(file)).toBeUndefined();
    expect(readdirSync(dirname(file))).toEqual([]);
    writeFileSync(file, '');
    expect(read(file)).toBeUndefined();
  });
});

describe('sums', () => {
  const tools = ['terminal', 'read_file', 'skill', 'write_file'];
  const message: fc.Arbitrary<Said> = fc.record<Said>({
    ago: fc.integer({ min: 0, max: 60 * DAY }),
    role: fc.constantFrom<Said['role'][]>('user', 'assistant', 'tool'),
    calls: fc.array(fc.constantFrom(...tools), { maxLength: 3 }),
    tokens: fc.nat(10_000),
    status: fc.constantFrom<Said['status'][]>('ok', 'error', 'denied', 'interrupted'),
  });
  const timed = ({ ago, role, calls, tokens, status }: Said): Timed => {
    const at = NOW - ago;
    if (role === 'user') return { at, role, content: 'x' };
    if (role === 'tool') return { at, role, content: 'x', tool_call_id: 'c', toolName: calls[0] ?? 'terminal', status };
    return {
      at,
      role: 'assistant',
      content: 'x',
      ...(calls.length > 0 ? { tool_calls: calls.map((name) => call('c', name, { name: 's' })) } : {}),
      ...(tokens % 3 ? { usage: usage(tokens, tokens % 100, Math.floor(tokens / 2)) } : {}),
    };
  };
  const conversations = fc.array(
    fc.array(message, { minLength: 1, maxLength: 12 }).map((all) => all.map(timed).sort((a, b) => a.at - b.at)),
    { maxLength: 5 },
  );

  test('sections add up to the overview, and a longer period never has less', () => {
    fc.assert(
      fc.property(
        conversations,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 40 }),
        (sessions, days, more) => {
          const file = stored(sessions);
          const of = (count: number) => {
            const now = new Date(NOW);
            return insightsOf(dataOf(readActivity(file, spanOf(now, count))), now, count);
          };
          const [short, long] = [of(days), of(days + more)];
          for (const { overview, models, tools: used, activity } of [short, long]) {
            const total = (read: (one: (typeof models)[number]) => number) =>
              models.reduce((sum, one) => sum + read(one), 0);
            expect(total((it) => it.sessions)).toBe(overview.sessions);
            expect(total((it) => it.promptTokens + it.completionTokens)).toBe(overview.totalTokens);
            expect(total((it) => it.cachedTokens)).toBe(overview.cachedTokens);
            expect(used.total).toBe(overview.toolCalls);
            expect(used.top.reduce((sum, it) => sum + it.calls, 0)).toBe(overview.toolCalls);
            expect(activity.weekdays.reduce((sum, it) => sum + it.messages, 0)).toBe(overview.messages);
            expect(activity.bestStreak).toBeLessThanOrEqual(activity.activeDays);
          }
          for (const key of [
            'sessions',
            'messages',
            'userMessages',
            'toolCalls',
            'totalTokens',
            'activeSeconds',
          ] as const) {
            expect(long.overview[key], key).toBeGreaterThanOrEqual(short.overview[key]);
          }
          // All of it, counted by hand.
          const since = spanOf(new Date(NOW), days).since;
          const inside = sessions.flat().filter(({ at }) => at >= since);
          expect(short.overview.messages).toBe(inside.length);
          expect(short.overview.toolCalls).toBe(inside.reduce((sum, it) => sum + (it.tool_calls?.length ?? 0), 0));
        },
      ),
      RUNS,
    );
  });
});

describe('as the command shows it', () => {
  const KEY = 'wb7-QfL2mXo93TzKe1Rv55aaPq';
  const HOSTILE = `a\u001b[2Jb\u001b]52;c;cm0=\u0007c\u202ed ${KEY.slice(0, 9)}\u001b[0m${KEY.slice(9)}`;

  const hostOf = (ops: string) =>
    ({
      paths: { ops },
      errors: { isUserError: isHermesError },
      usage: { read: async (options: { since: Date }) => readUsage(ops, options) },
      mask: async (text: string) => text.replaceAll(KEY, 'wb7-…aaPq'),
      ui: { table },
    }) as unknown as Host;

  function homeWith(messages: readonly Timed[], title: string): string {
    const { ops } = tempHome();
    mkdirSync(join(ops, 'sessions'), { recursive: true });
    const store = openSessions(join(ops, 'sessions/sessions.db'));
    const id = store.create({ ...START, model: title, baseUrl: `http://u:${KEY}@127.0.0.1:1/v1?key=${KEY}`, title });
    for (const { at: _, ...one } of messages) store.append(id, one);
    store.close();
    return ops;
  }

  test('nothing that was stored acts on the terminal, and no secret is shown', async () => {
    const ops = homeWith([{ at: 0, role: 'assistant', content: 'x', tool_calls: [call('c', HOSTILE)] }], HOSTILE);
    mkdirSync(join(ops, 'usage'));
    const time = new Date().toISOString();
    const line = {
      time,
      task: HOSTILE,
      model: HOSTILE,
      baseUrl: HOSTILE,
      promptTokens: 99,
      completionTokens: 9,
      cachedTokens: 0,
      ms: 1,
      ok: true,
      promptMs: 9,
      generatedMs: 9,
    };
    writeFileSync(join(ops, 'usage', `${time.slice(0, 7)}.jsonl`), JSON.stringify(line));
    const { text, result } = await insights(hostOf(ops), 30);
    expect(result.complete).toBe(true);
    for (const shown of [text, JSON.stringify(result, null, 1), (await chatInsights(hostOf(ops), 30)).join('\n')]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
      expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]/);
      expect(shown).not.toContain(KEY);
      expect(shown).toContain('abc');
    }
  });

  test('a store of a newer hermes is said, and the ledger is still told', async () => {
    const ops = homeWith([{ at: 0, role: 'user', content: 'x' }], 'x');
    const file = join(ops, 'sessions/sessions.db');
    const db = new Sqlite(file);
    db.pragma('user_version = 99');
    db.close();
    const before = readFileSync(file);
    mkdirSync(join(ops, 'usage'));
    const time = new Date().toISOString();
    const line = {
      time,
      task: 'chat',
      model: 'm',
      baseUrl: 'http://h/v1',
      promptTokens: 9,
      completionTokens: 9,
      cachedTokens: 0,
      ms: 1,
      ok: true,
    };
    writeFileSync(join(ops, 'usage', `${time.slice(0, 7)}.jsonl`), `${JSON.stringify(line)}\nbroken\n`);
    const { text, result } = await insights(hostOf(ops), 30);
    expect(result.complete).toBe(false);
    expect(text).toMatch(/newer hermes[\s\S]*1 line of the usage ledger left out/);
    expect(result).toMatchObject({ overview: { sessions: 0 }, speed: { chat: { requests: 1 } } });
    expect(text).not.toContain('no sessions');
    expect(readFileSync(file)).toEqual(before);
  });

  test('an empty home stays empty', async () => {
    const { ops } = tempHome();
    const { text, result } = await insights(hostOf(ops), 30);
    expect(text).toContain('no sessions in the last 30 days');
    expect(result).not.toHaveProperty('speed');
    expect(existsSync(ops)).toBe(false);
  });

  test('reading leaves the file as it is', async () => {
    const ops = homeWith([{ at: 0, role: 'user', content: 'x' }], 'x');
    const file = join(ops, 'sessions/sessions.db');
    const [before, { mtimeMs }] = [readFileSync(file), statSync(file)];
    await insights(hostOf(ops), 30);
    expect(readFileSync(file)).toEqual(before);
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
    // And it can be written again.
    const store = openSessions(file);
    expect(store.list()).toHaveLength(1);
    store.close();
  });
});
