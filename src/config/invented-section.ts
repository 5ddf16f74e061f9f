import { slips } from '../errors/nearest.ts';
import type { Edit } from './edit-value.ts';
import { isUnset } from './edit-value.ts';
import { isMapping } from './emit.ts';
import type { Fix } from './finding.ts';
import { fits } from './fits.ts';
import { formatKeyPath, type KeyPath, valueAt } from './key-path.ts';
import { canHold, isReal } from './misplaced.ts';
import { presentPath } from './old-keys.ts';
import { describedAt, schemaAt } from './schema.ts';
import { type Meant, meantBy } from './suggest.ts';

/** What an unknown key was meant to be, in words; for an invented section key by key. */
export function sayMeant(meant: Meant, key: string, value: unknown): string {
  const name = formatKeyPath(meant.path);
  if (meant.by !== 'section') return `did you mean \`${name}\`?`;
  const children = isMapping(value) ? childrenOf(meant.path, value) : [];
  const known = children.filter(({ to }) => to !== undefined);
  if (known.length > 0) {
    const list = known.slice(0, 4).map(({ from, to }) => `\`${key}.${from}\` is \`${formatKeyPath(to as KeyPath)}\``);
    return list.join(', ') + (known.length > 4 ? ', …' : '');
  }
  return name === '' ? 'write its sections at the left margin' : `did you mean \`${name}\`?`;
}

/** Where each key of an invented section belongs. */
function childrenOf(section: KeyPath, value: Record<string, unknown>): { from: string; to: KeyPath | undefined }[] {
  return Object.keys(value).map((from) => {
    const exact = [...section, from];
    const at = describedAt(exact);
    if (at === 'unknown') return { from, to: meantBy(section, from, value[from])?.path };
    return { from, to: typeof at !== 'string' && at['x-moved'] ? presentPath(exact, at['x-moved']) : exact };
  });
}

/** A rename, where the other name is free; all keys of an invented section, where each has a free place of its own. */
export function fixFor(path: KeyPath, meant: Meant, value: unknown, data: unknown): Fix | undefined {
  const free = (target: KeyPath, it: unknown): boolean =>
    isReal(target) &&
    isUnset(valueAt(data, target)) &&
    canHold(data, target) &&
    schemaAt(target) !== 'unknown' &&
    fits(target, it);
  if (meant.by === 'spelling' || meant.by === 'synonym') {
    const name = String(meant.path.at(-1));
    if (meant.by === 'spelling' && slips(String(path.at(-1)), name) > 2) return undefined;
    return free(meant.path, value) ? { title: `rename it to \`${name}\``, edits: [{ path, rename: name }] } : undefined;
  }
  if (meant.by !== 'section' || !isMapping(value)) return undefined;
  const [section] = meant.path;
  if (meant.path.length === 1 && isUnset(valueAt(data, meant.path)) && allThere(meant.path, value)) {
    return { title: `rename it to \`${String(section)}\``, edits: [{ path, rename: String(section) }] };
  }
  const moves = childrenOf(meant.path, value).flatMap(({ from, to }): Edit[] =>
    to && free(to, value[from]) ? [{ path: [...path, from], moveTo: to }] : [],
  );
  const targets = new Set(moves.map(({ moveTo }) => formatKeyPath(moveTo ?? [])));
  if (moves.length === 0 || targets.size < Object.keys(value).length) return undefined;
  return { title: 'move its keys to where they belong', edits: [...moves, { path, remove: true }] };
}

/** Every key of the invented section is one of the real section, in its present spelling. */
const allThere = (section: KeyPath, value: Record<string, unknown>): boolean =>
  childrenOf(section, value).every(
    ({ from, to }) => to?.length === section.length + 1 && to.at(-1) === from && fits(to, value[from]),
  );
