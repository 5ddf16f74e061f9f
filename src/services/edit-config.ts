import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  backupsIn,
  checkBytes,
  editorRoom,
  exampleConfig,
  type PluginSections,
  readEnvFile,
  type ValidatedFile,
} from '../config/index.ts';
import type { Paths } from '../contract/index.ts';
import { commandLine } from '../errors/command-line.ts';
import { userError } from '../errors/hermes-error.ts';
import { plural } from '../errors/words.ts';
import { ensureOps } from '../state/index.ts';
import { editorCommand, runEditor } from './run-editor.ts';

export interface EditOptions {
  paths: Paths;
  env: NodeJS.ProcessEnv;
  /** Sections that installed plugins bring. */
  sections(): Promise<PluginSections>;
  /** Where the editor's screen goes; see run-editor.ts. */
  stdout?: 'inherit' | number;
  /** Whether a question can be asked. */
  interactive: boolean;
  /** Shows the findings about what was typed. */
  show(report: ValidatedFile): void;
  /** Says where the text is that could not be saved. */
  kept(copy: string): void;
  /** Rejects when the user cancels. */
  ask(question: string): Promise<string>;
}

export interface EditResult {
  file: string;
  changed: boolean;
  /** Whether the user threw away what was typed. */
  discarded: boolean;
  /** Findings about the file as it is now. */
  errors: number;
  warnings: number;
  /** See write.ts. */
  inPlace?: true;
}

/**
 * `hermes config edit`: the user's editor on a copy in a private folder, which replaces config.yaml when it is valid or
 * the user insists. Nothing that was typed is lost: wherever it is not saved, the copy stays, and `kept` says where.
 * Throws `usage.no-terminal`, `config.editor-failed`, `config.changed-meanwhile`; the code of the first finding (exit 1)
 * for a faulty text where nobody can be asked; and what reading and writing throw.
 */
export async function editConfig(options: EditOptions): Promise<EditResult> {
  const { paths, env } = options;
  const { textForEditor } = await editorRoom();
  const before = await textForEditor(paths.config);
  if (!options.interactive && !env['VISUAL']?.trim() && !env['EDITOR']?.trim()) {
    throw userError('usage.no-terminal', 'there is no terminal for an editor', {
      try: ['hermes config set KEY VALUE', 'Set $EDITOR to a program that edits the file by itself.'],
    });
  }
  const command = editorCommand(env);
  const folder = await mkdtemp(join(await ensureOps(paths.ops), 'edit-'));
  const copy = join(folder, basename(paths.config));
  const start = before ?? exampleConfig('ops/config.schema.json');
  const drop = () => rm(folder, { recursive: true, force: true });
  try {
    await writeFile(copy, start, { mode: 0o600 });
    const result = await editCopy(options, { command, copy, before, start });
    await drop();
    return result;
  } catch (error) {
    const typed = await readFile(copy).catch(() => undefined);
    if (typed && !typed.equals(Buffer.from(start))) {
      options.kept(copy);
      throw error;
    }
    await drop();
    throw error;
  }
}

interface Copy {
  command: string;
  copy: string;
  before: string | undefined;
  start: string;
}

async function editCopy(options: EditOptions, { command, copy, before, start }: Copy): Promise<EditResult> {
  const { paths, env, stdout = 'inherit' } = options;
  const file = paths.config;
  const { isUsable, saveEdited } = await editorRoom();
  for (;;) {
    await runEditor(command, copy, { env, stdout });
    const bytes = await readFile(copy);
    const text = bytes.toString('utf8');
    const report = await checkCopy(options, bytes);
    const { errors, warnings } = report;
    const done = { file, discarded: false, errors, warnings };
    if (text === start) return { ...done, changed: false };
    const emptied = text.trim() === '' && start.trim() !== '';
    if (report.diagnostics.some(({ severity }) => severity !== 'info')) options.show(report);
    const usable = Buffer.from(text, 'utf8').equals(bytes) && isUsable(file, text);
    if (errors > 0 || emptied) {
      if (!options.interactive) throw refused(report, copy, emptied);
      const answer = await choice(options, usable, emptied ? 'The file is empty now' : plural(errors, 'error'));
      if (answer === 'e') continue;
      if (answer === 'd') return { ...(await nowIn(options, before)), discarded: true };
    }
    const saved = await saveEdited(file, before, text, { backups: backupsIn(paths.ops) });
    return { ...done, ...saved };
  }
}

async function nowIn(options: EditOptions, before: string | undefined): Promise<EditResult> {
  const { errors, warnings } = await checkCopy(options, Buffer.from(before ?? '', 'utf8'));
  return { file: options.paths.config, changed: false, discarded: false, errors, warnings };
}

async function checkCopy({ paths, env, sections }: EditOptions, bytes: Buffer): Promise<ValidatedFile> {
  const known = { ...env, ...(await readEnvFile(paths.env)) };
  return checkBytes(bytes, paths.config, { env: known, plugins: sections });
}

/** A file that nobody could read cannot be saved, not even by somebody who insists. */
async function choice({ ask }: EditOptions, usable: boolean, what: string): Promise<'e' | 's' | 'd'> {
  const save = usable ? '(s)ave anyway, ' : '';
  for (;;) {
    const answer = (await ask(`${what}. (e)dit again, ${save}(d)iscard your changes? [e] `)).toLowerCase();
    if (answer === '' || /^e(dit)?$/.test(answer)) return 'e';
    if (usable && /^s(ave)?$/.test(answer)) return 's';
    if (/^d(iscard)?$/.test(answer)) return 'd';
  }
}

function refused({ diagnostics, errors }: ValidatedFile, copy: string, emptied: boolean): Error {
  const first = diagnostics.find(({ severity }) => severity === 'error');
  if (!first) {
    const why = emptied ? 'the edited file is empty' : 'the edited file cannot be used';
    return userError('config.edit-refused', `${why}, so it was not saved`, { where: { file: copy } });
  }
  const { line, column } = first;
  return userError(first.code as 'config.type', `${first.message}; with ${plural(errors, 'error')} it was not saved`, {
    where: { file: copy, line, column },
    try: [commandLine('hermes', 'config', 'validate', copy)],
    exit: 1,
  });
}
