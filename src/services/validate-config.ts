import { dirname, join } from 'node:path';
import {
  checkBytes,
  configFrom,
  type FixResult,
  fixFile,
  type LoadedFile,
  loadConfig,
  type PluginSections,
  readEnvFile,
  type ValidatedFile,
  validateFile,
} from '../config/index.ts';
import type { Diagnostic, Paths, UserError } from '../contract/index.ts';
import { isHermesError, userError } from '../errors/hermes-error.ts';

/** What it needs of the host. */
export interface ValidateHost {
  paths: Paths;
  signal: AbortSignal;
  /** Sections of config.yaml that installed plugins bring. */
  sections(): Promise<PluginSections>;
}

export interface ValidateRequest {
  /** Absolute paths. */
  files: readonly string[];
  /** The bytes of standard input, checked after the files. */
  stdin?: Uint8Array;
  /** Asks the endpoints that a file names. */
  live?: boolean;
  fix?: boolean;
  /** With `fix`: only says what would be done. */
  dryRun?: boolean;
  /** Default: the process's own. */
  env?: NodeJS.ProcessEnv;
}

export type CheckedFile = ValidatedFile & {
  /** Present with `fix`; the findings are then those that are left. */
  fix?: FixResult;
  /** Present with `live`: false where the file cannot be used, so that nobody was asked. */
  live?: boolean;
};

const STDIN_NAME = '<stdin>';

/**
 * Checks files and standard input, one after the other. One that is missing or unreadable keeps no other from being
 * checked: it is reported like a finding, and `unreadable` is true. Where there is only one, what it throws is thrown.
 */
export async function validateConfig(
  host: ValidateHost,
  request: ValidateRequest,
): Promise<{ reports: CheckedFile[]; unreadable: boolean }> {
  const jobs = request.files.map((file) => ({ file, run: () => checkFile(host, file, request) }));
  const { stdin } = request;
  if (stdin) jobs.push({ file: STDIN_NAME, run: () => checkStdin(host, stdin, request) });
  const reports: CheckedFile[] = [];
  let unreadable = false;
  for (const { file, run } of jobs) {
    try {
      reports.push(await run());
    } catch (error) {
      if (jobs.length === 1 || !isHermesError(error)) throw error;
      unreadable ||= error.exit === 2;
      reports.push(unreadableReport(file, error));
    }
  }
  return { reports, unreadable };
}

function unreadableReport(file: string, { code, message, try: [remedy] }: UserError): CheckedFile {
  const place = { path: '', line: 1, column: 1 };
  const finding: Diagnostic = { code, severity: 'error', message, ...place, ...(remedy ? { suggestion: remedy } : {}) };
  return { file, errors: 1, warnings: 0, notes: 0, diagnostics: [finding], text: '', fixes: [], reencode: false };
}

async function checkFile(host: ValidateHost, file: string, request: ValidateRequest): Promise<CheckedFile> {
  const env = request.env ?? process.env;
  const options = { env, plugins: () => host.sections() };
  const dotenv = join(dirname(file), '.env');
  if (!request.fix) {
    const report = await validateFile(file, options);
    if (!request.live) return report;
    return withLive(host, report, () => loadConfig({ ...host.paths, config: file, env: dotenv }, env));
  }
  const backups = join(host.paths.ops, 'backups');
  const fix = await fixFile(file, { ...options, backups, dryRun: request.dryRun ?? false });
  const checked: CheckedFile = { ...fix.report, fix };
  if (!request.live) return checked;
  return withLive(host, checked, async () => configFrom(file, fix.text, { ...env, ...(await readEnvFile(dotenv)) }));
}

/** What is piped in is taken for the config of the home: its `.env` holds. */
async function checkStdin(host: ValidateHost, bytes: Uint8Array, request: ValidateRequest): Promise<CheckedFile> {
  if (bytes.length === 0) {
    throw userError('config.unreadable', 'standard input is empty', { where: { file: STDIN_NAME } });
  }
  const env = { ...(request.env ?? process.env), ...(await readEnvFile(host.paths.env)) };
  const report = await checkBytes(bytes, STDIN_NAME, { env, plugins: () => host.sections() });
  const [first] = report.diagnostics;
  if (first?.code === 'config.unreadable') {
    throw userError('config.unreadable', first.message, { where: { file: STDIN_NAME } });
  }
  if (!request.live) return report;
  return withLive(host, report, async () => configFrom(STDIN_NAME, Buffer.from(bytes).toString('utf8'), env));
}

/** Adds what the endpoints say. A file that cannot be used as it is has nobody to ask; its findings say why. */
async function withLive(
  { signal }: ValidateHost,
  report: CheckedFile,
  load: () => Promise<LoadedFile>,
): Promise<CheckedFile> {
  let config: LoadedFile;
  try {
    config = await load();
  } catch (error) {
    if (!isHermesError(error)) throw error;
    return { ...report, live: false };
  }
  const { liveFindings } = await import('./validate-live.ts');
  const diagnostics = [...report.diagnostics, ...(await liveFindings(config, { signal }))];
  diagnostics.sort((a, b) => a.line - b.line || a.column - b.column);
  const count = (severity: Diagnostic['severity']) => diagnostics.filter((it) => it.severity === severity).length;
  return {
    ...report,
    diagnostics,
    errors: count('error'),
    warnings: count('warning'),
    notes: count('info'),
    live: true,
  };
}
