import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Replies } from '../../src/screen/replies.ts';

interface Key {
  meta?: boolean;
  ctrl?: boolean;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What reaches the text of events as ink makes them: `M-x` with Alt, `C-x` with Ctrl, else text. `…` is a long pause. */
function typed(...events: string[]): string[] {
  const out: string[] = [];
  const replies = new Replies<Key>((input, key) => out.push(`${key.meta ? 'M-' : key.ctrl ? 'C-' : ''}${input}`));
  for (const event of events) {
    const [, modifier, input = event] = /^(?:([MC])-)(.)$/su.exec(event) ?? [];
    if (event === '…') vi.advanceTimersByTime(1_000);
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
