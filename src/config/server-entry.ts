import type { UserError } from '../contract/index.ts';
import { userError } from '../errors/hermes-error.ts';
import { type Finding, toDiagnostic } from './finding.ts';
import type { LoadedFile } from './load.ts';
import { schemaFindings } from './schema-findings.ts';

/**
 * The first error in what the file says about a server, with its place; undefined where the entry is sound or there is
 * none. Values of a wrong type are missing from the loaded entry, so a server that is started nevertheless would run
 * with other settings than were written down.
 */
export function serverEntryProblem(config: LoadedFile, name: string): UserError | undefined {
  const concerns = ({ severity, path }: Finding) =>
    severity === 'error' && path[0] === 'servers' && (path.length === 1 || path[1] === name);
  const finding = schemaFindings(config.raw).find(concerns);
  if (!finding) return undefined;
  const { code, message, path: key, line, column, suggestion } = toDiagnostic(config.source, finding);
  return userError(code as 'config.type', message, {
    where: { file: config.file, line, column, key },
    try: [...(suggestion ? [suggestion] : []), 'hermes config validate'],
    exit: 2,
  });
}

/** Throws `usage.invalid` for a `--host` that the config would not take. */
export function checkHost(host: string): void {
  const finding = schemaFindings({ servers: { it: { host } } }).find(({ severity }) => severity === 'error');
  if (!finding) return;
  throw userError('usage.invalid', finding.message.replace('`servers.it.host`', '--host'), {
    where: { flag: '--host' },
    try: finding.suggestion ? [finding.suggestion] : [],
  });
}
