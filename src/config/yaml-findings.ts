import { visit, type YAMLError } from 'yaml';
import type { Diagnostic } from '../contract/index.ts';
import type { ErrorCode } from '../errors/codes.ts';
import { clip } from './clip.ts';
import { duplicateFindings } from './duplicate-findings.ts';
import { explained, sayFault } from './syntax-error.ts';
import type { YamlSource } from './yaml-source.ts';

/**
 * What keeps a text from being read as YAML, each with its place. Duplicate keys and unknown tags are reported each; of
 * other faults the first, because those after it mostly follow from it.
 */
export function yamlFindings(source: YamlSource): Diagnostic[] {
  const { errors, warnings } = source.document;
  const faults = errors.filter(({ code }) => code !== 'DUPLICATE_KEY');
  const tags = [...errors, ...warnings].filter(isUnknownTag);
  const conflicts = faults.length > 0 ? conflictMarks(source) : [];
  if (conflicts.length > 0) return conflicts;
  const first = faults.find((fault) => !isUnknownTag(fault));
  return [
    ...(first ? [faultAt(source, first)] : []),
    ...tags.filter((fault) => !isKnownTag(source, fault)).map((fault) => tagAt(source, fault)),
    ...(first ? [] : duplicateFindings(source)),
  ];
}

/** The parser has the same code for what does not fit its tag, such as a `!!set` with values. */
const isUnknownTag = ({ code, message }: YAMLError): boolean =>
  code === 'TAG_RESOLVE_FAILED' && message.startsWith('Unresolved tag');

/** Whether findings of this code leave the content of the file readable. */
export const isReadable = (findings: readonly Diagnostic[]): boolean =>
  findings.every(({ code }) => code === 'config.duplicate-key' || code === 'config.tag');

export function diagnosticAt(
  source: YamlSource,
  code: ErrorCode,
  start: number,
  length: number,
  message: string,
): Diagnostic {
  return {
    code,
    severity: 'error',
    message,
    path: '',
    ...source.placeOf(start),
    range: { start, length: Math.max(1, length) },
  };
}

const CODE_OF: Partial<Record<YAMLError['code'], ErrorCode>> = {
  TAB_AS_INDENT: 'config.tab',
  MULTIPLE_DOCS: 'config.multiple-documents',
};

function faultAt(source: YamlSource, fault: YAMLError): Diagnostic {
  if (fault.code === 'MULTIPLE_DOCS') return secondDocument(source, fault);
  const [start, end] = culpritOf(source, fault);
  // The parser calls a tab that breaks the indentation by other names, too.
  const line = source.text.slice(source.text.lastIndexOf('\n', start - 1) + 1, source.text.indexOf('\n', start) >>> 0);
  const code = /^ *\t/.test(line) ? 'config.tab' : (CODE_OF[fault.code] ?? 'config.syntax');
  if (code === 'config.tab') return diagnosticAt(source, code, start, end - start, TAB);
  const { suggestion, ...said } = explained(source, { code: fault.code, message: fault.message, pos: [start, end] });
  const found = diagnosticAt(source, code, said.start, said.length, said.message);
  return suggestion ? { ...found, suggestion } : found;
}

/** A line that is indented below a single value: the parser blames the value, a person looks at the line. */
function culpritOf({ text, document }: YamlSource, { code, pos }: YAMLError): [number, number] {
  const follows = document.errors.find((other) => other.code === 'MULTILINE_IMPLICIT_KEY' && other.pos[0] === pos[0]);
  if (code !== 'BLOCK_AS_IMPLICIT_KEY' || !follows) return [pos[0], pos[1]];
  const line = text.lastIndexOf('\n', follows.pos[1] - 1) + 1;
  return line > pos[0] ? [line + text.slice(line).search(/\S/), follows.pos[1]] : [pos[0], pos[1]];
}

const TAB = 'a tab is used for indentation, which YAML does not allow; use spaces';

function secondDocument(source: YamlSource, fault: YAMLError): Diagnostic {
  const marks = [...source.text.matchAll(/^---(?=\s|$)/gm)];
  const content = source.document.contents?.range?.[0] ?? 0;
  const mark = marks.find(({ index }) => index > content) ?? { index: fault.pos[0] };
  return diagnosticAt(source, 'config.multiple-documents', mark.index, 3, sayFault(fault));
}

/** One finding per conflict, at its first mark. */
function conflictMarks(source: YamlSource): Diagnostic[] {
  let open = false;
  const firsts = [...source.text.matchAll(/^(?:<{7}|\|{7}|={7}|>{7})(?:[ \t].*)?\r?$/gm)].filter(({ 0: line }) => {
    const first = !open;
    open = !line.startsWith('>');
    return first;
  });
  const both = firsts.some(({ 0: line }) => line.startsWith('<'));
  return firsts.map(({ index, 0: line }) => ({
    ...diagnosticAt(source, 'config.conflict-marker', index, line.trimEnd().length, both ? UNFINISHED : LEFT_OVER),
    suggestion: both
      ? 'keep one version and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`'
      : 'delete this line',
  }));
}

const UNFINISHED =
  'a merge was not finished here: two versions of the same lines stand below each other, so nothing in the file is read';
const LEFT_OVER = 'a mark of a merge was left over here, so nothing in the file is read';

/** Tags of YAML 1.1 that Hermes Agent's loader knows although ours does not. */
const isKnownTag = (source: YamlSource, { pos: [start] }: YAMLError): boolean =>
  /^!!(?:binary|timestamp|set|omap|pairs|merge|value|bool|int|float|null|str|seq|map)\b/.test(source.text.slice(start));

function tagAt(source: YamlSource, { pos: [start, end] }: YAMLError): Diagnostic {
  const tag = /^!\S*/.exec(source.text.slice(start, start + 1000))?.[0] ?? source.text.slice(start, end);
  return {
    ...diagnosticAt(
      source,
      'config.tag',
      start,
      tag.length,
      `the tag \`${clip(tag)}\` is not known; Hermes Agent refuses the whole file because of it`,
    ),
    suggestion: insteadOf(tag, source.text.slice(start + tag.length, start + tag.length + 200)),
  };
}

/** What to write in place of a tag, by what stands behind it. */
function insteadOf(tag: string, behind: string): string {
  if (tag.startsWith('!!')) return 'remove the tag';
  const variable = /^!(?:env|ENV|Env|env_var|secret|var)\b/.test(tag)
    ? /^[ \t]+["']?(?:\$\{)?(\w+)/.exec(behind)?.[1]
    : undefined;
  if (variable) return `write \${${variable}}`;
  return 'remove the tag; put the value in quotes where the `!` belongs to it';
}

/** Its aliases would fill the memory. */
export function aliasBomb(source: YamlSource): Diagnostic {
  let start = 0;
  let length = 1;
  visit(source.document, {
    Alias(_key, alias) {
      start = alias.range?.[0] ?? 0;
      length = alias.source.length + 1;
      return visit.BREAK;
    },
  });
  return diagnosticAt(
    source,
    'config.alias-bomb',
    start,
    length,
    'the aliases (`*name`) of this file multiply without end, so it is not read',
  );
}
