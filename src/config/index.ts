/** Front door of the config room: load, resolve, edit and validate config.yaml and .env. Heavy parts load on use. */
import type { Paths, UserError } from '../contract/index.ts';
import type { Edits } from './edit-file.ts';
import type { LoadedFile } from './load.ts';
import type { SetResult } from './set.ts';
import type { ValidatedFile } from './validate.ts';

export { isApiKey, NOT_AN_API_KEY } from './api-key.ts';
export { canonicalApiMode } from './api-mode.ts';
export type { Edit } from './edit-value.ts';
export { isMapping } from './emit.ts';
export { readEnvFile, setEnvValue } from './env-file.ts';
export { exampleConfig } from './example.ts';
export { spelledIn } from './fold.ts';
export { type Got, getValue, type Origin } from './get.ts';
export { referenceName } from './interpolate.ts';
export { configFrom, type LoadedFile, loadConfig } from './load.ts';
export { holdsSecret, isSecretName, maskSecret } from './mask.ts';
export { type NamedProvider, namedProviders } from './providers.ts';
export { type Shown, showConfig, toYaml } from './show.ts';
export { requireTarget, resolveTarget } from './target.ts';

/** See edit-file.ts. */
export async function editFile(file: string, edits: Edits): Promise<{ changed: boolean }> {
  return (await import('./edit-file.ts')).editFile(file, edits);
}

/** See edit-file.ts. */
export async function checkEdits(file: string, edits: Edits): Promise<void> {
  return (await import('./edit-file.ts')).checkEdits(file, edits);
}

/** See validate.ts. */
export async function validateFile(file: string): Promise<ValidatedFile> {
  return (await import('./validate.ts')).validateFile(file);
}

/** See validate.ts. */
export async function validateFiles(
  files: readonly string[],
): Promise<{ reports: ValidatedFile[]; unreadable: boolean }> {
  return (await import('./validate.ts')).validateFiles(files);
}

/** See validate.ts. */
export async function validateText(text: string, file: string): Promise<ValidatedFile> {
  return (await import('./validate.ts')).validateText(text, file);
}

/** See server-entry.ts. */
export async function serverEntryProblem(config: LoadedFile, name: string): Promise<UserError | undefined> {
  return (await import('./server-entry.ts')).serverEntryProblem(config, name);
}

/** See set.ts. */
export async function setKey(
  paths: Paths,
  key: string,
  text: string,
  options: { force?: boolean } = {},
): Promise<SetResult> {
  return (await import('./set.ts')).setKey(paths, key, text, options);
}
