import type { Diagnostic, FileReport } from '../contract/index.ts';
import { SEVERITY_WORD } from './diagnostics.ts';
import { visible } from './visible.ts';

/** One line per finding, as editors and `grep` read it: `FILE:LINE:COLUMN: error MESSAGE [CODE]`. */
export function compactLines({ file, diagnostics }: FileReport): string[] {
  return diagnostics.map(
    ({ line, column, severity, message, code }) =>
      `${visible(file)}:${line}:${column}: ${SEVERITY_WORD[severity]} ${visible(message)} [${code}]`,
  );
}

const GITHUB_COMMAND = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** Workflow commands that GitHub shows beside the changed lines. */
export function githubLines({ file, diagnostics }: FileReport): string[] {
  return diagnostics.map((it) => {
    const { line, column, severity, code } = it;
    const place = `file=${property(file)},line=${line},col=${column},title=${property(code)}`;
    return `::${GITHUB_COMMAND[severity]} ${place}::${data(saying(it))}`;
  });
}

const saying = ({ message, suggestion }: Diagnostic): string =>
  suggestion === undefined ? message : `${message}\ntry: ${suggestion}`;

/** GitHub's own escapes: a line break would end the command, a `%` begins an escape. */
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
