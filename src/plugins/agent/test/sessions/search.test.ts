import { describe, expect, test } from 'vitest';
import { START, seqsOf, storeWith, tempStore } from './stores.ts';

/** With seqs 1, 2, ... */
const MESSAGES = [
  '请解释上下文window的压缩 threshold，模型怎么选？',
  'Der Schwellwert heißt compression.threshold, siehe src/llm/index.ts:42 und C:\\Users\\me\\.env',
  'café CRÈME naïve Ünïcödé; e\u0301le\u0300ve',
  'error E_CONN-1042: ECONNREFUSED 127.0.0.1:8080 (errno -111)',
  'my_snake_case my-kebab-case camelCase v1.2.3-rc.1 node_modules/@scope/pkg',
  'deployed 🎉🚀 ❤️ 👩‍💻 🇩🇪',
  'NEAR( a OR b) AND NOT c* ^start col:value "quoted text" \'single\' {x} -minus +plus ~tilde',
  '東京タワーで会いましょう。ﾊﾝｶｸ モデル',
  '모델을 압축하는 방법을 설명해 주세요',
  'сжатие контекста модели, ελληνικά, עברית, العربية, हिन्दी में खोज',
  'แบบจำลองภาษา ภาษาไทยไม่เว้นวรรค',
  'null\u0000byte bell\u0007 esc\u001b[31mred\u001b[0m tab\there',
  'ＦＵＬＬＷＩＤＴＨ ﬁne №5 ½',
];

describe('finds', () => {
  const found = () => storeWith(...MESSAGES).store;

  test.each<[string, number[]]>([
    ['压缩', [1]],
    ['模型', [1]],
    ['上下文', [1]],
    ['下文', [1]],
    ['缩', [1]],
    ['请', [1]],
    ['压缩 threshold', [1]],
    ['threshold 压缩', [1]],
    ['上下文window', [1]],
    ['window上下文', [1]],
    ['compression.threshold', [2]],
    ['src/llm/index.ts', [2]],
    ['src/llm/index.ts:42', [2]],
    ['llm/index', [2]],
    ['C:\\Users\\me', [2]],
    ['HEISST', []],
    ['heißt', [2]],
    ['cafe', [3]],
    ['CAFÉ', [3]],
    ['creme', [3]],
    ['unicode', [3]],
    ['élève', [3]],
    ['E_CONN-1042', [4]],
    ['ECONNREFUSED', [4]],
    ['econnrefused 127.0.0.1:8080', [4]],
    ['-111', [4]],
    ['my_snake_case', [5]],
    ['my-kebab-case', [5]],
    ['snake', [5]],
    ['camelcase', [5]],
    ['v1.2.3-rc.1', [5]],
    ['@scope/pkg', [5]],
    ['🎉', [6]],
    ['🚀', [6]],
    ['❤', [6]],
    ['❤️ deployed', [6]],
    ['👩‍💻', [6]],
    ['🇩🇪', [6]],
    ['🎂', []],
    ['"quoted text"', [7]],
    ['"text quoted"', []],
    ['NEAR(', [7]],
    ['col:value', [7]],
    ['c*', [2, 7]],
    ['^start', [7]],
    ['"', []],
    ['""', []],
    ["'single'", [7]],
    ['"unclosed quoted', []],
    ['-minus', [7]],
    ['{x}', [7]],
    ['東京', [8]],
    ['タワー', [8]],
    ['会いま', [8]],
    ['ハンカク', [8]],
    ['모델', [9]],
    ['압축', [9]],
    ['сжатие', [10]],
    ['МОДЕЛИ', [10]],
    ['ΕΛΛΗΝΙΚΆ', [10]],
    ['עברית', [10]],
    ['العربية', [10]],
    ['हिन्दी', [10]],
    ['ภาษาไทย', [11]],
    ['จำลอง', [11]],
    ['byte', [12]],
    ['bell', [12]],
    ['here', [12]],
    ['fullwidth', [13]],
    ['fine', [13]],
    ['*', []],
    ['-', []],
    ['()', []],
    ['', []],
    [' \n\t', []],
    ['\u0000', []],
    ['\ud800', []],
    ['AND', [7]],
    ['words', []],
    ['rowid:1', []],
  ])('%j', (query, expected) => {
    const result = found().search(query);
    if (expected.length > 0) expect(result.match).toBe('all');
    expect(result.match === 'all' ? result.hits.map(({ seq }) => seq).sort((a, b) => a - b) : []).toEqual(expected);
  });
});

