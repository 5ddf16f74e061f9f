import { isAbsolute, relative } from 'node:path';
import { plural } from '../errors/words.ts';
import { countWords, diagnosticLines, type ReportWithText, verdictLine } from './diagnostics.ts';
import { diffLines } from './diff-lines.ts';
import { paint } from './output.ts';
import { compactLines, githubLines } from './report-formats.ts';
import { visible } from './visible.ts';
import { wrap } from './wrap.ts';

/** What `--fix` did to one file. */
export interface FixView {
  fixed: readonly { title: string; path: string; code: string }[];
  notFixed: readonly { title: string; path: string; code: string; reason: string }[];
  diff: string;
  written: boolean;
  backup?: string;
  inPlace?: true;
}

type FileView = ReportWithText & { fix?: FixView };

interface ReportOptions {
  width: number;
  strict: boolean;
  /** The command line that mends what can be mended. */
  fixCommand: string;
}

/** What `hermes config validate` prints; with `json` nobody sees it. */
export function validateLines(
  reports: readonly FileView[],
  { format, cwd, ...options }: ReportOptions & { format: 'pretty' | 'compact' | 'github' | 'json'; cwd: string },
): string[] {
  const files = reports.map((report) => ({ ...report, file: shortName(report.file, cwd) }));
  return format === 'compact' || format === 'github' ? plainLines(files, format) : prettyLines(files, options);
}

/** Files below the working folder are told from there, which is shorter and is what GitHub wants. */
function shortName(file: string, cwd: string): string {
  const name = isAbsolute(file) ? relative(cwd, file) : file;
  return name.startsWith('..') || isAbsolute(name) ? file : name;
}

/** For people. */
function prettyLines(files: readonly FileView[], options: ReportOptions): string[] {
  const several = files.length > 1;
  const lines = files.flatMap((file) => {
    const grouped = several && (file.diagnostics.length > 0 || file.fix !== undefined);
    return [
      ...(grouped ? [paint('bold', visible(file.file))] : []),
      ...(file.fix ? fixLines(file.file, file.fix, options) : []),
      ...diagnosticLines(file, { width: options.width, grouped, marks: file.fix === undefined }),
      verdictLine(file, options),
      ...(grouped ? [''] : []),
    ];
  });
  return [...lines, ...hintLines(files, options), ...(several ? [totalLine(files, options)] : [])];
}

/** What was mended and what was not, the change itself, and where the old content is. */
function fixLines(
  file: string,
  { fixed, notFixed, diff, written, backup, inPlace }: FixView,
  { width }: ReportOptions,
) {
  const name = visible(file);
  const row = ({ title, path, code }: FixView['fixed'][number]) =>
    `  ${path === '' ? '' : `${visible(path)}: `}${visible(title)} ${paint('dim', `[${code}]`)}`;
  const lines: string[] = [];
  if (fixed.length > 0) {
    lines.push(
      `${written ? 'mended' : 'would be mended'} in ${name}: ${plural(fixed.length, 'finding')}`,
      ...fixed.flatMap((it) => wrap(row(it), width, '    ')),
      '',
    );
  } else lines.push(`nothing in ${name} can be mended without you`, '');
  if (notFixed.length > 0) {
    lines.push(
      `not mended: ${plural(notFixed.length, 'finding')}`,
      ...notFixed.flatMap((it) => wrap(`${row(it)}: ${visible(it.reason)}`, width, '    ')),
      '',
    );
  }
  lines.push(...diffLines(diff), ...(diff ? [''] : []));
  if (backup !== undefined) lines.push(`the old content is kept in ${visible(backup)}`);
  if (inPlace) lines.push('written in place: the file is a mount point, so this write was not atomic');
  if (fixed.length > 0 && !written) lines.push('nothing was written (--dry-run)');
  return lines.at(-1) === '' ? lines : [...lines, ''];
}

function hintLines(files: readonly FileView[], { fixCommand }: ReportOptions): string[] {
  if (files.some(({ fix }) => fix)) return [];
  const mendable = files.flatMap(({ diagnostics }) => diagnostics.filter(({ fix }) => fix !== undefined));
  return mendable.length > 1 ? [`${mendable.length} of them can be mended: ${fixCommand}`] : [];
}

function totalLine(files: readonly FileView[], { strict }: ReportOptions): string {
  const sum = (key: 'errors' | 'warnings' | 'notes') => files.reduce((total, file) => total + file[key], 0);
  const bad = files.filter(({ errors, warnings }) => errors > 0 || (strict && warnings > 0)).length;
  const counts = countWords({ errors: sum('errors'), warnings: sum('warnings'), notes: sum('notes') });
  const verdict = bad === 0 ? 'all valid' : `${bad} not valid`;
  const mark = bad === 0 ? paint('green', '✓') : paint('red', '✗');
  return `${mark} ${plural(files.length, 'file')}: ${verdict}${counts ? `, ${counts}` : ''}`;
}

/** The same for programs: one line per finding. What `--fix` did is told first. */
function plainLines(files: readonly FileView[], format: 'compact' | 'github'): string[] {
  return files.flatMap((file) => [
    ...(file.fix?.fixed ?? []).map(({ title, path, code }) => {
      const word = file.fix?.written ? 'mended' : 'would be mended';
      const text = `${visible(file.file)}: ${word}: ${path === '' ? '' : `${visible(path)}: `}${visible(title)} [${code}]`;
      return format === 'github' ? `::notice::${text.replaceAll('%', '%25')}` : text;
    }),
    ...(format === 'github' ? githubLines(file) : compactLines(file)),
  ]);
}
