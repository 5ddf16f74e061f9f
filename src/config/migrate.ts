import { userError } from '../errors/hermes-error.ts';
import { editText } from './edit-text.ts';
import { isUnset } from './edit-value.ts';
import type { PlacedFix } from './finding.ts';
import { formatKeyPath, valueAt } from './key-path.ts';
import { dataOf } from './load.ts';
import { type Mended, mendText } from './mend-text.ts';
import { type OldKey, oldKeys } from './old-keys.ts';
import { readForEdit } from './read-file.ts';
import { rewriteFile } from './rewrite.ts';
import type { PluginSections } from './schema.ts';
import { unifiedDiff } from './unified-diff.ts';
import { type ValidatedFile, validateText } from './validate.ts';
import type { WriteOptions } from './write.ts';
import { parseYaml } from './yaml-source.ts';

export interface MigrateResult {
  /** Keys that got their present spelling: what was done, and where. */
  migrated: { key: string; what: string }[];
  /** Old keys that stay, and why. */
  left: { key: string; reason: string }[];
  /** Unified diff, secrets covered; empty where nothing changes. */
  diff: string;
  /** Whether the file was replaced. */
  written: boolean;
  /** See write.ts. */
  inPlace?: true;
}

/**
 * Writes the present spelling of every older key that is still read, comments kept, in one atomic write. A text `model:`
 * stays unless keys must move below it; `providers` and `custom_providers` are both read and stay. `_config_version` is
 * never touched: raising it would keep Hermes Agent from running its own migrations.
 * Throws `config.not-found`, and for a file that cannot be read or does not parse what `loadConfig` throws.
 */
export async function migrateFile(
  file: string,
  { dryRun = false, plugins = {}, ...options }: WriteOptions & { dryRun?: boolean; plugins?: PluginSections },
): Promise<MigrateResult> {
  const before = await readForEdit(file, 'config.unreadable');
  if (before === undefined) {
    throw userError('config.not-found', 'there is no such file', { where: { file }, try: ['hermes init'] });
  }
  const plan = migratedText(file, before, plugins);
  const { migrated, left } = plan;
  if (dryRun) return { migrated, left, diff: await unifiedDiff(file, before, plan.text), written: false };
  let old = before;
  const edit = (now = '') => {
    old = now;
    return now === before ? plan : migratedText(file, now, plugins);
  };
  const done = await rewriteFile(file, 'config.unreadable', edit, options);
  return {
    migrated: done.migrated,
    left: done.left,
    diff: await unifiedDiff(file, old, done.text),
    written: done.changed,
    ...(done.inPlace ? { inPlace: done.inPlace } : {}),
  };
}

/** Pure. */
export function migratedText(
  file: string,
  text: string,
  plugins: PluginSections = {},
): { text: string } & Pick<MigrateResult, 'migrated' | 'left'> {
  const data = dataOf(parseYaml(text), file);
  const check = (content: string): ValidatedFile => {
    const report = validateText(content, file, undefined, plugins);
    return { ...report, fixes: report.fixes.filter(isOlder) };
  };
  const start = withModelSection(text, data);
  const done = mendText(start, check(start), check);
  // Opening the section is only worth it when something went there.
  const result = done.fixed.length > 0 ? done : { ...done, text };
  const after = dataOf(parseYaml(result.text), file);
  const reasons = new Map(result.notFixed.map(({ path, reason }) => [path, reason]));
  const older = [...oldKeys(after), ...rootKeys(after)];
  const left = older.map((old) => ({ key: formatKeyPath(old.path), reason: reasonFor(old, after, reasons) }));
  return { text: result.text, migrated: result.fixed.map(whatWasDone), left };
}

/** Places at the top level from which Hermes Agent still takes what belongs to `model`. */
const ROOT_KEYS = new Set(['provider', 'base_url', 'api_base', 'context_length']);

const rootKeys = (data: Record<string, unknown>): OldKey[] =>
  [...ROOT_KEYS]
    .filter((key) => !isUnset(data[key]))
    .map((key) => ({ path: [key], now: ['model', key === 'api_base' ? 'base_url' : key] }));

const isOlder = ({ code, path }: PlacedFix): boolean =>
  code === 'config.legacy' || (code === 'config.misplaced' && ROOT_KEYS.has(path));

const whatWasDone = ({ path, title }: Mended) => ({ key: path, what: title });

/** `model: NAME` becomes a section when older keys belong below it. */
function withModelSection(text: string, data: Record<string, unknown>): string {
  const { model } = data;
  if (typeof model !== 'string' || isUnset(model)) return text;
  const older = Object.keys(data).some((key) => ROOT_KEYS.has(key) && !isUnset(data[key]));
  if (!older) return text;
  return editText(text, [{ path: ['model'], value: { default: model } }]);
}

function reasonFor({ path, now }: OldKey, data: unknown, reasons: ReadonlyMap<string, string>): string {
  if (now === undefined) return 'nothing reads it any more; delete it when convenient';
  const name = formatKeyPath(now);
  const refused = reasons.get(formatKeyPath(path));
  if (refused !== undefined) return refused;
  if (!isUnset(valueAt(data, now))) return `\`${name}\` is set, too, and counts; remove one of them`;
  return `\`${name}\` has another form, so it must be rewritten by hand`;
}
