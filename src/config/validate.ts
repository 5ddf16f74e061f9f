import { basename } from 'node:path';
import type { Diagnostic, FileReport, UserError } from '../contract/index.ts';
import { isHermesError, userError } from '../errors/hermes-error.ts';
import { isMapping } from './emit.ts';
import { type Finding, toDiagnostic } from './finding.ts';
import { maskText } from './mask.ts';
import { ruleFindings } from './rules.ts';
import { schemaFindings } from './schema-findings.ts';
import { sayFault } from './syntax-error.ts';
import { readText } from './write.ts';
import { parseYaml, toPlain, type YamlSource } from './yaml-source.ts';

/** A report with the text for excerpts: same offsets as the file, secrets overwritten. */
export type ValidatedFile = FileReport & { text: string };

/** Reads and checks a file. Throws `config.not-found` and `config.unreadable` (exit 2). */
export async function validateFile(file: string): Promise<ValidatedFile> {
  const text = await readText(file, 'config.unreadable');
  if (text === undefined) {
    const remedy =
      basename(file) === 'config.yaml' ? 'hermes init' : 'Check the path; `hermes config path` prints the one in use.';
    throw userError('config.not-found', 'there is no such file', { where: { file }, try: [remedy] });
  }
  return validateText(text, file);
}

/**
 * Reads and checks several files. One that is missing or unreadable keeps no other from being checked: it is reported
 * like a finding, and `unreadable` is true. A single file that cannot be read is thrown, as `validateFile` does.
 */
export async function validateFiles(
  files: readonly string[],
): Promise<{ reports: ValidatedFile[]; unreadable: boolean }> {
  let unreadable = false;
  const check = (file: string): Promise<ValidatedFile> =>
    validateFile(file).catch((error: unknown) => {
      if (files.length === 1 || !isHermesError(error)) throw error;
      unreadable = true;
      return unreadableReport(file, error);
    });
  const reports = await Promise.all(files.map(check));
  return { reports, unreadable };
}

function unreadableReport(file: string, { code, message, try: [remedy] }: UserError): ValidatedFile {
  const place = { path: '', line: 1, column: 1 };
  const finding: Diagnostic = { code, severity: 'error', message, ...place, ...(remedy ? { suggestion: remedy } : {}) };
  return { file, errors: 1, warnings: 0, diagnostics: [finding], text: '' };
}

/** Every finding about a text, in the order of the lines. Pure; never throws for bad content. */
export function validateText(text: string, file: string): ValidatedFile {
  const source = parseYaml(text);
  const diagnostics = [...yamlDiagnostics(source), ...contentFindings(source).map((it) => toDiagnostic(source, it))];
  diagnostics.sort((a, b) => a.line - b.line || a.column - b.column);
  return {
    file,
    errors: diagnostics.filter(({ severity }) => severity === 'error').length,
    warnings: diagnostics.filter(({ severity }) => severity === 'warning').length,
    diagnostics,
    text: maskText(text),
  };
}

/** Duplicate keys are reported each; of other faults the first, because those after it mostly follow from it. */
function yamlDiagnostics(source: YamlSource): Diagnostic[] {
  const faults = source.document.errors;
  const first = faults.find(({ code }) => code !== 'DUPLICATE_KEY');
  return faults
    .filter((fault) => fault === first || fault.code === 'DUPLICATE_KEY')
    .map((fault) => {
      const [start, end] = fault.pos;
      const key = /^[^\r\n:]*/.exec(source.text.slice(start))?.[0] ?? '';
      const length = fault.code === 'DUPLICATE_KEY' ? Math.max(1, key.length) : Math.max(1, end - start);
      return {
        code: fault.code === 'DUPLICATE_KEY' ? 'config.duplicate-key' : 'config.syntax',
        severity: 'error',
        message: sayFault(fault),
        path: fault.code === 'DUPLICATE_KEY' ? key.trim() : '',
        ...source.placeOf(start),
        range: { start, length },
      };
    });
}

function contentFindings(source: YamlSource): Finding[] {
  if (source.document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')) return [];
  let data: unknown;
  try {
    data = toPlain(source, { merge: true });
  } catch {
    return [error('config.syntax', 'aliases (`*name`) in this file multiply without end')];
  }
  if (data === null) return [empty];
  if (!isMapping(data))
    return [error('config.type', 'the file must hold sections such as `model:`, not a single value or list')];
  if (Object.values(data).every((value) => value === null)) return [...schemaFindings(data), empty];
  return [...schemaFindings(data), ...ruleFindings(data)];
}

const error = (code: Finding['code'], message: string): Finding => ({ code, severity: 'error', path: [], message });

const empty: Finding = {
  code: 'config.empty',
  severity: 'warning',
  path: [],
  message: 'the file sets nothing: the defaults are in force and no model is configured',
  suggestion: 'hermes model',
};
