import type { Diagnostic, Paths } from '../contract/index.ts';
import { userError } from '../errors/hermes-error.ts';
import { isApiKey, NOT_AN_API_KEY } from './api-key.ts';
import { editedText } from './edit-file.ts';
import { setEnvValue } from './env-file.ts';
import { formatKeyPath, type KeyPath, parseKeyPath, typedPath, valueAt } from './key-path.ts';
import { dataOf } from './load.ts';
import { isSecretName, maskData, maskSecret } from './mask.ts';
import { rewriteFile } from './rewrite.ts';
import { schemaAt, typesOf } from './schema.ts';
import { suggestPath } from './suggest.ts';
import { typedValue } from './typed-value.ts';
import { validateText } from './validate.ts';
import { parseYaml } from './yaml-source.ts';

export interface SetResult {
  key: string;
  /** As written; a secret is masked. */
  value: unknown;
  file: string;
  changed: boolean;
  /** Warnings that the file did not have before. */
  warnings: Diagnostic[];
}

/**
 * `hermes config set KEY VALUE`. Names such as `DEEPSEEK_API_KEY` go into `.env`, all else into config.yaml, typed by
 * the schema. Nothing is written when the key is unknown (`config.unknown-key`, unless `force`) or when the file would
 * get an error that it does not have now (the finding's own code, exit 1). A variable takes no empty text, and as a key
 * or token only what can be sent as one (`env.value`).
 */
export async function setKey(
  paths: Paths,
  key: string,
  text: string,
  options: { force?: boolean } = {},
): Promise<SetResult> {
  if (isSecretName(key)) {
    const name = key.toUpperCase();
    checkSecret(name, text, paths.env);
    const { changed } = await setEnvValue(paths.env, name, text);
    return { key: name, value: maskSecret(text), file: paths.env, changed, warnings: [] };
  }
  const file = paths.config;
  const done = await rewriteFile(file, 'config.unreadable', (before = '') =>
    withKey(file, before, key, text, options.force),
  );
  return {
    key: formatKeyPath(done.path),
    // Masked within the whole file: what stands above or before a value may say that it is a secret.
    value: valueAt(maskData(dataOf(parseYaml(done.text), file)), done.path),
    file,
    changed: done.changed,
    warnings: done.warnings,
  };
}

/** The text of config.yaml with one key set, and what that brings. */
function withKey(file: string, before: string, key: string, text: string, force: boolean | undefined) {
  const data = dataOf(parseYaml(before), file);
  const path = pathFor(key, data);
  const node = schemaAt(path);
  if (node === 'unknown' && !force) throw unknown(path);
  const after = editedText(file, before, [{ path, value: typedValue(text, node, valueAt(data, path)) }]);
  return { text: after, path, warnings: newFindings(before, after, file, path) };
}

function checkSecret(name: string, text: string, file: string): void {
  if (text === '') {
    throw userError('env.value', `no value was given for ${name}`, {
      try: [
        `hermes config set ${name} -   (reads it from standard input)`,
        `To remove it, delete its line from ${file}`,
      ],
    });
  }
  if (!/_(API_KEY|TOKEN)$/.test(name) || isApiKey(text)) return;
  throw userError('env.value', `the value for ${name} is ${NOT_AN_API_KEY}`, { try: ['Copy the key again, alone.'] });
}

/** The path with list indices; `model X` is short for `model.default X`. */
function pathFor(key: string, data: unknown): KeyPath {
  const path = typedPath(parseKeyPath(key), data).map((step, i, all) => {
    if (typeof step === 'number' || !/^\d+$/.test(step)) return step;
    const owner = schemaAt(all.slice(0, i));
    return typeof owner !== 'string' && typesOf(owner).join() === 'array' ? Number(step) : step;
  });
  return path.length === 1 && path[0] === 'model' ? ['model', 'default'] : path;
}

function unknown(path: KeyPath): Error {
  const better = suggestPath(path);
  return userError('config.unknown-key', `nothing reads \`${formatKeyPath(path)}\``, {
    where: { key: formatKeyPath(path) },
    try: [
      ...(better ? [`Did you mean \`${better}\`?`] : []),
      'Add --force to write it all the same (for a program that reads this file, too).',
    ],
  });
}

/** Warnings that the edit brings; throws the first error that it brings. */
function newFindings(before: string, after: string, file: string, path: KeyPath): Diagnostic[] {
  const id = ({ code, path: at }: Diagnostic) => `${code} ${at}`;
  const old = new Set(validateText(before, file).diagnostics.map(id));
  const found = validateText(after, file).diagnostics.filter(
    (it) => !old.has(id(it)) || it.path === formatKeyPath(path),
  );
  const bad = found.find(({ severity }) => severity === 'error');
  if (bad) {
    throw userError(bad.code as 'config.type', bad.message, {
      where: { file, key: bad.path },
      try: bad.suggestion ? [bad.suggestion] : [],
      exit: 1,
    });
  }
  return found.filter(({ code }) => code !== 'config.unknown-key' && code !== 'config.empty');
}
