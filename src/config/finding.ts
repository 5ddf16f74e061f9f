import type { Diagnostic } from '../contract/index.ts';
import type { ErrorCode, WarningCode } from '../errors/codes.ts';
import { formatKeyPath } from './key-path.ts';
import { locate } from './locate.ts';
import type { YamlSource } from './yaml-source.ts';

/** A finding before its place in the text is known. */
export interface Finding {
  code: ErrorCode | WarningCode;
  severity: 'error' | 'warning';
  message: string;
  path: readonly (string | number)[];
  /** Which token is at fault; the value unless said otherwise. */
  part?: 'key' | 'value';
  suggestion?: string;
}

export function toDiagnostic(source: YamlSource, finding: Finding): Diagnostic {
  const range = locate(source, finding.path, finding.part ?? 'value');
  return {
    code: finding.code,
    severity: finding.severity,
    message: finding.message,
    path: formatKeyPath(finding.path),
    ...source.placeOf(range.start),
    range,
    ...(finding.suggestion ? { suggestion: finding.suggestion } : {}),
  };
}
