import {
  type Document,
  isScalar,
  LineCounter,
  type ParsedNode,
  parseDocument,
  type YAMLMap,
  YAMLParseError,
} from 'yaml';
import { userError } from '../errors/hermes-error.ts';
import { type Repeated, repeatedKeys } from './repeated-keys.ts';

/** One parsed config file. Offsets are UTF-16 units into `text`, which still has its BOM and line ends. */
export interface YamlSource {
  text: string;
  document: Document.Parsed<ParsedNode>;
  /** Line and column, both from 1; a BOM takes no column. */
  placeOf(offset: number): { line: number; column: number };
  /** Keys that stand in their map already, in the order of the text. Each is among the document's errors, too. */
  repeated: readonly Repeated[];
  /** Index of the first entry of a name, -1 where there is none. Only for maps of `document`, as they were parsed. */
  indexIn(map: YAMLMap, key: string | number): number;
}

/**
 * Parses as YAML 1.2. Mode 1.1 is never used, whatever a directive says: it reads `cwd: .` as a number. Source tokens are kept because edits are
 * spliced at their offsets. Throws `config.syntax` where the text is nested so deeply that it cannot be read.
 */
export function parseYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const document = parsed(text, { keepSourceTokens: true, lineCounter: lines, prettyErrors: false });
  const repeated = overflowSafe(() => repeatedKeys(document.contents));
  for (const { second } of repeated) {
    const [start, , end] = second.range ?? [0, 0, 0];
    document.errors.push(new YAMLParseError([start, end], 'DUPLICATE_KEY', 'Map keys must be unique'));
  }
  const indices = new WeakMap<YAMLMap, Map<string, number>>();
  const bom = text.startsWith('\uFEFF') ? 1 : 0;
  return {
    text,
    document,
    placeOf: (offset) => {
      const { line, col } = lines.linePos(offset);
      if (line < 1) return { line: 1, column: 1 };
      return { line, column: Math.max(1, line === 1 ? col - bom : col) };
    },
    repeated,
    indexIn: (map, key) => {
      const index = indices.get(map) ?? namesOf(map);
      indices.set(map, index);
      return index.get(String(key)) ?? -1;
    },
  };
}

/** The data has an empty name for a key that is `null` or not written. */
function namesOf(map: YAMLMap): Map<string, number> {
  const names = new Map<string, number>();
  for (const [i, { key }] of map.items.entries()) {
    const name = isScalar(key) ? String(key.value ?? '') : undefined;
    if (name !== undefined && !names.has(name)) names.set(name, i);
  }
  return names;
}

/** The parser's own search for repeated keys takes quadratic time, so it is done in `repeatedKeys`. */
const parsed = (text: string, options: object): Document.Parsed<ParsedNode> =>
  overflowSafe(() =>
    withoutStacks(() => parseDocument(withoutVersion(text), { logLevel: 'error', uniqueKeys: false, ...options })),
  );

/** A broken text can have ten thousand faults; the stack of each, which nobody reads, would take most of the time. */
function withoutStacks<T>(work: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The text, as long as before, with a well-formed `%YAML` made a comment where a document follows it. */
function withoutVersion(text: string): string {
  if (!text.includes('%YAML')) return text;
  const head = /^\uFEFF?(?:(?:%.*|[ \t]*#.*|[ \t]*)\r?\n)+(?=---)/.exec(text)?.[0];
  return head
    ? head.replace(/^(\uFEFF?)%YAML(?=[ \t]+\d+\.\d+[ \t]*(?:#.*)?\r?$)/gm, '$1#YAML') + text.slice(head.length)
    : text;
}

function overflowSafe<T>(run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw tooDeep(cause);
  }
}

/**
 * The document as plain data. Throws `ReferenceError` when aliases multiply without end, `config.syntax` for values that
 * their tag refuses, such as an `!!omap` with a key twice.
 */
export function toPlain(source: YamlSource, options: { merge?: boolean } = {}): unknown {
  const merge = options.merge && source.text.includes('<<');
  const document = merge ? parsed(source.text, { merge: true }) : source.document;
  try {
    return document.toJS({ maxAliasCount: 100 }) ?? null;
  } catch (cause) {
    if (cause instanceof ReferenceError || cause instanceof RangeError || !(cause instanceof Error)) throw cause;
    throw userError('config.syntax', `not valid YAML: ${cause.message}`, { exit: 2, cause });
  }
}

/** What a stack overflow while reading means; anything else as it is. */
export const tooDeep = (cause: unknown): unknown =>
  cause instanceof RangeError
    ? userError('config.syntax', 'its lists and sections are nested too deeply to be read', { exit: 2, cause })
    : cause;
