import { isScalar } from 'yaml';
import { slotAt } from './edit-find.ts';
import type { Finding } from './finding.ts';
import { formatKeyPath } from './key-path.ts';
import type { YamlSource } from './yaml-source.ts';

/**
 * The finding with its quotes around the text as it is written: a number that was meant as text (`4.50`, `0x10`) has
 * lost its form once it is read.
 */
export function quoteAsWritten(source: YamlSource, finding: Finding): Finding {
  const [edit] = finding.fix?.edits ?? [];
  if (finding.code !== 'config.type' || typeof edit?.value !== 'string') return finding;
  const node = slotAt(source, edit.path)?.value;
  if (!isScalar(node) || typeof node.value === 'string' || !node.source || node.source === edit.value) return finding;
  // The fix writes something else than the value in quotes.
  if (edit.value !== String(node.value)) return finding;
  const text = `put it in quotes: "${node.source}"`;
  const message = finding.message.replace(`not ${edit.value}`, `not ${node.source}`);
  return formatKeyPath(edit.path) === formatKeyPath(finding.path)
    ? { ...finding, message, suggestion: text, fix: { title: text, edits: [{ path: edit.path, value: node.source }] } }
    : finding;
}
