import { expect, test } from 'vitest';
import { plainText } from '../../src/mcp/schema.ts';

test("a server's text is one line of bounded length, and never cut between the halves of a character", () => {
  expect(plainText('two\nlines\u202e', 20)).toBe('two lines');
  expect(plainText(`a${'😀'.repeat(10)}`, 11)).toBe(`a${'😀'.repeat(4)}…`);
  expect(plainText(`a${'😀'.repeat(10)}`, 2)).toBe('a…');
});
