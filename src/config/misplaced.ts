import type { Edit } from './edit-value.ts';
import { isUnset } from './edit-value.ts';
import { isMapping } from './emit.ts';
import type { Finding, Fix } from './finding.ts';
import { isOwnEntry } from './fits.ts';
import { formatKeyPath, type KeyPath, valueAt } from './key-path.ts';
import { keysAt } from './schema.ts';

export const placeName = (parent: KeyPath): string =>
  parent.length === 0 ? 'at the top level' : `under \`${formatKeyPath(parent)}\``;

/** Not a pattern such as `servers.<name>.port`. */
export const isReal = (path: KeyPath): boolean => !path.some((step) => String(step).startsWith('<'));

/** Every step above the target is a map, or not there yet. */
export const canHold = (data: unknown, target: KeyPath): boolean =>
  target.slice(0, -1).every((_step, i) => {
    const holder = valueAt(data, target.slice(0, i + 1));
    return isUnset(holder) || isMapping(holder);
  });

const move = (path: KeyPath, moveTo: KeyPath): Fix => ({
  title: `move it to \`${formatKeyPath(moveTo)}\``,
  edits: [{ path, moveTo }],
});

/** A section under another one. From an entry of the user's own it is not moved without asking. */
export function misplacedSection(path: KeyPath, target: KeyPath, data: unknown): Finding {
  const [name] = target;
  const key = String(path.at(-1));
  const fix = isUnset(valueAt(data, target)) && !isOwnEntry(path.slice(0, -1)) ? move(path, target) : undefined;
  const place = placeName(path.slice(0, -1));
  const what =
    name === key
      ? `\`${key}\` is a section of its own; ${place} nothing reads it`
      : `\`${key}\` ${place} is read by nothing; what stands in it belongs under \`${name}\``;
  const there = isUnset(valueAt(data, target))
    ? `move \`${key}:\` to the left margin, with everything below it`
    : `move its keys into the \`${name}:\` section that the file has at the left margin`;
  return {
    code: 'config.misplaced',
    severity: 'error',
    path,
    part: 'key',
    message: `${what}, and the defaults are in force`,
    suggestion: name === key ? there : `${there.replace(/, with/, `, as \`${name}:\`, with`)}`,
    ...(fix ? { fix } : {}),
  };
}

/** One key whose place is elsewhere. `by`: whether it may be moved without asking. */
export function misplacedKey(path: KeyPath, target: KeyPath, data: unknown, by: 'place' | 'outside'): Finding {
  const present = valueAt(data, target);
  const free = isReal(target) && isUnset(present) && canHold(data, target);
  const fix = by === 'place' && free ? move(path, target) : undefined;
  return {
    code: 'config.misplaced',
    severity: 'warning',
    path,
    part: 'key',
    message: whyMisplaced(path, target),
    suggestion: isUnset(present)
      ? `${toPlace(String(path.at(-1)), target)}${by === 'outside' ? ', if that is meant' : ''}`
      : `\`${formatKeyPath(target)}\` is set already; delete this one`,
    ...(fix ? { fix } : {}),
  };
}

function whyMisplaced(path: KeyPath, target: KeyPath): string {
  const key = String(path.at(-1));
  const own = formatKeyPath(target.slice(0, -1));
  const place = placeName(path.slice(0, -1));
  if (key.includes('.')) return `\`${key}\` is one name with a dot in it here, so it has no effect; it must be nested`;
  if (target[0] === key && target.length > 1) return `\`${key}\` is a section of its own; ${place} nothing reads it`;
  const belongs = own === '' ? 'at the left margin' : target.at(-1) === key ? `under \`${own}\`` : undefined;
  const renamed = belongs === undefined ? `is \`${formatKeyPath(target)}\`` : `belongs ${belongs}`;
  return path.length === 1 && target[0] === 'model' && ROOT_SPELLINGS.has(key)
    ? `\`${key}\` ${renamed}; at the top level it is read only while \`model\` has none`
    : `\`${key}\` has no effect ${place}; it ${renamed}`;
}

function toPlace(key: string, target: KeyPath): string {
  if (target.length === 1) return `write it at the left margin, as \`${target[0]}:\``;
  if (!key.includes('.')) return `move it to \`${formatKeyPath(target)}\``;
  const lines = target.map((step, i) => (i === 0 ? `write \`${step}:\`` : `below it \`${step}:\``));
  return lines.join(', ');
}

/** Keys of `model` that old files have at the top level; they are folded when the file is loaded. */
const ROOT_SPELLINGS = new Set(['provider', 'base_url', 'api_base', 'context_length']);

/** A whole config below one key: nothing of it is in force. */
export function wrapped(path: KeyPath, value: Record<string, unknown>, data: unknown): Finding {
  const [key = ''] = path;
  const names = Object.keys(value);
  const moves = names.map((name): Edit => ({ path: [...path, name], moveTo: [name] }));
  const roots = keysAt([]);
  const free = names.every((name) => roots.includes(name) && isUnset(valueAt(data, [name])));
  const alone = !roots.some((name) => !isUnset(valueAt(data, [name])));
  return {
    code: 'config.misplaced',
    severity: 'error',
    path,
    part: 'key',
    message: `everything below \`${key}:\` is ignored, because sections stand at the left margin${alone ? ': nothing is in force' : ''}`,
    suggestion: `move everything below \`${key}:\` to the left margin and delete that line`,
    ...(free
      ? { fix: { title: 'move its sections to the left margin', edits: [...moves, { path, remove: true }] } }
      : {}),
  };
}

/** A map under a name that stands for the map itself, such as `mcp_servers.mcpServers`. */
export function levelTooMuch(path: KeyPath, value: Record<string, unknown>, data: unknown): Finding {
  const holder = path.slice(0, -1);
  const key = String(path.at(-1));
  const moves = Object.keys(value).map((name): Edit => ({ path: [...path, name], moveTo: [...holder, name] }));
  const free = Object.keys(value).every((name) => name !== key && isUnset(valueAt(data, [...holder, name])));
  return {
    code: 'config.misplaced',
    severity: 'error',
    path,
    part: 'key',
    message: `\`${key}\` is a level too much: nothing reads what stands below it`,
    suggestion: `drop that level: delete the line \`${key}:\` and move what is below it to the left`,
    ...(free ? { fix: { title: `drop the level \`${key}\``, edits: [...moves, { path, remove: true }] } } : {}),
  };
}
