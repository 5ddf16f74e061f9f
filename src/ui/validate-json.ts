import type { Diagnostic, FileReport } from '../contract/index.ts';
import type { FixView } from './validate-report.ts';

type Report = FileReport & { fix?: FixView; live?: boolean };

interface FileResult extends Omit<FileReport, 'diagnostics'> {
  diagnostics: Omit<Diagnostic, 'range'>[];
  /** With --live: false where the file could not be used, so that nobody was asked. */
  live?: boolean;
  /** With --fix: what was mended, or would be (`written` is false). */
  fixed?: { title: string; code: string; path: string }[];
  notFixed?: { title: string; code: string; path: string; reason: string }[];
  diff?: string;
  written?: boolean;
  backup?: string;
  inPlace?: true;
}

/** What `hermes config validate --json` prints. */
export interface ValidateResult {
  schemaVersion: 1;
  valid: boolean;
  files: FileResult[];
}

export const isValid = (reports: readonly FileReport[], strict: boolean): boolean =>
  reports.every(({ errors, warnings }) => errors === 0 && !(strict && warnings > 0));

export function validateResult(reports: readonly Report[], strict: boolean): ValidateResult {
  return { schemaVersion: 1, valid: isValid(reports, strict), files: reports.map(fileResult) };
}

function fileResult({ file, errors, warnings, notes, diagnostics, live, fix }: Report): FileResult {
  return {
    file,
    errors,
    warnings,
    notes,
    diagnostics: diagnostics.map(({ range: _range, ...rest }) => rest),
    ...(live === undefined ? {} : { live }),
    ...(fix ? fixResult(fix) : {}),
  };
}

function fixResult({ fixed, notFixed, diff, written, backup, inPlace }: FixView): Partial<FileResult> {
  return {
    fixed: [...fixed],
    notFixed: [...notFixed],
    diff,
    written,
    ...(backup === undefined ? {} : { backup }),
    ...(inPlace ? { inPlace } : {}),
  };
}