test('a page of pasted text is a query like another', () => {
  const { store } = storeWith(...MESSAGES);
  expect(store.search(MESSAGES.join(' ').repeat(50)).found).toBeGreaterThan(0);
  expect(store.search('压'.repeat(10_000)).found).toBe(0);
  expect(store.search('x'.repeat(1_000_000)).found).toBe(0);
  expect(store.search('" OR '.repeat(1000)).match).toBe('all');
});

test('without a message that has all words: words that begin so, then some of them, and it says which', () => {
  const { store } = storeWith('the compression threshold', 'the weather', 'compressing is fun');
  expect(store.search('compress')).toMatchObject({ match: 'beginning', found: 2 });
  expect(store.search('thresh compression')).toMatchObject({ match: 'beginning', hits: [{ seq: 1 }] });
  expect(store.search('weather threshold')).toMatchObject({ match: 'any', found: 2 });
  expect(store.search('weather nowhere')).toMatchObject({ match: 'any', hits: [{ seq: 2 }] });
  expect(store.search('nowhere')).toMatchObject({ match: 'all', found: 0, hits: [] });
});

test('of some words only those count that few messages have', () => {
  const { store } = storeWith('rare one', ...Array.from({ length: 1200 }, () => 'common'));
  expect(seqsOf(store, 'rare common')).toEqual([1]);
});

test('tool calls are found by what they were called with, thoughts by their words', () => {
  const store = tempStore();
  const id = store.create(START);
  const call = {
    name: 'write_file',
    arguments: '{"path":"notes/\\u8ba1\\u5212.md","content":"line one\\nline two","id":12345678901234567890}',
  };
  store.append(id, { role: 'assistant', content: '', tool_calls: [{ id: 'a', type: 'function', function: call }] });
  store.append(id, { role: 'assistant', content: 'ok', reasoning: 'the user wants brevity' });
  expect(seqsOf(store, '计划')).toEqual([1]);
  expect(seqsOf(store, 'write_file notes')).toEqual([1]);
  expect(seqsOf(store, '"line two"')).toEqual([1]);
  expect(seqsOf(store, '12345678901234567890')).toEqual([1]);
  expect(seqsOf(store, 'brevity')).toEqual([2]);
  expect(store.search('brevity').hits[0]?.excerpt).toContain('\u2068brevity\u2069');
});

test('up to 1,000 hits come by relevance, newer ones first among equals; above that the newest first', () => {
  const { store, id } = storeWith(`${'filler '.repeat(50)}needle`, 'needle needle needle', 'needle', 'needle');
  expect(store.search('needle')).toMatchObject({ order: 'best', found: 4 });
  expect(seqsOf(store, 'needle').at(-1)).toBe(1);
  const [third, fourth] = [3, 4].map((seq) => seqsOf(store, 'needle').indexOf(seq));
  expect(fourth).toBeLessThan(third ?? 0);
  store.appendAll(
    id,
    Array.from({ length: 1000 }, () => ({ role: 'user' as const, content: 'needle' })),
  );
  expect(store.search('needle', { limit: 3 })).toMatchObject({ order: 'newest', found: 1001 });
  expect(seqsOf(store, 'needle', 3)).toEqual([1004, 1003, 1002]);
});

