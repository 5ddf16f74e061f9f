import { createNeutraliser } from '@hermes-ops/plugin-kit/neutral';
import stringWidth from 'string-width';

/** Longer lines are broken here, so that no step works on more at once. In UTF-16 units. */
const LONGEST_LINE = 65_536;
const TAB = 4;
/** A line that is too long to be shown whole loses so much of its beginning at once. */
const STEP = 1_024;

/** Cuts a text that comes in parts into harmless lines; where the parts end makes no difference. */
export interface SourceLines {
  /** The lines that are whole now. */
  push(text: string): string[];
  /** The line that is not whole yet: at most its last `characters` UTF-16 units, from a place that moves seldom while it grows. */
  open(characters: number): string;
  /** The rest. */
  end(): string[];
}

export function createSourceLines(): SourceLines {
  const clean = createNeutraliser();
  let pending = '';

  const take = (text: string): string[] => {
    const lines: string[] = [];
    let from = 0;
    while (from < text.length) {
      const end = text.indexOf('\n', from);
      const until = end === -1 ? text.length : end;
      const room = LONGEST_LINE - pending.length;
      if (until - from > room) {
        // What does not fit yet begins the next line; a pair of surrogates stays whole.
        const cut = from + room - (isHigh(text, from + room - 1) ? 1 : 0);
        lines.push(expandTabs(pending + text.slice(from, cut)));
        pending = '';
        from = cut;
        continue;
      }
      pending += text.slice(from, until);
      from = until;
      if (end === -1) break;
      lines.push(expandTabs(pending));
      pending = '';
      from += 1;
    }
    return lines;
  };

  return {
    push: (text) => take(clean.push(text)),
    open(characters) {
      const least = Math.max(0, pending.length - Math.max(1, characters));
      return expandTabs(pending.slice(Math.ceil(least / STEP) * STEP).replace(/^[\udc00-\udfff]/, ''));
    },
    end() {
      const lines = take(clean.end());
      if (pending !== '') lines.push(expandTabs(pending));
      pending = '';
      return lines;
    },
  };
}

const isHigh = (text: string, at: number): boolean => /[\ud800-\udbff]/.test(text[at] ?? '');

/** Blanks up to the next multiple of four cells. */
function expandTabs(line: string): string {
  if (!line.includes('\t')) return line;
  const [first = '', ...others] = line.split('\t');
  let width = stringWidth(first);
  let shown = first;
  for (const part of others) {
    const blanks = TAB - (width % TAB);
    shown += ' '.repeat(blanks) + part;
    width += blanks + stringWidth(part);
  }
  return shown;
}
