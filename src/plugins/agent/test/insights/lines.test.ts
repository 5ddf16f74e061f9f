import fc from 'fast-check';
import cells from 'string-width';
import { describe, expect, test } from 'vitest';
import { table } from '../../../../ui/table.ts';
import { insightsOf } from '../../src/insights/insights-of.ts';
import { sparkline } from '../../src/insights/layout.ts';
import { insightsLines } from '../../src/insights/lines.ts';
import { shortInsights } from '../../src/insights/short.ts';
import type { InsightsData } from '../../src/insights/types.ts';
import { lasting, percent } from '../../src/insights/words.ts';
import { clipped } from '../../src/render/cells.ts';
import { dataOf, entry, NOW, noon, session } from './data.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) };

const linesOf = (data: InsightsData, columns = Number.POSITIVE_INFINITY, days = 30): string[] =>
  insightsLines(insightsOf(data, NOW, days), { ui: { table }, columns });

const TITLE = '部署脚本：把压缩阈值改成八成，然后重新启动服务器并检查日志';

const FULL = dataOf(
  {
    sessions: [
      session({ title: TITLE, messages: 40 }),
      session({ id: '20261121-120000-abcdef', title: 'Deploy the server', activeMs: 4_000_000 }),
      session({
        id: '20261122-120000-abcdef',
        title: '',
        model: 'Qwen3.6-27B-通义千问-Instruct-Q4_K_M-with-a-long-name.gguf',
        toolCalls: 9,
      }),
    ],
    quarters: [
      { at: noon(16), messages: 40 },
      { at: noon(18), messages: 1 },
    ],
    tools: [
      { name: 'terminal', calls: 10, failed: 2, denied: 0, interrupted: 0 },
      { name: 'read_file', calls: 1, failed: 0, denied: 0, interrupted: 0 },
    ],
    skills: [{ name: '写作', loads: 2, edits: 1, lastUsed: noon(20) }],
  },
  [
    ...[16, 17, 18, 19, 20, 21, 22, 23].map((day) =>
      entry({ time: new Date(noon(day)).toISOString(), promptMs: 2_000 - day * 10, generatedMs: 5_000 }),
    ),
    entry({ task: 'compression', ms: 61_000 }),
    entry({ task: 'vision', local: false, baseUrl: 'https://api.example.org/v1', ok: false }),
  ],
  ['3 lines of the usage ledger left out as unreadable'],
);

