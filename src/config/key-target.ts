import { userError } from '../errors/hermes-error.ts';
import { isUnset } from './edit-value.ts';
import { isMapping } from './emit.ts';
import { formatKeyPath, type KeyPath, parseKeyPath, typedPath, valueAt } from './key-path.ts';
import { presentPath } from './old-keys.ts';
import { describedAt, type PluginSections, schemaAt } from './schema.ts';
import { typesOf } from './schema-node.ts';
import { suggestPath } from './suggest.ts';

/** What a key on the command line means for a file. */
export interface KeyTarget {
  /** Its place, in the present spelling. */
  path: KeyPath;
  /** The older spelling that was asked for, where it was one. */
  asked?: KeyPath;
}

/**
 * The place that `hermes config set` writes to: list indices typed by data and schema, `model` short for `model.default`,
 * older names by their present ones. Throws `usage.invalid`, and `config.unknown-key` unless `force`.
 */
export function targetOf(key: string, data: unknown, plugins: PluginSections, force: boolean): KeyTarget {
  const typed = typedKey(key, data, plugins);
  const path = typed.length === 1 && typed[0] === 'model' ? ['model', 'default'] : typed;
  const node = describedAt(path, plugins);
  if (typeof node === 'object' && node['x-moved'] !== undefined && !force) {
    return { path: presentPath(path, node['x-moved']), asked: path };
  }
  if (!force && schemaAt(path, plugins) === 'unknown') throw unknown(path, plugins);
  if (!force && isRemoved(path, plugins)) throw removed(path);
  return { path };
}

/** The path with numbers where the data or the schema has a list. */
export function typedKey(key: string, data: unknown, plugins: PluginSections = {}): KeyPath {
  return typedPath(parseKeyPath(key), data).map((step, i, all) => {
    if (typeof step === 'number' || !/^\d+$/.test(step)) return step;
    const owner = schemaAt(all.slice(0, i), plugins);
    const isList = typeof owner !== 'string' && typesOf(owner).join() === 'array';
    return isList && !isMapping(valueAt(data, all.slice(0, i))) ? Number(step) : step;
  });
}

/**
 * Refuses a single value where a section stands or belongs (`config.type`): its keys would be gone, or never read.
 * Setting nothing over nothing is no loss.
 */
export function refuseOverSection(path: KeyPath, value: unknown, data: unknown, plugins: PluginSections): void {
  if (typeof value === 'object' && value !== null) return;
  const present = valueAt(data, path);
  const held = isMapping(present) ? Object.keys(present) : [];
  const node = schemaAt(path, plugins);
  const wanted = typeof node === 'string' ? [] : typesOf(node);
  const section = wanted.length === 1 && wanted[0] === 'object';
  if (held.length === 0 && (!section || isUnset(value))) return;
  const known = typeof node === 'string' ? [] : Object.keys(node.properties ?? {});
  const keys = held.length > 0 ? held : known;
  const name = formatKeyPath(path);
  const listed = keys.slice(0, 8).map((key) => `\`${key}\``);
  const more = keys.length > 8 ? ` and ${keys.length - 8} more` : '';
  const what = `\`${name}\` is a section${held.length > 0 ? ' that holds' : ' with keys such as'} ${listed.join(', ')}${more}`;
  throw userError(
    'config.type',
    `${what}; a single value would ${held.length > 0 ? 'replace them all' : 'not be read'}`,
    {
      where: { key: name },
      try: [
        ...(keys[0] === undefined
          ? []
          : [`Set one of its keys: hermes config set ${formatKeyPath([...path, keys[0]])} VALUE`]),
        `With --force, \`hermes config set\` writes it all the same${held.length > 0 ? '; `hermes config backup restore` brings the old content back' : ''}.`,
      ],
      exit: 1,
    },
  );
}

function isRemoved(path: KeyPath, plugins: PluginSections): boolean {
  return path.some((_step, i) => {
    const node = describedAt(path.slice(0, i + 1), plugins);
    return typeof node === 'object' && node['x-removed'] === true;
  });
}

function removed(path: KeyPath): Error {
  return userError('config.unknown-key', `nothing reads \`${formatKeyPath(path)}\` any more`, {
    where: { key: formatKeyPath(path) },
    try: [`hermes config explain ${formatKeyPath(path)}`, INSIST],
  });
}

const INSIST = 'With --force, `hermes config set` writes it all the same (for a program that reads this file, too).';

function unknown(path: KeyPath, plugins: PluginSections): Error {
  const better = suggestPath(path, plugins);
  return userError('config.unknown-key', `nothing reads \`${formatKeyPath(path)}\``, {
    where: { key: formatKeyPath(path) },
    try: [...(better ? [`Did you mean \`${better}\`?`] : []), INSIST],
  });
}
