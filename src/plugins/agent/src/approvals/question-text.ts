import type { Question } from './approver.ts';
import { spelled } from './neutral.ts';

/** Longest row in characters; a longer line takes several. */
const ROW = 160;
const MOST_ROWS = 20;
const HEAD = 10;
const TAIL = 6;
const MOST_FLAGGED = 60;
/** Where nobody said which lines matter: those with a program that destroys, sends or runs something. */
const NOTABLE =
  /(?:^|[\s;|&("'`])(?:rm|sudo|doas|dd|mkfs\S{0,20}|eval|exec|curl|wget|chmod|chown|base64|ssh|scp|nc|ncat|python3?|perl|node|bash|sh|source|crontab|systemctl|kill)(?:\s|$)/;

interface Row {
  text: string;
  line: number;
  flagged: boolean;
}

/** What the user reads before deciding, line by line: nothing in it acts on the terminal, and nothing is left out unsaid. */
export function questionLines({ review, tool, summary }: Question): string[] {
  const lines = spelled(review.detail).split('\n');
  while (lines.length > 1 && lines.at(-1) === '') lines.pop();
  const count = lines.length === 1 ? '' : `, ${lines.length} lines below`;
  const heading = `${tool}: ${oneLine(review.action)}${count}`;
  const shown = oneLine(summary);
  return [
    heading,
    ...review.reasons.map((reason) => `  because ${oneLine(reason)}`),
    ...(shown !== '' && !review.detail.includes(summary.replace(/^\$ /, '')) ? [`  ${shown}`] : []),
    ...detailRows(lines, review.flagged),
  ];
}

const oneLine = (text: string): string => squeeze(spelled(text).replace(/[\n\t]/g, ' ')).slice(0, 500);

function detailRows(lines: readonly string[], flagged: readonly number[] | undefined): string[] {
  const rows = emptyLinesShortened(lines).flatMap(({ text, line }): Row[] => {
    const isFlagged = flagged ? flagged.includes(line) : NOTABLE.test(text.slice(0, 10_000));
    return partsOf(squeeze(text)).map((part) => ({ text: part, line, flagged: isFlagged }));
  });
  if (rows.length <= MOST_ROWS) return rows.map(({ text }) => `  | ${text}`);
  const kept = rows.map((row, at) => at < HEAD || at >= rows.length - TAIL || row.flagged);
  let room = MOST_FLAGGED;
  let dropped = 0;
  let gap = 0;
  const out: string[] = [];
  const closeGap = (): void => {
    if (gap > 0) out.push(`  … ${gap} rows not shown …`);
    gap = 0;
  };
  for (const [at, row] of rows.entries()) {
    const middle = at >= HEAD && at < rows.length - TAIL;
    if (kept[at] && middle) room -= 1;
    if (!kept[at] || (middle && room < 0)) {
      if (kept[at]) dropped += 1;
      gap += 1;
      continue;
    }
    closeGap();
    out.push(`  ${row.flagged ? '!' : '|'} ${row.text}`);
  }
  closeGap();
  out.push(`  (${lines.length} lines, ${rows.length} rows; ! marks what was noticed)`);
  if (dropped > 0) out.push(`  ${dropped} more rows of that kind are not shown: refuse it unless you know it`);
  return out;
}

function partsOf(text: string): string[] {
  const chars = Array.from(text);
  if (chars.length <= ROW) return [text];
  return Array.from({ length: Math.ceil(chars.length / ROW) }, (_none, at) =>
    chars.slice(at * ROW, (at + 1) * ROW).join(''),
  );
}

/** Blanks push what follows out of sight: more than eight in a row, beyond what indents a line, are counted instead. */
function squeeze(text: string): string {
  const indent = /^[ \t]{0,40}/.exec(text)?.[0] ?? '';
  const rest = text
    .slice(indent.length)
    .replace(/\p{Zs}/gu, (char) => (char === ' ' ? char : `\\u{${char.charCodeAt(0).toString(16)}}`));
  return indent + rest.replace(/[ \t]{9,}/g, (run) => ` ⟨${run.length} blanks⟩ `);
}

function emptyLinesShortened(lines: readonly string[]): { text: string; line: number }[] {
  const out: { text: string; line: number }[] = [];
  let empty = 0;
  const close = (line: number): void => {
    if (empty > 2) out.push({ text: `⟨${empty} empty lines⟩`, line });
    else for (let at = 0; at < empty; at += 1) out.push({ text: '', line });
    empty = 0;
  };
  for (const [at, text] of lines.entries()) {
    if (text.trim() === '') {
      empty += 1;
      continue;
    }
    close(at);
    out.push({ text, line: at + 1 });
  }
  close(lines.length);
  return out;
}
