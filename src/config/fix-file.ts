import { basename, dirname, join } from 'node:path';
import { userError } from '../errors/hermes-error.ts';
import { listBackups } from './backups.ts';
import { readEnvFile } from './env-file.ts';
import { type FixedText, type Mended, mendText, type NotMended } from './mend-text.ts';
import { refuseSpecial } from './read-file.ts';
import { whileLocked } from './rewrite.ts';
import { decodeText, readBytes } from './text-encoding.ts';
import { unifiedDiff } from './unified-diff.ts';
import { type ValidatedFile, validateBytes } from './validate.ts';
import type { ValidateOptions } from './validate-file.ts';
import { replaceFile } from './write.ts';

export interface FixOptions extends ValidateOptions {
  /** Folder for the backup (`<ops>/backups`). */
  backups: string;
  /** Only says what would be done. */
  dryRun?: boolean;
}

export interface FixResult {
  /** What is left; after a dry run what would be left. */
  report: ValidatedFile;
  /** The text with all remedies, whether it was written or not. */
  text: string;
  fixed: Mended[];
  notFixed: NotMended[];
  /** Unified diff, secrets covered; empty where no character changes. */
  diff: string;
  /** Whether the file was replaced. */
  written: boolean;
  /** Path of the file with the old content. */
  backup?: string;
  /** See write.ts. */
  inPlace?: true;
}

/**
 * Applies every remedy that the validator knows, again and again until it knows no more, as byte-minimal edits, and
 * replaces the file once. A file with YAML errors other than mergeable duplicates keeps every byte. UTF-16 becomes UTF-8.
 * Throws `config.not-found`, `config.unreadable`, `config.locked`, `config.changed-meanwhile`, `home.not-writable`,
 * `config.edit-refused` for what is no regular file; the file is then as it was.
 */
export async function fixFile(file: string, { dryRun = false, ...options }: FixOptions): Promise<FixResult> {
  const env = { ...options.env, ...(await readEnvFile(join(dirname(file), '.env'))) };
  const plugins = (await options.plugins?.()) ?? {};
  await refuseSpecial(file);
  const bytes = await mustRead(file);
  const mend = (content: Uint8Array): Plan => planFor(content, (each) => validateBytes(each, file, env, plugins));
  const plan = mend(bytes);
  if (dryRun || !plan.changed) return { ...(await resultOf(file, plan)), written: false };
  return whileLocked(file, async () => {
    const now = await mustRead(file);
    const final = now.equals(bytes) ? plan : mend(now);
    if (!final.changed) return { ...(await resultOf(file, final)), written: false };
    const done = await replaceFile(file, final.text, now, { backups: options.backups });
    const [backup] = await listBackups(options.backups, file);
    const kept = backup ? { backup: join(options.backups, backup.name) } : {};
    return { ...(await resultOf(file, final)), written: true, ...kept, ...done };
  });
}

type Plan = FixedText & { before: string; changed: boolean };

function planFor(bytes: Uint8Array, check: (bytes: Uint8Array) => ValidatedFile): Plan {
  const first = check(bytes);
  const before = decodeText(bytes)?.text ?? '';
  const start = first.reencode ? before.replace(/^\uFEFF/, '') : before;
  const mended = mendText(start, first, (text) => check(Buffer.from(text, 'utf8')));
  if (!first.reencode || !mended.readable) return { ...mended, before, changed: mended.text !== before };
  const encoded: Mended = { title: 'write it as UTF-8', code: 'config.encoding', path: '' };
  const report = mended.fixed.length > 0 ? mended.report : check(Buffer.from(mended.text, 'utf8'));
  return { ...mended, report, fixed: [encoded, ...mended.fixed], before: start, changed: true };
}

async function resultOf(file: string, plan: Plan): Promise<Omit<FixResult, 'written'>> {
  const { report, text, fixed, notFixed, before } = plan;
  return { report, text, fixed, notFixed, diff: await unifiedDiff(file, before, text) };
}

async function mustRead(file: string): Promise<Buffer> {
  const bytes = await readBytes(file, 'config.unreadable');
  if (bytes && decodeText(bytes)) return bytes;
  if (bytes) throw userError('config.unreadable', `${file} is not UTF-8 text`, { where: { file } });
  const remedy = basename(file) === 'config.yaml' ? 'hermes init' : 'Check the path.';
  throw userError('config.not-found', 'there is no such file', { where: { file }, try: [remedy] });
}
