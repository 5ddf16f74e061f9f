import { expect, test } from 'vitest';
import { toolLine } from '../../src/render/tool-line.ts';

test('attack 52: blanks push nothing of a call out of sight', () => {
  const line = toolLine('terminal', `$ touch a${' '.repeat(5_000)}; rm -rf b`);
  expect(line).toBe('┊ 💻 $ touch a … ; rm -rf b');
  expect(toolLine('terminal', `$ a${'\u3000\n\t'.repeat(300)}b`)).toBe('┊ 💻 $ a … b');
});
