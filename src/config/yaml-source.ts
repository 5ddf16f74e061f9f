import { type Document, LineCounter, type ParsedNode, parseDocument } from 'yaml';

/** One parsed config file. Offsets are UTF-16 units into `text`, which still has its BOM and line ends. */
export interface YamlSource {
  text: string;
  document: Document.Parsed<ParsedNode>;
  /** Line and column, both from 1; a BOM takes no column. */
  placeOf(offset: number): { line: number; column: number };
}

/**
 * Parses as YAML 1.2. Mode 1.1 is never used: it reads `cwd: .` as a number. Source tokens are kept because edits are
 * spliced at their offsets.
 */
export function parseYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { keepSourceTokens: true, lineCounter: lines, prettyErrors: false });
  const bom = text.startsWith('\uFEFF') ? 1 : 0;
  return {
    text,
    document,
    placeOf: (offset) => {
      const { line, col } = lines.linePos(offset);
      if (line < 1) return { line: 1, column: 1 };
      return { line, column: Math.max(1, line === 1 ? col - bom : col) };
    },
  };
}

/** The document as plain data. Throws what `yaml` throws when aliases multiply without end. */
export const toPlain = (source: YamlSource, options: { merge?: boolean } = {}): unknown => {
  if (!options.merge || !source.text.includes('<<')) return source.document.toJS({ maxAliasCount: 100 }) ?? null;
  return parseDocument(source.text, { merge: true }).toJS({ maxAliasCount: 100 }) ?? null;
};
