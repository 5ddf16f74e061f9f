import type { Diagnostic, Paths } from '../contract/index.ts';
import { userError } from '../errors/hermes-error.ts';
import { maskTokens } from '../errors/secret-tokens.ts';
import { isApiKey, NOT_AN_API_KEY } from './api-key.ts';
import { backupsIn } from './backups-folder.ts';
import { editedText } from './edit-file.ts';
import { type Edit, isUnset } from './edit-value.ts';
import { setEnvValue } from './env-file.ts';
import { formatKeyPath, type KeyPath, parseKeyPath, valueAt } from './key-path.ts';
import { refuseOverSection, targetOf } from './key-target.ts';
import { dataOf } from './load.ts';
import { isSecretName, maskData, maskKeys, maskSecret } from './mask.ts';
import { presentSpelling } from './old-keys.ts';
import { readForEdit } from './read-file.ts';
import { rewriteFile } from './rewrite.ts';
import { coreSections, type PluginSections, schemaAt } from './schema.ts';
import { typesOf } from './schema-node.ts';
import { itemValue, typedValue } from './typed-value.ts';
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
  /** What was done otherwise than asked, in sentences. */
  notes: string[];
  /** Place in config.yaml; left out for a variable in `.env`. */
  path?: KeyPath;
  /** See write.ts. */
  inPlace?: true;
}

export interface SetOptions {
  /** Writes a key that nothing reads, and a single value over a section. */
  force?: boolean;
  /** Sections that plugins bring; asked for only where the core does not know the section. */
  plugins?: () => Promise<PluginSections>;
}

/**
 * `hermes config set KEY VALUE...`. Names such as `DEEPSEEK_API_KEY` go into `.env`, all else into config.yaml, typed by
 * the schema; several values make a list. Nothing is written when the key is unknown (`config.unknown-key`) or a single
 * value would replace a section (`config.type`), both unless `force`, or when the file would get an error that it does
 * not have now (the finding's own code, exit 1). A variable takes no empty text, and as a key or token only what can be
 * sent as one (`env.value`). The old config.yaml is kept as a backup.
 */
export async function setKey(
  paths: Paths,
  key: string,
  values: string | readonly string[],
  { force = false, plugins: ask }: SetOptions = {},
): Promise<SetResult> {
  const texts = [values].flat();
  if (isSecretName(key)) return setVariable(paths.env, key.toUpperCase(), texts);
  const [section = ''] = parseKeyPath(key);
  const plugins = coreSections().includes(section) ? {} : ((await ask?.()) ?? {});
  const file = paths.config;
  const done = await rewriteFile(
    file,
    'config.unreadable',
    (before = '') => withKey(file, before, { key, texts, force, plugins }),
    { backups: backupsIn(paths.ops) },
  );
  const { path, changed, warnings, notes, inPlace } = done;
  return {
    key: maskTokens(formatKeyPath(path)),
    // Masked within the whole file: what stands above or before a value may say that it is a secret.
    value: maskKeys(valueAt(maskData(dataOf(parseYaml(done.text), file)), path)),
    file,
    changed,
    warnings,
    notes,
    path,
    ...(inPlace ? { inPlace } : {}),
  };
}

/** What `setKey` would make of config.yaml, for a key that is no variable. Throws what that throws; writes nothing. */
export async function previewKey(
  paths: Paths,
  key: string,
  value: string,
  { force = false, plugins: ask }: SetOptions = {},
): Promise<{ path: KeyPath; before: string; text: string }> {
  const [section = ''] = parseKeyPath(key);
  const plugins = coreSections().includes(section) ? {} : ((await ask?.()) ?? {});
  const before = (await readForEdit(paths.config, 'config.unreadable')) ?? '';
  const { path, text } = withKey(paths.config, before, { key, texts: [value], force, plugins });
  return { path, before, text };
}

async function setVariable(file: string, name: string, texts: readonly string[]): Promise<SetResult> {
  const [text = ''] = texts;
  if (texts.length > 1) throw severalValues(name, 'a variable holds one text');
  checkSecret(name, text, file);
  const { changed } = await setEnvValue(file, name, text);
  return { key: name, value: maskSecret(text), file, changed, warnings: [], notes: [] };
}

interface Wanted {
  key: string;
  texts: readonly string[];
  force: boolean;
  plugins: PluginSections;
}

