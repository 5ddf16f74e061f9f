import { spelled } from '@hermes-ops/plugin-kit/neutral';
import type { Question } from './approver.ts';

/** Longest row in characters where nobody says how wide the terminal is; a longer line takes several. */
const ROW = 160;

/** Narrower rows would make many of a short text, and hide them. */
const LEAST_ROW = 60;
const MOST_ROWS = 20;
const HEAD = 10;
const TAIL = 6;
const MOST_FLAGGED = 60;
/** Where nobody said which lines matter: those with a program that destroys, sends or runs something, or code that does. */
const NOTABLE = new RegExp(
  [
    /(?:^[+ ]?|[\s;|&("'`$])(?:rm|rmdir|unlink|shred|truncate|mv|cp|ln|touch|install|tee|sudo|doas|su|dd|mkfs\S{0,20}|eval|exec|curl|wget|chmod|chown|base64|xxd|openssl|gpg|ssh|scp|sftp|rsync|telnet|nc|ncat|socat|python[23]?|perl|ruby|php|node|deno|bun|npx|bash|sh|zsh|source|crontab|at|systemctl|launchctl|kill|pkill|killall|xargs|nohup|setsid|git|npm|pip3?|docker|kubectl)(?:\s|$)/,
    /child_process|os\.(?:system|popen|exec|spawn|remove|unlink|rmdir)|subprocess|rmtree|rmSync|unlinkSync|writeFile|\brm\(|\bunlink\(|fetch\(|XMLHttpRequest|socket|urllib|requests\.|axios|http\.(?:get|request)|execSync|spawn\(|spawnSync|\bexec\(|\beval\(|compile\(|__import__|importlib|process\.env|os\.environ|getenv|Function\(|base64|b64decode|atob\(|fromCharCode|marshal|pickle|ctypes|\bsystem\(|popen\(|shell_exec|Runtime\.getRuntime|id_rsa|\.ssh\/|authorized_keys|\.bashrc|\.profile|\/dev\/tcp|postinstall|preinstall|pull_request_target/,
  ]
    .map((one) => `(?:${one.source})`)
    .join('|'),
);

interface Row {
  text: string;
  flagged: boolean;
}

export interface QuestionText {
  lines: string[];
  /** Rows that are not among them. */
  hidden: number;
}

/**
 * What the user reads before deciding, line by line: nothing in it acts on the terminal, and nothing is left out unsaid.
 * With `all`, nothing is left out. `width`: characters of a row.
 */
export function questionText({ review, tool, summary }: Question, all = false, width = ROW): QuestionText {
  const lines = spelled(review.detail).split('\n');
  while (lines.length > 1 && lines.at(-1) === '') lines.pop();
  const count = lines.length === 1 ? '' : `, ${lines.length} lines below`;
  const heading = `${tool}: ${oneLine(review.action)}${count}`;
  const shown = oneLine(summary);
  const rows = rowsOf(lines, review.flagged ?? [], Math.max(LEAST_ROW, Math.min(ROW, width)));
  const detail = all ? { lines: rows.map(shownRow), hidden: 0 } : detailRows(rows, lines.length);
  return {
    hidden: detail.hidden,
    lines: [
      heading,
      ...review.reasons.map((reason) => `  because ${oneLine(reason)}`),
      ...(shown !== '' && !review.detail.includes(summary.replace(/^\$ /, '')) ? [`  ${shown}`] : []),
      ...detail.lines,
    ],
  };
}

function oneLine(text: string): string {
  const line = squeeze(spelled(text).replace(/[\n\t]/g, ' '));
  return line.length > 500 ? `${line.slice(0, 500)}…` : line;
}

const shownRow = (row: Row): string => `  ${row.flagged ? '!' : '|'} ${row.text}`;

function rowsOf(lines: readonly string[], flagged: readonly number[], width: number): Row[] {
  const known = new Set(flagged);
  return emptyLinesShortened(lines).flatMap(({ text, line }): Row[] => {
    const isFlagged = known.size > 0 ? known.has(line) : NOTABLE.test(text.slice(0, 10_000));
    return partsOf(squeeze(text), width).map((part) => ({ text: part, flagged: isFlagged }));
  });
}

function detailRows(rows: readonly Row[], count: number): QuestionText {
  if (rows.length <= MOST_ROWS) return { lines: rows.map(({ text }) => `  | ${text}`), hidden: 0 };
  let room = MOST_FLAGGED;
  let hidden = 0;
  let gap = 0;
  const out: string[] = [];
  const closeGap = (): void => {
    if (gap > 0) out.push(`  … ${gap} rows not shown …`);
    gap = 0;
  };
  for (const [at, row] of rows.entries()) {
    const middle = at >= HEAD && at < rows.length - TAIL;
    if (middle && row.flagged) room -= 1;
    if (middle && (!row.flagged || room < 0)) {
      hidden += 1;
      gap += 1;
      continue;
    }
    closeGap();
    out.push(shownRow(row));
  }
  closeGap();
  out.push(`  (${count} lines, ${rows.length} rows; ! marks what was noticed)`);
  if (hidden > 0) out.push(`  ${hidden} rows are not shown: refuse it unless you know what they hold`);
  return { lines: out, hidden };
}

function partsOf(text: string, width: number): string[] {
  const chars = Array.from(text);
  if (chars.length <= width) return [text];
  return Array.from({ length: Math.ceil(chars.length / width) }, (_none, at) =>
    chars.slice(at * width, (at + 1) * width).join(''),
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
