import { expect, test } from 'vitest';
import { plainPaint } from '../../src/render/paint.ts';
import { userLines } from '../../src/screen/user-lines.ts';

test('a message stands as it was typed: joined pictures whole, what cannot be seen spelled', () => {
  const [, ...rows] = userLines('👩‍👩‍👧 ⚠️\tनमस्ते\r\na\u202eb\u200bc\x1b[2J', 80, plainPaint);
  expect(rows.slice(0, -1)).toEqual(['● 👩‍👩‍👧 ⚠️    नमस्ते', '  a\\u{202e}b\\u{200b}c\\u{1b}[2J']);
});
