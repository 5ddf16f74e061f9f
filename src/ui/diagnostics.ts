import cells from 'fast-string-width';
import type { Diagnostic, FileReport } from '../contract/index.ts';
import { plural } from '../errors/words.ts';
import { paint } from './output.ts';

/** A report with its source text; the text must not hold secrets, because excerpts of it are printed. */
export type ReportWithText = FileReport & { text: string };

/**
 * One file's findings for people: place, message, code, the source line with the faulty part underlined, what to do.
 * `width` is the terminal's, in cells; longer source lines are cut around the underlined part.
 */
export function diagnosticLines(report: ReportWithText, width = 100): string[] {
  const lines = report.text.split(/\r?\n/);
  return report.diagnostics.flatMap((it) => [
    headline(report.file, it),
    ...excerpt(lines[it.line - 1] ?? '', it, width),
    ...(it.suggestion ? [`  ${paint('cyan', 'try')}: ${it.suggestion}`] : []),
    '',
  ]);
}

function headline(file: string, { line, column, severity, message, code }: Diagnostic): string {
  const word = severity === 'error' ? paint('red', 'error') : paint('yellow', 'warning');
  return `${paint('bold', `${file}:${line}:${column}`)}: ${word} ${message} [${code}]`;
}

/** Line number and text, then carets below the faulty part; none for an empty line. */
function excerpt(source: string, { line, column, range }: Diagnostic, width: number): string[] {
  const text = source.replace(/^\uFEFF/, '');
  if (text.trim() === '') return [];
  const number = String(line);
  const gutter = ' '.repeat(number.length);
  const cut = window(text, column - 1, Math.max(1, range?.length ?? 1), Math.max(20, width - number.length - 6));
  const shown = expandTabs(cut.text);
  const before = cells(expandTabs(cut.text.slice(0, cut.start)));
  const marked = Math.max(1, cells(expandTabs(cut.text.slice(cut.start, cut.start + cut.length))));
  return [
    `  ${paint('dim', `${number} |`)} ${shown}`,
    `  ${paint('dim', `${gutter} |`)} ${' '.repeat(before)}${'^'.repeat(marked)}`,
  ];
}

/** The part of a line to show: all of it, or what fits around the marked part, with `…` where it was cut. */
function window(line: string, start: number, length: number, room: number) {
  const marked = Math.min(length, line.length - start, room);
  if (line.length <= room) return { text: line, start, length: marked };
  const from = Math.max(0, Math.min(start - 10, line.length - room));
  const to = Math.min(line.length, from + room);
  const head = from > 0 ? '…' : '';
  return {
    text: head + line.slice(from, to) + (to < line.length ? '…' : ''),
    start: start - from + head.length,
    length: Math.min(marked, to - start),
  };
}

const expandTabs = (text: string): string => text.replaceAll('\t', '  ');

/** The last line about a file: whether it is valid, and how much was found. */
export function verdictLine({ file, errors, warnings }: FileReport): string {
  const counts = [some(errors, 'error'), some(warnings, 'warning')].filter(Boolean).join(', ');
  if (errors > 0) return `${paint('red', '✗')} ${file}: ${counts}`;
  return `${paint('green', '✓')} ${file}: valid${counts ? `, ${counts}` : ''}`;
}

const some = (n: number, word: string): string => (n === 0 ? '' : plural(n, word));
