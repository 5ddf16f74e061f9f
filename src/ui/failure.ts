import type { UserError } from '../contract/index.ts';
import { bug, fromForeign } from '../errors/foreign.ts';
import { toReport } from '../errors/hermes-error.ts';
import { maskTokens } from '../errors/secret-tokens.ts';
import { formatWhere } from '../errors/where.ts';
import { printableJson, printableText } from './json.ts';
import { err, out, paintErr } from './output.ts';

type Failure = Pick<UserError, 'code' | 'message' | 'exit' | 'where' | 'try'>;

/** Prints a failure in the one form that hermes has, and returns the exit code. */
export function reportFailure(
  error: unknown,
  options: { json: boolean; command?: string | undefined; usageHints?: readonly string[] },
): number {
  const known = fromForeign(error, options.command, options.usageHints);
  const failure = withoutSecrets(known ?? bug(error));
  if (!known && error instanceof Error && error.stack) err(maskTokens(error.stack));
  if (options.json) out(printableJson({ schemaVersion: 1, error: toReport(failure) }));
  else for (const line of failureLines(failure)) err(line);
  return failure.exit;
}

/** What was typed or read may hold a key or a password, and failures end up in bug reports. */
function withoutSecrets({ code, message, exit, where = {}, try: hints }: UserError): Failure {
  const { key, url } = where;
  const place = {
    ...where,
    ...(key === undefined ? {} : { key: maskTokens(key) }),
    ...(url === undefined ? {} : { url: maskTokens(url) }),
  };
  const cleaned = { code, message: maskTokens(message), exit, try: hints.map(maskTokens) };
  return Object.keys(place).length > 0 ? { ...cleaned, where: place } : cleaned;
}

function failureLines(error: Failure): string[] {
  // What was typed, a file's name or a server's words may hold escape sequences.
  const place = printableText(formatWhere(error.where) ?? '');
  const message = printableText(error.message);
  const isNamed = error.where?.file !== undefined && message.includes(place);
  const before = place === '' || isNamed ? '' : ` ${place}`;
  return [
    `${paintErr('red', 'error')}${before}: ${message} [${error.code}]`,
    ...error.try.map((line) => `  ${paintErr('cyan', 'try')}: ${printableText(line)}`),
  ];
}
