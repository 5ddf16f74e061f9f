import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Replies } from '../../src/screen/replies.ts';

interface Key {
  meta?: boolean;
  ctrl?: boolean;
  escape?: boolean;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What reaches the text of events as ink makes them: `M-x` with Alt, `C-x` with Ctrl, `Esc`, else text. `…` is a long pause. */
function typed(...events: string[]): string[] {
  const out: string[] = [];
  const replies = new Replies<Key>((input, key) =>
    out.push(key.escape ? 'Esc' : `${key.meta ? 'M-' : key.ctrl ? 'C-' : ''}${input}`),
  );
  for (const event of events) {
    const [, modifier, input = event] = /^(?:([MC])-)(.)$/su.exec(event) ?? [];
    if (event === '…') vi.advanceTimersByTime(1_000);
    else if (event === 'Esc') replies.key('', { escape: true });
    else replies.key(input, { meta: modifier === 'M', ctrl: modifier === 'C' });
  }
  vi.advanceTimersByTime(1_000);
  return out;
}

test.each([
  ['a colour, ended by a bell', ['M-]', '11;rgb:1e1e/1e1e/1e1e\u0007']],
  ['a colour, ended by a bell that comes by itself', ['M-]', '11;rgb:1e1e/1e1e/1e1e', 'C-g']],
  ['a colour, ended by Escape and a backslash', ['M-]', '11;rgb:1e1e/1e1e/1e1e', 'M-\\']],
  ['a colour in many parts', ['M-]', '1', '1;rgb:1e', '1e/1e1e/1', 'e1e', 'M-\\']],
  ['a name', ['M-P', '>|XTerm(388)', 'M-\\']],
  ['a setting', ['M-P', '1$r0m', 'M-\\']],
  ['an answer about pictures', ['M-_', 'Gi=31;OK', 'M-\\']],
  ['attributes whose end is late', ['[?1;', '2c']],
  ['attributes in many parts', ['[?', '1', ';2', 'c']],
  ['a place of the cursor whose end is late', ['[5;1', 'R']],
  ['a place of the cursor in many parts', ['[5', ';', '1', 'R']],
  ['a key whose end is late', ['[3', '~']],
])('%s is not typed', (_what, events) => {
  expect(typed(...events)).toEqual([]);
  expect(typed('a', ...events, 'b', ...events, ...events, 'c')).toEqual(['a', 'b', 'c']);
});

test.each([
  ['attributes', ['[?62;1;4c']],
  ['other attributes', ['[>0;276;0c']],
  ['attributes in two more parts', ['[?62;', '1c']],
  ['a place of the cursor', ['[12;40R']],
  ['a mode', ['[?2026;2$y']],
  ['that all is well', ['[0n']],
  ['a key', ['[3~']],
  ['a colour, ended by a bell', [']11;rgb:1e1e/1e1e/1e1e\u0007']],
  ['a colour, ended by Escape and a backslash', [']11;rgb:1e1e/1e1e/1e1e', 'M-\\']],
  ['a colour in parts, the end in two of them', [']11;rgb:1e1e/1e', '1e/1e1e', 'Esc', '\\']],
  ['a name', ['P>|XTerm(388)', 'M-\\']],
  ['a setting', ['P1$r0m', 'M-\\']],
  ['an answer about pictures', ['_Gi=31;OK', 'M-\\']],
])('%s behind an Escape that came alone: that is a key, the rest is not typed', (_what, events) => {
  expect(typed('a', 'Esc', ...events, 'b')).toEqual(['a', 'Esc', 'b']);
  expect(typed('Esc', ...events, '[x')).toEqual(['Esc', '[x']);
  // By itself nothing of it is a reply.
  expect(typed(events[0] ?? '').join('')).toBe(events[0]);
  expect(typed('Esc', '…', events[0] ?? '').join('')).toBe(`Esc${events[0]}`);
});

test('the end of a reply may come in two parts', () => {
  expect(typed('M-]', '11;rgb:0/0/0', 'Esc', '\\')).toEqual([]);
  expect(typed('M-P', '>|XTerm(388)', 'Esc', '\\hello')).toEqual(['hello']);
  expect(typed('M-]', '7 apples', 'Esc', 'x')).toEqual(['7 apples', 'Esc', 'x']);
  expect(typed('M-]', '11;rgb', 'Esc', 'x')).toEqual(['11;rgb', 'Esc', 'x']);
  expect(typed('M-]', '11;rgb', 'Esc', '…', '\\')).toEqual(['11;rgb', 'Esc', '\\']);
});

test.each([
  [['[', '?', '6', '2', 'c']],
  [['[', '1', '2', ';', '4', '0', 'R']],
  [[']', '1', '1', ';']],
  [['P', '>', '|', 'x']],
  [['[12] is a list']],
  [['[2nd item]']],
  [['[1st item; 2nd]']],
  [['[:alpha:]']],
  [['[x](https://a.example/?b;c)']],
  [['[Add]']],
  [['[1, 2; 3, 4]']],
  [['[1;2]']],
  [['] = 11;']],
  [['P > 3 | Q']],
  [['_G is a name']],
])('%j typed behind Esc is text', (events) => {
  expect(typed('Esc', ...events)).toEqual(['Esc', ...events]);
});

test('what only begins like a reply behind Esc is typed whole', () => {
  expect(typed('Esc', ']11;x')).toEqual(['Esc', ']11;x']);
  expect(typed('Esc', ']11;x', 'y', 'C-c')).toEqual(['Esc', ']11;xy', 'C-c']);
  expect(typed('Esc', '[?')).toEqual(['Esc', '[?']);
});

test('what is typed behind a reply in the same moment stays', () => {
  expect(typed('[?1;', '2chello')).toEqual(['hello']);
  expect(typed('M-]', '11;rgb:0/0/0\u0007hello')).toEqual(['hello']);
});

test.each([
  [
    ['[', '1', '2', ']'],
    ['[', '1', '2', ']'],
  ],
  [
    ['[12', '] is a list'],
    ['[12', '] is a list'],
  ],
  [
    ['[1', 'st item], [2', 'nd'],
    ['[1', 'st item], [2', 'nd'],
  ],
  [
    ['[2', 'nd'],
    ['[2', 'nd'],
  ],
  [
    ['[12', '…', 'x'],
    ['[12', 'x'],
  ],
  [
    ['M-]', '7 apples', 'M-b'],
    ['7 apples', 'M-b'],
  ],
  [['M-]', '…', '7'], ['7']],
  [['M-P', 'text'], ['text']],
  [
    ['M-b', 'M-f', 'C-g'],
    ['M-b', 'M-f', 'C-g'],
  ],
  [['M-]', 'C-c'], ['C-c']],
  [
    ['[?1', 'C-c'],
    ['[?1', 'C-c'],
  ],
])('%j is no reply', (events, text) => {
  expect(typed(...events)).toEqual(text);
});
