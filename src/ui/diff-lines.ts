import { paint } from './output.ts';
import { visible } from './visible.ts';

/** A unified diff for people, line by line: green is new, red is gone. */
export function diffLines(diff: string): string[] {
  return diff
    .replace(/\n$/, '')
    .split('\n')
    .filter((line, i) => i > 0 || line !== '')
    .map((line) => {
      const text = visible(line.replace(/\r$/, ''));
      if (/^(---|\+\+\+) /.test(text)) return paint('bold', text);
      if (text.startsWith('@@')) return paint('cyan', text);
      if (text.startsWith('+')) return paint('green', text);
      return text.startsWith('-') ? paint('red', text) : text;
    });
}
