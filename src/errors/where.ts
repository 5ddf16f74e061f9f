import type { Where } from '../contract/index.ts';

/** `file:line:column`, a URL or a flag: the place in the form that terminals make clickable. */
export function formatWhere(where: Where | undefined): string {
  if (!where) return '';
  if (where.file) {
    return [where.file, where.line, where.line === undefined ? undefined : where.column]
      .filter((part) => part !== undefined)
      .join(':');
  }
  return where.url ?? where.flag ?? where.key ?? '';
}
