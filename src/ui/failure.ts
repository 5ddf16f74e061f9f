import type { UserError } from '../contract/index.ts';
import { bug, fromForeign } from '../errors/foreign.ts';
import { toReport } from '../errors/hermes-error.ts';
import { formatWhere } from '../errors/where.ts';
import { err, out, paintErr } from './output.ts';

/** Prints a failure in the one form that hermes has, and returns the exit code. */
export function reportFailure(
  error: unknown,
  options: { json: boolean; command?: string | undefined; usageHints?: readonly string[] },
): number {
  const known = fromForeign(error, options.command, options.usageHints);
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
