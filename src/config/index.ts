/** Front door of the config room: load, resolve, edit and validate config.yaml and .env. Heavy parts load on use. */
import type { ConfigSection, Explanation, Paths, UserError } from '../contract/index.ts';
import type { Difference } from './diff-defaults.ts';
import type { Edits } from './edit-file.ts';
import type { ExplainOptions } from './explain.ts';
import type { FixOptions, FixResult } from './fix-file.ts';
import type { GetOptions, Got } from './get.ts';
import type { LoadedFile } from './load.ts';
import type { MigrateResult } from './migrate.ts';
import type { PluginSections as Sections } from './schema.ts';
import type { SetOptions, SetResult } from './set.ts';
import type { Shown, ShowOptions } from './show.ts';
import type { UnsetResult } from './unset.ts';
import type { ValidatedFile } from './validate.ts';
import type { ValidateOptions } from './validate-file.ts';
import type { WriteOptions, Written } from './write.ts';

export { isApiKey, NOT_AN_API_KEY } from './api-key.ts';
export { canonicalApiMode } from './api-mode.ts';
export { backupsIn } from './backups-folder.ts';
export type { Difference } from './diff-defaults.ts';
export type { Edit } from './edit-value.ts';
export { isMapping } from './emit.ts';
export { readEnvFile, setEnvValue } from './env-file.ts';
export { exampleConfig, SCHEMA_PLACE } from './example.ts';
export { type Finding, toDiagnostic } from './finding.ts';
export type { FixResult } from './fix-file.ts';
export { spelledIn } from './fold.ts';
export type { GetOptions, Got } from './get.ts';
export { referenceName } from './interpolate.ts';
export { formatKeyPath, type KeyPath } from './key-path.ts';
export { configFrom, type LoadedFile, loadConfig } from './load.ts';
export { holdsSecret, isSecretName, maskSecret } from './mask.ts';
export type { MigrateResult } from './migrate.ts';
export { type PlacedRoute, placedRoutes, routeAtModel } from './placed-routes.ts';
export { isCustomWord, type Resolution, type Route, resolveRoute, routeOf, taskRoute } from './provider-target.ts';
export { findNamed, type NamedProvider, namedProviders } from './providers.ts';
export type { PluginSections } from './schema.ts';
export type { SetResult } from './set.ts';
export type { Shown, ShowOptions } from './show.ts';
export { requireTarget, resolveTarget } from './target.ts';
export { toLine, toYaml } from './to-yaml.ts';
export type { UnsetResult } from './unset.ts';
export type { ValidatedFile } from './validate.ts';

/** See edit-file.ts. */
export async function editFile(
  file: string,
  edits: Edits,
  options: WriteOptions = {},
): Promise<{ changed: boolean } & Written> {
  return (await import('./edit-file.ts')).editFile(file, edits, options);
}

/** See edit-file.ts. */
export async function checkEdits(file: string, edits: Edits): Promise<void> {
  return (await import('./edit-file.ts')).checkEdits(file, edits);
}

/** See validate-file.ts. */
export async function validateFile(file: string, options: ValidateOptions): Promise<ValidatedFile> {
  return (await import('./validate-file.ts')).validateFile(file, options);
}

/** See validate-file.ts. */
export async function checkBytes(bytes: Uint8Array, file: string, options: ValidateOptions): Promise<ValidatedFile> {
  return (await import('./validate-file.ts')).checkBytes(bytes, file, options);
}

/** See fix-file.ts. */
export async function fixFile(file: string, options: FixOptions): Promise<FixResult> {
  return (await import('./fix-file.ts')).fixFile(file, options);
}

/** See unified-diff.ts. */
export async function unifiedDiff(file: string, before: string, after: string): Promise<string> {
  return (await import('./unified-diff.ts')).unifiedDiff(file, before, after);
}

/** See schema.ts. */
export async function coreSections(): Promise<string[]> {
  return (await import('./schema.ts')).coreSections();
}

/** See plugin-sections.ts. */
export async function preparePlugins(sections: readonly ConfigSection[]): Promise<Sections> {
  return sections.length === 0 ? {} : (await import('./plugin-sections.ts')).preparePlugins(sections);
}

/** See server-entry.ts: `checkHost`. */
export async function checkServerHost(host: string | undefined, extraArgs: readonly string[]): Promise<void> {
  if (host === undefined && extraArgs.length === 0) return;
  (await import('./server-entry.ts')).checkHost(host, extraArgs);
}

/** See server-entry.ts. */
export async function serverEntryProblem(config: LoadedFile, name: string): Promise<UserError | undefined> {
  return (await import('./server-entry.ts')).serverEntryProblem(config, name);
}

/** See set.ts. */
export async function setKey(
  paths: Paths,
  key: string,
  values: string | readonly string[],
  options: SetOptions = {},
): Promise<SetResult> {
  return (await import('./set.ts')).setKey(paths, key, values, options);
}

/** The functions of secret-values.ts, which every conversation needs: apart from the schema, which few do. */
export const secretRoom = () => import('./secret-values.ts');

/** The functions of settings-room.ts: what changing a key for somebody else needs to know. */
export const settingsRoom = () => import('./settings-room.ts');

/** See unset.ts. */
export async function unsetKey(paths: Paths, key: string, env: NodeJS.ProcessEnv): Promise<UnsetResult> {
  return (await import('./unset.ts')).unsetKey(paths, key, env);
}

/** See migrate.ts. */
export async function migrateFile(
  file: string,
  options: WriteOptions & { dryRun?: boolean; plugins?: Sections },
): Promise<MigrateResult> {
  return (await import('./migrate.ts')).migrateFile(file, options);
}

/** The functions of save-edited.ts. */
export const editorRoom = () => import('./save-edited.ts');

/** The functions of backups.ts, restore-plan.ts, and `restoreBackup` of rewrite.ts. */
export const backupRoom = async () => ({
  ...(await import('./backups.ts')),
  ...(await import('./restore-plan.ts')),
  restoreBackup: (await import('./rewrite.ts')).restoreBackup,
});

/** See get.ts. Throws `config.no-such-key` where nothing is found. */
export async function getValue(
  config: LoadedFile,
  key: string,
  options: GetOptions = {},
): Promise<Extract<Got, { found: true }>> {
  const { getValue: get, noSuchKey } = await import('./get.ts');
  const got = get(config, key, options);
  if (got.found) return got;
  throw noSuchKey(got, options.default ? 'default' : 'value', 'hermes config get');
}

/** See show.ts. */
export async function showConfig(config: LoadedFile, options: ShowOptions = {}): Promise<Shown> {
  return (await import('./show.ts')).showConfig(config, options);
}

/** See diff-defaults.ts. */
export async function differences(config: LoadedFile, plugins: Sections = {}): Promise<Difference[]> {
  return (await import('./diff-defaults.ts')).differences(config, plugins);
}

/** See explain.ts. */
export async function explainKey(key: string, options: ExplainOptions): Promise<Explanation> {
  return (await import('./explain.ts')).explainKey(key, options);
}

/** See schema-file.ts. */
export async function publishedSchema(plugins: Sections = {}): Promise<object> {
  return (await import('./schema-file.ts')).publishedSchema(plugins);
}

/** See schema-file.ts. */
export async function writeSchema(file: string, plugins: Sections = {}): Promise<'created' | 'updated' | 'kept'> {
  return (await import('./schema-file.ts')).writeSchema(file, plugins);
}