describe('the whole text', () => {
  test('has the sections in their order', () => {
    const heads = linesOf(FULL).filter((line) => /^\S/.test(line));
    expect(heads.map((line) => line.split(/[:,]| in /)[0])).toEqual([
      'Hermes Insights',
      'Overview',
      'Cost',
      'Models',
      'Tools',
      'Skills',
      'Activity',
      'Notable sessions',
      'Speed',
      'Requests',
      'Not counted',
    ]);
  });

  test('says the figures', () => {
    const text = linesOf(FULL).join('\n');
    expect(text).toMatch(/Sessions\s+3, 16\.0 messages each on average/);
    expect(text).toMatch(/Tokens in\s+3,000, 60 % from the cache/);
    expect(text).toMatch(/api\.example\.org\s+1\s+1,000\s+600\s+100\n/);
    expect(text).toMatch(/local: no charge\s+9\s+9,000/);
    expect(text).toMatch(/TOOL\s+CALLS\s+SHARE\s+FAILED\n\s+terminal\s+10\s+91 %\s+2\n\s+read_file\s+1\s+9 %\n/);
    expect(text).toMatch(/Mon {2}█{15} {2}40\n {2}Tue {19}0\n {2}Wed {2}█ {16}1\n/);
    expect(text).toMatch(/longest\s+1 h 7 min\s+20261121-120000-abcdef\s+Deploy the server/);
    expect(text).toMatch(/compression\s+1\s+1 min/);
    expect(text).toMatch(
      /qwen at 127\.0\.0\.1:8000, from 2026-11-16 on\n {2}PP {2}██ 2\d\d to 2\d\d, trend \+2 %\n {2}TG {2}██ 20\.0 to 20\.0, trend ±0 %\n/,
    );
    expect(text).toContain('  3 lines of the usage ledger');
    expect(text).not.toContain('\u001b');
  });

  test('columns stand below each other, whatever the width of the characters', () => {
    const lines = linesOf(FULL);
    const place = (line: string, word: string) => cells(line.slice(0, line.indexOf(word)));
    const head = lines.find((line) => /^ +ID +TITLE/.test(line)) ?? '';
    const rows = lines.filter((line) => /^ {2}(longest|most )/.test(line));
    expect(rows).toHaveLength(4);
    for (const row of rows) expect(place(row, /20261\d+-\d+-\w+/.exec(row)?.[0] ?? '?')).toBe(place(head, 'ID'));
    const models = lines.slice(lines.indexOf('Models') + 1, lines.indexOf('Models') + 4);
    expect(new Set(models.slice(1).map((row) => place(row, '127.0.0.1'))).size).toBe(1);
    expect(new Set(models.map((line) => cells(line))).size).toBe(1);
  });

  test.each([40, 60, 80, 120])('fits into %i columns and keeps what it says', (columns) => {
    const lines = linesOf(FULL, columns);
    expect(lines.filter((line) => cells(line) > columns)).toEqual([]);
    const words = lines.join(' ').replaceAll(/\s+/g, ' ');
    for (const part of [
      '60 % from the cache',
      'Deploy the server',
      '20261121-120000-abcdef',
      '写作',
      'api.example.org',
    ]) {
      expect(words).toContain(part);
    }
  });

  test('where nothing happened it says so, and still what the ledger knows', () => {
    expect(linesOf(dataOf()).at(-1)).toBe('no sessions in the last 30 days');
    expect(linesOf(dataOf(), 80, 1).join('\n')).toContain('no sessions in the last day');
    const ledger = linesOf(dataOf({}, [entry({ task: 'bench', promptMs: 1_000 })])).join('\n');
    expect(ledger).toContain('no sessions in the last 30 days');
    expect(ledger).toMatch(/bench\s+1\s+8 s/);
    expect(ledger).not.toMatch(/Overview|Activity|Tools/);
  });
});

describe('the shorter form', () => {
  test('says the most important in a few lines', () => {
    expect(shortInsights(insightsOf(FULL, NOW, 30))).toEqual([
      'last 30 days: 3 sessions, 48 messages, 11 tool calls, 1 h 9 min active',
      'tokens: 3,000 in (60 % from the cache), 300 out',
      'models: qwen (2 sessions), Qwen3.6-27B-通义千问-Instruct-Q4_K_M-with-a-long-name.gguf (1 session)',
      'tools: terminal 10, read_file 1',
      'billed by api.example.org: 1,000 tokens in, 100 out',
      'speed of qwen: PP 222 tok/s, TG 20.0 tok/s',
      'other requests: compression 1 min, vision 8 s',
      '3 lines of the usage ledger left out as unreadable',
    ]);
    expect(shortInsights(insightsOf(dataOf(), NOW, 1))).toEqual(['no sessions in the last day']);
  });
});

test('of a long path the name of the model is shown', () => {
  const model = `/data/models/${'deep/'.repeat(8)}Qwen3.6-27B-Q4_K_M.gguf`;
  const data = dataOf({ sessions: [session({ model })] }, [entry({ model, promptMs: 9 })]);
  for (const text of [linesOf(data).join('\n'), shortInsights(insightsOf(data, NOW, 30)).join('\n')]) {
    expect(text).toContain('Qwen3.6-27B-Q4_K_M.gguf');
    expect(text).not.toContain('deep');
  }
});

test('names are cut to their cells, never longer, and whole where they fit', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 60 }), (text, width) => {
      const shown = clipped(text, width);
      expect(cells(shown)).toBeLessThanOrEqual(width);
      if (cells(text) <= width) expect(shown).toBe(text);
    }),
    RUNS,
  );
});

test('small words', () => {
  expect([0, 4.24, 9.96, 59.6, 3_600, 11_100].map(lasting)).toEqual([
    '0 s',
    '4.2 s',
    '10 s',
    '1 min',
    '1 h',
    '3 h 5 min',
  ]);
  expect([0, 0.001, 0.5, 0.999, 1, null].map(percent)).toEqual(['0 %', '<1 %', '50 %', '>99 %', '100 %', '--']);
  expect(sparkline([0, 1, undefined, 8])).toBe('▁▂ █');
});
