import type { UserError } from '../contract/index.ts';
import { userError } from '../errors/hermes-error.ts';
import { extraHostFindings } from './extra-host.ts';
import { type Finding, toDiagnostic } from './finding.ts';
import type { LoadedFile } from './load.ts';
import { extraArgsRule } from './rules/extra-args.ts';
import { schemaFindings } from './schema-findings.ts';

/**
 * The first error in what the file says about a server, with its place; undefined where the entry is sound or there is
 * none. Values of a wrong type are missing from the loaded entry, so a server that is started nevertheless would run
 * with other settings than were written down.
 */
export function serverEntryProblem(config: LoadedFile, name: string): UserError | undefined {
  const concerns = ({ severity, path }: Finding) =>
    severity === 'error' && path[0] === 'servers' && (path.length === 1 || path[1] === name);
  const findings = [...schemaFindings(config.raw), ...extraArgsRule(config.raw, { env: undefined })];
  const finding = findings.find(concerns);
  if (!finding) return undefined;
  const { code, message, path: key, line, column, suggestion } = toDiagnostic(config.source, finding);
  return userError(code as 'config.type', message, {
    where: { file: config.file, line, column, key },
    try: [...(suggestion ? [suggestion] : []), 'hermes config validate'],
    exit: 2,
  });
}

/** Throws `usage.invalid` for a `--host`, of hermes or behind `--`, that the config would not take. */
export function checkHost(host: string | undefined, extraArgs: readonly string[]): void {
  const args = [...(host === undefined ? [] : ['--host', host]), ...extraArgs];
  const finding = extraHostFindings(args, ['args'])[0];
  if (!finding) return;
  throw userError('usage.invalid', finding.message.replace(/^`args\[\d+\]`/, '--host'), {
    where: { flag: '--host' },
    try: finding.suggestion ? [finding.suggestion] : [],
  });
}
