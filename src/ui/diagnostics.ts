import type { Diagnostic, FileReport } from '../contract/index.ts';
import { plural } from '../errors/words.ts';
import { excerpt } from './excerpt.ts';
import { paint } from './output.ts';
import { visible } from './visible.ts';
import { wrap } from './wrap.ts';

/** A report with its source text; the text must not hold secrets, because excerpts of it are printed. */
export type ReportWithText = FileReport & { text: string };

/** Lines of the source are cut to this where there is no screen. */
const PIPE_CELLS = 100;

export interface LineOptions {
  /** Cells of the screen; infinite in a pipe, where messages are one line each. */
  width?: number;
  /** The place is told without the file, because its name stands above. */
  grouped?: boolean;
  /** Whether to say what --fix would do; default true. */
  marks?: boolean;
}

/**
 * One file's findings for people: place, message, code, the source line with the faulty part underlined, what to do.
 * All of them, in the order of the report.
 */
export function diagnosticLines(report: ReportWithText, options: LineOptions = {}): string[] {
  const { width = Number.POSITIVE_INFINITY, grouped = false, marks = true } = options;
  const lines = report.text.split(/\r?\n/);
  return report.diagnostics.flatMap((it) => [
    ...wrap(headline(grouped ? undefined : report.file, it), width, '  '),
    ...excerpt(lines[it.line - 1] ?? '', it, Math.min(width, Math.max(PIPE_CELLS, Number.isFinite(width) ? width : 0))),
    ...remedyLines(it, width, marks),
    '',
  ]);
}

/** What a finding is called: nothing is wrong about what is only worth knowing. */
export const SEVERITY_WORD = { error: 'error', warning: 'warning', info: 'note' } as const;

const COLOURS = { error: 'red', warning: 'yellow', info: 'cyan' } as const;

function headline(file: string | undefined, { line, column, severity, message, code }: Diagnostic): string {
  const place = `${file === undefined ? '' : `${visible(file)}:`}${line}:${column}`;
  const word = paint(COLOURS[severity], SEVERITY_WORD[severity]);
  return `${paint('bold', place)}: ${word} ${visible(message)} ${paint('dim', `[${code}]`)}`;
}

/** Commands are not broken into lines, so that they can be copied. */
const COMMAND = /\b(?:hermes|curl|export|chmod|kill) /;

function remedyLines({ suggestion, fix }: Diagnostic, width: number, marks: boolean): string[] {
  const remedy = suggestion ?? fix;
  if (remedy === undefined) return [];
  const mark =
    fix === undefined || !marks ? '' : paint('dim', remedy.endsWith(')') ? '; so does --fix' : ' (--fix does that)');
  const text = `  ${paint('cyan', 'try')}: ${visible(remedy)}${mark}`;
  return COMMAND.test(remedy) ? [text] : wrap(text, width, '       ');
}

/** The last line about a file: whether it is valid, and how much was found. With `strict`, warnings count. */
export function verdictLine(report: FileReport, { strict = false }: { strict?: boolean } = {}): string {
  const { errors, warnings } = report;
  const file = visible(report.file);
  const counts = countWords(report);
  if (errors > 0) return `${paint('red', '✗')} ${file}: ${counts}`;
  if (strict && warnings > 0) return `${paint('red', '✗')} ${file}: ${counts}; with --strict warnings count`;
  return `${paint('green', '✓')} ${file}: valid${counts ? `, ${counts}` : ''}`;
}

/** `3 errors, 1 warning, 2 notes`; empty where nothing was found. */
export function countWords({ errors, warnings, notes }: Pick<FileReport, 'errors' | 'warnings' | 'notes'>): string {
  const some = (n: number, word: string): string => (n === 0 ? '' : plural(n, word));
  return [some(errors, 'error'), some(warnings, 'warning'), some(notes, 'note')].filter(Boolean).join(', ');
}