test('a word beside one in more than 10,000 messages still orders what is found', () => {
  const store = tempStore();
  const id = store.create(START);
  const common = Array.from({ length: 10_050 }, () => ({ role: 'user' as const, content: 'common' }));
  store.appendAll(id, [
    { role: 'user', content: `common rare ${'filler '.repeat(80)}` },
    { role: 'user', content: 'common rare rare rare' },
    ...common,
  ]);
  expect(store.search('common rare')).toMatchObject({ match: 'all', order: 'best', found: 2 });
  expect(seqsOf(store, 'common rare')).toEqual([2, 1]);
});

test('in one session only', () => {
  const { store, id } = storeWith('needle here');
  const other = store.create(START);
  for (let i = 0; i < 3; i++) {
    store.append(other, { role: 'user', content: 'needle there' });
    store.append(id, { role: 'user', content: 'hay' });
  }
  expect(store.search('needle', { sessionId: id }).hits).toMatchObject([{ sessionId: id, seq: 1 }]);
  expect(store.search('needle', { sessionId: other }).found).toBe(3);
  expect(store.search('needle', { sessionId: 'nobody' }).found).toBe(0);
});

test('everywhere but in one session, however much that one holds', () => {
  const { store, id } = storeWith(...Array.from({ length: 1_200 }, () => 'needle here'));
  const other = store.create(START);
  store.append(other, { role: 'user', content: 'a needle there' });
  const hits = [{ sessionId: other, seq: 1 }];
  expect(store.search('needle', { exclude: id, limit: 20 })).toMatchObject({ hits, order: 'best', found: 1 });
  expect(store.search('need', { exclude: id })).toMatchObject({ hits, match: 'beginning' });
  expect(store.search('here needle', { exclude: id })).toMatchObject({ hits, match: 'any' });
  expect(store.search('needle', { exclude: other }).found).toBe(1001);
  expect(store.search('needle', { exclude: 'nobody' }).found).toBe(1001);
  expect(store.search('needle', { exclude: id, sessionId: other }).found).toBe(1);
  expect(store.search('needle', { exclude: other, sessionId: other }).found).toBe(0);
});

describe('excerpts', () => {
  const excerpt = (text: string, query: string) => storeWith(text).store.search(query).hits[0]?.excerpt;

  test.each([
    { text: '上下文的压缩阈值', query: '压缩', shown: '上下文的\u2068压缩\u2069阈值' },
    { text: '上下文window', query: '上下文window', shown: '\u2068上下文window\u2069' },
    { text: '上下文', query: '文', shown: '上下\u2068文\u2069' },
    { text: 'a CAFÉ b', query: 'cafe', shown: 'a \u2068CAFÉ\u2069 b' },
    { text: 'see src/llm/index.ts now', query: 'src/llm/index.ts', shown: 'see \u2068src/llm/index.ts\u2069 now' },
    { text: 'undo undone do', query: 'do', shown: 'undo undone \u2068do\u2069' },
    { text: 'a🎉b', query: '🎉', shown: 'a\u2068🎉\u2069b' },
    { text: 'İstanbul and more', query: 'more', shown: 'İstanbul and \u2068more\u2069' },
    { text: 'two\n\n  lines\there', query: 'lines', shown: 'two \u2068lines\u2069 here' },
    { text: 'own \u2068marks\u2069 go', query: 'go', shown: 'own marks \u2068go\u2069' },
    { text: 'thresholds', query: 'thresh', shown: '\u2068thresholds\u2069' },
  ])('$query in $text', ({ text, query, shown }) => {
    expect(excerpt(text, query)).toBe(shown);
  });

  test('are short parts of long texts, cut at words and never inside a character', () => {
    const long = `${'word '.repeat(5000)}needle ${'after '.repeat(5000)}`;
    expect(excerpt(long, 'needle')).toMatch(/^…word .*\u2068needle\u2069 after .*…$/);
    expect(excerpt(long, 'needle')?.length).toBeLessThan(300);
    const emoji = excerpt(`${'😀'.repeat(301)}needle${'😀'.repeat(301)}`, 'needle');
    expect(emoji?.isWellFormed()).toBe(true);
    expect(emoji).toContain('\u2068needle\u2069');
  });
});
