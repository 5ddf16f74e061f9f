import type { Paths } from '../contract/index.ts';
import { commandLine } from '../errors/command-line.ts';
import { userError } from '../errors/hermes-error.ts';
import { nearest } from '../errors/nearest.ts';
import { backupsIn } from './backups-folder.ts';
import { editedText } from './edit-file.ts';
import { isUnset } from './edit-value.ts';
import { isMapping } from './emit.ts';
import { readEnvFile, unsetEnvValue } from './env-file.ts';
import { formatKeyPath, type KeyPath, valueAt } from './key-path.ts';
import { typedKey } from './key-target.ts';
import { configFrom, dataOf, type LoadedFile } from './load.ts';
import { isSecretName } from './mask.ts';
import { oldKeys } from './old-keys.ts';
import { rewriteFile } from './rewrite.ts';
import { shownValue } from './shown-value.ts';
import { suggestPath } from './suggest.ts';
import { parseYaml } from './yaml-source.ts';

export interface UnsetResult {
  key: string;
  file: string;
  /** How many values went: more than one for a section. */
  removed: number;
  /** What is in force now, secrets masked; left out where nothing is. */
  now?: { value: unknown; origin: 'default' | 'file' | 'environment' };
  /** See write.ts. */
  inPlace?: true;
}

/**
 * `hermes config unset KEY`: takes the entry out of config.yaml, or a name such as `DEEPSEEK_API_KEY` out of `.env`. All
 * else keeps every byte, and the old config.yaml is kept as a backup. Throws `config.no-such-key` where it is not there,
 * and what `rewriteFile` throws.
 */
export async function unsetKey(paths: Paths, key: string, env: NodeJS.ProcessEnv): Promise<UnsetResult> {
  if (isSecretName(key)) return unsetVariable(paths, key, env);
  const file = paths.config;
  const edit = (before = '') => {
    const data = dataOf(parseYaml(before), file);
    const path = placeOf(key, data);
    const present = valueAt(data, path);
    if (present === undefined) throw notThere(path, data, file);
    return { text: editedText(file, before, [{ path, remove: true }]), path, removed: countOf(present) };
  };
  const { path, removed, text, inPlace } = await rewriteFile(file, 'config.unreadable', edit, {
    backups: backupsIn(paths.ops),
  });
  const config = configFrom(file, text, { ...env, ...(await readEnvFile(paths.env)) });
  const now = nowInForce(config, path);
  return { key: formatKeyPath(path), file, removed, ...(now ? { now } : {}), ...(inPlace ? { inPlace } : {}) };
}

/** A text `model: NAME` is `model.default` in short. */
function placeOf(key: string, data: Record<string, unknown>): KeyPath {
  const path = typedKey(key, data);
  const short = typeof data['model'] === 'string' && path.join('.') === 'model.default';
  return short ? ['model'] : path;
}

async function unsetVariable(paths: Paths, key: string, env: NodeJS.ProcessEnv): Promise<UnsetResult> {
  const set = await readEnvFile(paths.env);
  const name = Object.hasOwn(set, key) ? key : key.toUpperCase();
  const { changed } = await unsetEnvValue(paths.env, name);
  if (!changed) {
    const near = nearest(name, Object.keys(set));
    throw userError('config.no-such-key', `${name} is not set in ${paths.env}`, {
      where: { file: paths.env, key: name },
      try: near ? [commandLine('hermes', 'config', 'unset', near)] : [],
    });
  }
  const now = env[name] ? { now: { value: '…', origin: 'environment' as const } } : {};
  return { key: name, file: paths.env, removed: 1, ...now };
}

function nowInForce(config: LoadedFile, path: KeyPath): UnsetResult['now'] {
  const value = valueAt(shownValue(config), path);
  if (isUnset(value) || (isMapping(value) && Object.keys(value).length === 0)) return undefined;
  // An older spelling may still set it.
  const isDefault = JSON.stringify(valueAt(config.value, path)) === JSON.stringify(valueAt(config.defaults, path));
  return { value, origin: isDefault ? 'default' : 'file' };
}

const countOf = (value: unknown): number =>
  isMapping(value) || Array.isArray(value) ? Object.values(value).reduce((sum: number, it) => sum + countOf(it), 0) : 1;

function notThere(path: KeyPath, data: unknown, file: string): Error {
  const name = formatKeyPath(path);
  const meant = nearestSet(path, data);
  return userError('config.no-such-key', `\`${name}\` is not set in ${file}`, {
    where: { file, key: name },
    try: [...(meant ? [commandLine('hermes', 'config', 'unset', meant)] : []), 'hermes config show'],
  });
}

/** The key of the file that was most likely meant: an older spelling of it, the nearest name, or one by meaning. */
function nearestSet(path: KeyPath, data: unknown): string | undefined {
  const name = formatKeyPath(path);
  const older = oldKeys(data).find(({ now }) => now !== undefined && formatKeyPath(now) === name);
  if (older) return formatKeyPath(older.path);
  const found: KeyPath = [];
  for (const step of path) {
    const here = valueAt(data, found);
    const names = isMapping(here) ? Object.keys(here) : [];
    const next = names.includes(String(step)) ? String(step) : nearest(String(step), names);
    if (next === undefined) break;
    found.push(next);
  }
  if (found.length === path.length) return formatKeyPath(found);
  const meant = suggestPath(path);
  return meant !== undefined && valueAt(data, typedKey(meant, data)) !== undefined ? meant : undefined;
}
