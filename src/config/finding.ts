import type { Diagnostic, Severity } from '../contract/index.ts';
import type { ErrorCode } from '../errors/codes.ts';
import type { WarningCode } from '../errors/warnings.ts';
import type { Edit } from './edit-value.ts';
import { formatKeyPath } from './key-path.ts';
import { locate } from './locate.ts';
import { maskDiagnostic } from './mask-diagnostic.ts';
import type { YamlSource } from './yaml-source.ts';

/** A remedy that changes nothing but what the finding is about, so that it may be applied without asking. */
export interface Fix {
  /** What it does, in the imperative: "write 0.4". */
  title: string;
  edits: readonly Edit[];
}

/** A fix with the finding that it mends. */
export interface PlacedFix extends Fix {
  code: string;
  /** Dotted path of the finding. */
  path: string;
  /** Instead of edits: offset of the second of two keys whose blocks can be merged. */
  merge?: number;
}

/** A finding before its place in the text is known. */
export interface Finding {
  code: ErrorCode | WarningCode;
  severity: Severity;
  message: string;
  path: readonly (string | number)[];
  /** Which token is at fault; the value unless said otherwise. */
  part?: 'key' | 'value';
  suggestion?: string;
  fix?: Fix;
}

/** The finding with its place. What it says shows no secret of the file: see mask-diagnostic.ts. */
export function toDiagnostic(source: YamlSource, finding: Finding): Diagnostic {
  const range = locate(source, finding.path, finding.part ?? 'value');
  return maskDiagnostic(source, {
    code: finding.code,
    severity: finding.severity,
    message: finding.message,
    path: formatKeyPath(finding.path),
    ...source.placeOf(range.start),
    range,
    ...(finding.suggestion ? { suggestion: finding.suggestion } : {}),
    ...(finding.fix ? { fix: finding.fix.title } : {}),
  });
}
