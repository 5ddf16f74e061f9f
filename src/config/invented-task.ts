import { TASK_SYNONYMS } from '../catalog/synonyms.ts';
import { isUnset } from './edit-value.ts';
import { isMapping } from './emit.ts';
import type { Finding } from './finding.ts';
import { keysAt } from './schema.ts';

/**
 * Background tasks under names that nothing has. Plugins bring tasks of their own, so a name is reported only where it is
 * one that people invent for a task of the core.
 */
export function taskFindings(data: unknown): Finding[] {
  const tasks = isMapping(data) && isMapping(data['auxiliary']) ? data['auxiliary'] : {};
  const known = new Set(keysAt(['auxiliary']));
  return Object.entries(tasks).flatMap(([name, content]): Finding[] => {
    const plain = name
      .replace(/([a-z])([A-Z])/g, '$1_$2')
      .toLowerCase()
      .replaceAll('-', '_');
    const row = Object.entries(TASK_SYNONYMS).find(([it]) => it.replaceAll('_', '') === plain.replaceAll('_', ''));
    if (!row || known.has(name) || !isMapping(content)) return [];
    const [, meant] = row;
    const free = meant !== '' && isUnset(tasks[meant]);
    return [
      {
        code: 'config.unknown-key',
        severity: 'warning',
        path: ['auxiliary', name],
        part: 'key',
        message: `\`${name}\` is no background task, so nothing reads it`,
        suggestion:
          meant === ''
            ? 'no task does this; delete it (`hermes config explain auxiliary` lists the tasks)'
            : `did you mean \`auxiliary.${meant}\`?`,
        ...(free
          ? { fix: { title: `rename it to \`${meant}\``, edits: [{ path: ['auxiliary', name], rename: meant }] } }
          : {}),
      },
    ];
  });
}
