import type { UserError, Where } from '../contract/index.ts';
import { bug, fromForeign } from '../errors/foreign.ts';
import { toReport } from '../errors/hermes-error.ts';
import { err, out, paintErr } from './output.ts';

/** Prints a failure in the one form that hermes has, and returns the exit code. */
export function reportFailure(error: unknown, options: { json: boolean; command?: string | undefined }): number {
  const known = fromForeign(error, options.command);
  const failure = known ?? bug(error);
  if (!known && error instanceof Error && error.stack) err(error.stack);
  if (options.json) out(JSON.stringify({ schemaVersion: 1, error: toReport(failure) }, null, 2));
  else for (const line of failureLines(failure)) err(line);
  return failure.exit;
}

function failureLines(error: UserError): string[] {
  const place = formatWhere(error.where);
  return [
    `${paintErr('red', 'error')}${place ? ` ${place}` : ''}: ${error.message} [${error.code}]`,
    ...error.try.map((line) => `  ${paintErr('cyan', 'try')}: ${line}`),
  ];
}

/** `file:line:column`, a URL or a flag: the place in the form that terminals make clickable. */
function formatWhere(where: Where | undefined): string {
  if (!where) return '';
  if (where.file) {
    return [where.file, where.line, where.line === undefined ? undefined : where.column]
      .filter((p) => p !== undefined)
      .join(':');
  }
  return where.url ?? where.flag ?? where.key ?? '';
}
