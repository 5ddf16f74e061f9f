import type { Finding } from './finding.ts';
import { formatKeyPath, type KeyPath } from './key-path.ts';
import { schemaFindings } from './schema-findings.ts';

const JOINED = '--host=';

/**
 * What is wrong with the addresses that flags of llama-server name, by the rule for `host`, whose place they take. `path` is
 * where the flags stand.
 */
export function extraHostFindings(args: unknown, path: KeyPath): Finding[] {
  if (!Array.isArray(args)) return [];
  return args.flatMap((arg: unknown, i): Finding[] => {
    const at = [...path, i];
    if (args[i - 1] === '--host') return hostFindings(arg, at);
    if (typeof arg !== 'string' || !arg.startsWith(JOINED)) return [];
    return hostFindings(arg.slice(JOINED.length), at).map(({ fix: _fix, ...finding }) => ({
      ...finding,
      suggestion: `${finding.suggestion}, in an item of its own behind --host`,
    }));
  });
}

function hostFindings(value: unknown, path: KeyPath): Finding[] {
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  const name = formatKeyPath(path);
  return schemaFindings({ servers: { it: { host: String(value) } } })
    .filter(({ severity }) => severity === 'error')
    .map(({ fix, ...finding }) => ({
      ...finding,
      path,
      message: finding.message.replace('`servers.it.host`', `\`${name}\``),
      ...(fix ? { fix: { ...fix, edits: fix.edits.map((edit) => ({ ...edit, path })) } } : {}),
    }));
}