/** The text of config.yaml with one key set, and what that brings. */
function withKey(file: string, before: string, { key, texts, force, plugins }: Wanted) {
  const data = dataOf(parseYaml(before), file);
  const { path, asked } = targetOf(key, data, plugins, force);
  const value = valueFor(path, texts, data, plugins);
  if (!force) refuseOverSection(path, value, data, plugins);
  const edits = [...(asked ? presentSpelling(asked, path, data) : []), ...setEdits(path, value, data)];
  const after = editedText(file, before, edits);
  const notes = asked ? [`\`${formatKeyPath(asked)}\` is now \`${formatKeyPath(path)}\`, which was set`] : [];
  const warnings = newFindings(before, after, file, { path, force, plugins });
  return { text: after, path, warnings, notes };
}

function valueFor(path: KeyPath, texts: readonly string[], data: unknown, plugins: PluginSections): unknown {
  const node = schemaAt(path, plugins);
  const [text = ''] = texts;
  const present = valueAt(data, path);
  if (texts.length === 1) return typedValue(text, node, present);
  const isList = typeof node === 'string' || typesOf(node).length === 0 || typesOf(node).includes('array');
  if (isList) return texts.map((item) => itemValue(item, node));
  throw severalValues(formatKeyPath(path), 'it holds a single value');
}

const severalValues = (key: string, why: string): Error =>
  userError('usage.invalid', `${key} was given several values, but ${why}`, {
    where: { key },
    try: ['Put a text with spaces into quotes.'],
  });

/** A text `model: NAME` is `model.default` in short: it stays short, or becomes the section that another key needs. */
function setEdits(path: KeyPath, value: unknown, data: Record<string, unknown>): Edit[] {
  const { model } = data;
  if (path[0] !== 'model' || path.length === 1 || typeof model !== 'string' || isUnset(model)) return [{ path, value }];
  if (path[1] === 'default') return [{ path: ['model'], value: isUnset(value) ? {} : value }];
  return [
    { path: ['model'], value: { default: model } },
    { path, value },
  ];
}

function checkSecret(name: string, text: string, file: string): void {
  if (text === '') {
    throw userError('env.value', `no value was given for ${name}`, {
      try: [
        `hermes config set ${name} -   (reads it from standard input)`,
        `hermes config unset ${name}   (removes its line from ${file})`,
      ],
    });
  }
  if (!/_(API_KEY|TOKEN)$/.test(name) || isApiKey(text)) return;
  throw userError('env.value', `the value for ${name} is ${NOT_AN_API_KEY}`, { try: ['Copy the key again, alone.'] });
}

interface Edited {
  path: KeyPath;
  force: boolean;
  plugins: PluginSections;
}

/** Warnings that the edit brings; throws the first error that it brings. */
function newFindings(before: string, after: string, file: string, { path, force, plugins }: Edited): Diagnostic[] {
  const id = ({ code, path: at }: Diagnostic) => `${code} ${at}`;
  const check = (text: string) => validateText(text, file, undefined, plugins).diagnostics;
  const old = new Set(check(before).map(id));
  const found = check(after).filter((it) => !old.has(id(it)) || it.path === formatKeyPath(path));
  // With --force a single value may stand where a section belongs.
  const insisted = ({ code, path: at }: Diagnostic) => force && code === 'config.type' && isSection(path, at, plugins);
  const bad = found.find((it) => it.severity === 'error' && !insisted(it) && !UNFINISHED.has(it.code));
  if (bad) {
    throw userError(bad.code as 'config.type', bad.message, {
      where: { file, key: bad.path },
      try: bad.suggestion ? [bad.suggestion] : [],
      exit: 1,
    });
  }
  return found.filter(({ code, severity }) => severity !== 'info' && !QUIET.has(code));
}

/** Errors that the next `set` may mend: an entry is made key by key, and its user may be written before it. */
const UNFINISHED = new Set(['config.no-url', 'config.unknown-provider']);

/** What the command itself has an answer to already. */
const QUIET = new Set(['config.unknown-key', 'config.empty']);

function isSection(path: KeyPath, at: string, plugins: PluginSections): boolean {
  const node = schemaAt(path, plugins);
  return at === formatKeyPath(path) && typeof node !== 'string' && typesOf(node).join() === 'object';
}
