import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NewMessage } from '../../src/sessions/types.ts';
import { START, tempStore } from './stores.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) };

const oneOf = (chars: string, min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...chars), minLength: min, maxLength: max });

const WORD = fc.oneof(
  oneOf('abcxyzABC0189', 1, 12),
  oneOf('éàüñçøßåÉÜ', 1, 8),
  oneOf('абвгдеёжЖЯ', 1, 8),
  oneOf('αβγδλω', 1, 8),
  oneOf('אבגדה', 1, 6),
  oneOf('ابتثج', 1, 6),
);
const RUN = fc.oneof(
  oneOf('压缩模型上下文窗口阈值的我𠮷𡃁', 2, 8),
  oneOf('あいうえおカキクケコー東京', 2, 8),
  oneOf('모델압축문맥', 2, 6),
  oneOf('กขคงจฉช', 2, 8),
);
const GAP = fc.constantFrom(
  ...[
    ' ',
    '  ',
    '\n',
    '\t',
    '.',
    '/',
    '-',
    '_',
    ':',
    '"',
    "'",
    '(',
    ')',
    '*',
    '，',
    '。',
    '\u0000',
    '\u001b[31m ',
    '\u202e',
    '\ufeff',
  ],
  ...[' 🎉 ', '👩‍💻', '\u{10ffff} ', '\ud800', '\u2068'],
);
const PIECE = fc.oneof(
  WORD.map((text) => ({ text, wanted: [text] })),
  RUN.map((text) => ({ text, wanted: [text, ...pairsOf(text)] })),
);

/** Written anew, so that the test does not repeat what it tests. */
function pairsOf(text: string): string[] {
  const chars = Array.from(text);
  return chars.flatMap((char, i) => (i + 1 < chars.length ? [char + chars[i + 1]] : []));
}

const MESSAGE = fc.array(fc.tuple(PIECE, GAP), { minLength: 1, maxLength: 12 }).map((parts) => ({
  content: parts.map(([{ text }, gap]) => text + gap).join(''),
  wanted: parts.flatMap(([{ wanted }]) => wanted),
}));

test('every word and every pair of characters of a stored message is found', () => {
  const store = tempStore();
  fc.assert(
    fc.property(MESSAGE, ({ content, wanted }) => {
      const id = store.create(START);
      const { seq } = store.append(id, { role: 'user', content });
      for (const query of wanted) {
        expect(store.search(query, { limit: 1 }).match, query).toBe('all');
        const { hits, match } = store.search(query, { sessionId: id });
        const hit = hits.find((one) => one.seq === seq);
        expect(match, query).toBe('all');
        expect(hit, `${JSON.stringify(query)} in ${JSON.stringify(content)}`).toBeDefined();
        expect(hit?.excerpt, `${JSON.stringify(query)} in ${JSON.stringify(content)}`).toMatch(
          /\u2068[^\u2068\u2069]+\u2069/,
        );
      }
    }),
    RUNS,
  );
});

const TEXT = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  MESSAGE.map(({ content }) => content),
  fc.constantFrom('', '\u0000', '\ud800', '\udc00x', '\u009b31m', '\r\n', '\ufffe'),
);
const CALL = fc.record({
  id: TEXT,
  type: fc.constant('function' as const),
  function: fc.record({ name: TEXT, arguments: TEXT }),
});
const STORED: fc.Arbitrary<NewMessage> = fc.record(
  {
    role: fc.constantFrom('user', 'assistant', 'tool', 'system'),
    content: fc.option(TEXT),
    reasoning: TEXT,
    tool_calls: fc.array(CALL, { maxLength: 3 }),
    tool_call_id: TEXT,
    toolName: TEXT,
    status: fc.constantFrom('ok', 'error', 'denied', 'interrupted'),
    usage: fc.record({ promptTokens: fc.nat(), completionTokens: fc.nat(), cachedTokens: fc.nat() }),
    raw: TEXT,
  },
  { requiredKeys: ['role', 'content'] },
);

test('messages of any characters come back as they were', () => {
  const store = tempStore();
  fc.assert(
    fc.property(fc.array(STORED, { minLength: 1, maxLength: 5 }), TEXT, TEXT, (messages, systemPrompt, toolsJson) => {
      const id = store.create({ ...START, systemPrompt, toolsJson });
      const stored = messages.map((message) => store.append(id, message));
      expect(store.messages(id)).toEqual(stored);
      const back = [...store.stream(id)].map(({ seq: _, time: __, hidden: ___, ...message }) => message);
      expect(back).toEqual(messages);
      expect(store.frozen(id)).toEqual({ systemPrompt, toolsJson });
    }),
    RUNS,
  );
});

test('no query is an error', () => {
  const store = tempStore();
  const id = store.create(START);
  store.append(id, { role: 'user', content: 'some text 压缩' });
  const SYNTAX = fc.array(
    fc.constantFrom(
      '"',
      "'",
      '*',
      '(',
      ')',
      'AND',
      'OR',
      'NOT',
      'NEAR',
      '^',
      ':',
      '-',
      '+',
      '{',
      '}',
      ',',
      ' ',
      'a',
      '压',
      '\u0000',
      'text',
    ),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        TEXT,
        SYNTAX.map((parts) => parts.join('')),
        SYNTAX.map((parts) => parts.join(' ')),
      ),
      (query) => {
        expect(store.search(query).found).toBeGreaterThanOrEqual(0);
        expect(store.search(query, { sessionId: id }).found).toBeGreaterThanOrEqual(0);
      },
    ),
    RUNS,
  );
});
