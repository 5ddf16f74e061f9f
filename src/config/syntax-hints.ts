import { isScalar, Scalar, visit, type YAMLError } from 'yaml';
import { lookalikeIn } from './lookalikes.ts';
import type { YamlSource } from './yaml-source.ts';

/** What a fault most likely is, and where. Never shows a value, because it may be a secret. */
export interface Hint {
  start: number;
  length: number;
  message: string;
  suggestion?: string;
}

/** What the parser says. */
export type Fault = Pick<YAMLError, 'code' | 'message' | 'pos'>;

interface Line {
  from: number;
  text: string;
}

/** The mistake that made the parser stop, where its form tells; undefined where only the parser's words are left. */
export function hintFor(source: YamlSource, fault: Fault): Hint | undefined {
  const { text } = source;
  if (/call stack/i.test(fault.message)) {
    const message = 'lists and sections are nested too deeply here to be read';
    return { start: fault.pos[0], length: 1, message };
  }
  const [first = { from: 0, text: '' }, ...others] = linesOf(text, fault.pos);
  const inLine = wholeFile(text) ?? lineHint(first, fault);
  if (inLine) return inLine;
  // An open quote or bracket takes the lines below with it; what looks odd in them is not the cause.
  const open = openedAt(source, fault);
  if (open) return open;
  for (const line of others) {
    const found = lineHint(line, fault);
    if (found) return found;
  }
  return atFault(text, first, fault);
}

/** The lines of a fault; those that it ends in are the next ones, but no more than a few. */
function linesOf(text: string, [start, end]: [number, number]): Line[] {
  const lines: Line[] = [];
  let from = text.lastIndexOf('\n', start - 1) + 1;
  while (lines.length < 5 && from < text.length && (lines.length === 0 || from < end)) {
    const next = text.indexOf('\n', from);
    const to = next < 0 ? text.length : next;
    lines.push({ from, text: text.slice(from, Math.min(to, from + 400)).replace(/\r$/, '') });
    from = to + 1;
  }
  return lines;
}

/** Things that stand at the left margin and make the whole file something else. */
function wholeFile(text: string): Hint | undefined {
  const fence = /^(?:```|~~~)[\w-]*[ \t]*\r?$/m.exec(text);
  if (fence) return hint(fence.index, fence[0].trimEnd(), 'a Markdown fence stands here', 'delete this line');
  const patch = /^(?:@@ -\d.*|diff --git .*|\+\+\+ .*|--- [ab]\/.*|\+[ \t]*[\w"'-].*)$/m.exec(text);
  if (patch) {
    return hint(
      patch.index,
      patch[0].slice(0, 3).trimEnd(),
      'lines of a patch (`+`, `-`, `@@`) were pasted here',
      'delete the lines with `-` and the `+` before the others',
    );
  }
  const block = /^[ \t]*\{%.*$/m.exec(text);
  if (!block) return undefined;
  const message = 'a template (`{% … %}`) that was not filled in';
  return hint(block.index, block[0].trimEnd(), message, 'have the template engine write the file, or delete this line');
}

function lineHint(line: Line, fault: Fault): Hint | undefined {
  const { from, text } = line;
  const start = from + text.search(/[^ \t]|$/);
  const strange = lookalikeIn(text);
  if (strange) return { ...strange, start: from + strange.start };
  if (/^[ \t]*(?:\/\/|\/\*)/.test(text))
    return hint(start, '//', 'comments begin with `#`', 'write `#` instead of `//`');
  if (/^[ \t]*\[[\w.-]+\][ \t]*$/.test(text) && fault.code !== 'BAD_INDENT') {
    return hint(start, text.trim(), '`[name]` is no heading in YAML', 'write `name:` and indent the lines below it');
  }
  const equals = /^([ \t]*(?:- +)?)([\w.-]{1,60})[ \t]*=[ \t]*\S/.exec(text);
  if (equals)
    return hint(from + (equals[1] ?? '').length, equals[2] ?? '', EQUALS, `write \`${equals[2]}: \` and the value`);
  const joined = /^([ \t]*(?:- +)?)(["']?[\w.-]{1,60}["']?):(?![ \t\\/]|$)/.exec(text);
  if (joined && KEYLESS.has(fault.code)) {
    const [, indent = '', key = ''] = joined;
    return hint(
      from + indent.length,
      `${key}:`,
      `a space is missing behind \`${key}:\``,
      `write \`${key}: \` and the value`,
    );
  }
  return undefined;
}

export const EQUALS = '`=` is not YAML: write `a: b`';

/** Faults of a line that has no key as YAML writes it. */
const KEYLESS: ReadonlySet<YAMLError['code']> = new Set(['MULTILINE_IMPLICIT_KEY', 'MISSING_CHAR', 'BAD_INDENT']);

/** Where the quote or bracket was opened that the parser misses the end of. */
function openedAt({ document, text }: YamlSource, { code, pos, message }: Fault): Hint | undefined {
  const quote = /^Missing closing (["'])quote/.exec(message)?.[1];
  const bracket = /^Flow (?:sequence|map)\b/.exec(message) && (code === 'BAD_INDENT' || code === 'MISSING_CHAR');
  if (!quote && !bracket) return undefined;
  let start = -1;
  visit(document, (_key, node) => {
    const range = (node as { range?: [number, number] } | null)?.range;
    const closed = !quote && range && text[range[1] - 1] === CLOSING[text[range[0]] ?? ''];
    if (!range || closed || range[0] > pos[0] || range[1] < Math.min(pos[0], text.trimEnd().length)) return;
    const quoted = isScalar(node) && (node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE);
    if (quote ? quoted && text[range[0]] === quote : (node as { flow?: boolean }).flow === true) start = range[0];
  });
  if (start < 0) return undefined;
  const mark = text[start] ?? '';
  const kind = quote ? 'quote' : 'bracket';
  return hint(
    start,
    mark,
    `this ${kind} (\`${mark}\`) is opened here and never closed`,
    `close it with \`${CLOSING[mark]}\``,
  );
}

const CLOSING: Record<string, string> = { '"': '"', "'": "'", '[': ']', '{': '}' };

/** Told by the value that stands at the fault or by what the parser says of it. */
function atFault(text: string, line: Line, { code, pos: [start], message }: Fault): Hint | undefined {
  const before = text.slice(line.from, start);
  const rest = line.text.slice(start - line.from);
  const value = /^[ \t]*(?:- +)*(?:[^\s#'"][^#]*?:[ \t]+|- +)?/.exec(line.text)?.[0].length ?? 0;
  const at = line.from + value;
  if (line.text[value] === '*') {
    return hint(at, line.text.slice(value), 'a value cannot begin with `*`, which refers to an anchor', QUOTES);
  }
  if (code === 'BAD_DQ_ESCAPE') {
    const sequence = text.slice(start, start + 2);
    return hint(
      start,
      sequence,
      `\`${sequence}\` means nothing inside double quotes`,
      'use single quotes, or write `/` instead of `\\`',
    );
  }
  if (code === 'BAD_SCALAR_START') {
    return hint(start, rest, `a value cannot begin with \`${text[start]}\``, QUOTES);
  }
  if (code === 'BLOCK_AS_IMPLICIT_KEY' && start === at && value > 0 && /:(?:[ \t]|$)/.test(rest)) {
    return hint(start, rest, 'a value with `: ` in it needs quotes', 'put the whole value in quotes');
  }
  if (code !== 'UNEXPECTED_TOKEN') return undefined;
  if (/^,[ \t]*(?:#.*)?$/.test(rest))
    return hint(start, ',', 'there is a comma too many', 'delete the `,` at the end of the line');
  if (/(?:^|[ \t])[|>][-+\d]*[ \t]+$/.test(before)) {
    return hint(start, rest, 'no text can stand behind `|` or `>`', 'begin the text in the next line, indented');
  }
  const quote = /(["'])[ \t]*$/.exec(before)?.[1];
  if (quote && /unexpected (?:scalar|[a-z-]+quoted-scalar)/i.test(message)) {
    const how = quote === "'" ? "write `''` for a `'` inside" : 'write `\\"` for a `"` inside';
    return hint(
      start - 1,
      quote,
      `this quote (\`${quote}\`) ends the value, but text follows it`,
      `${how}, or use the other kind of quotes`,
    );
  }
  return undefined;
}

const QUOTES = 'put it in quotes';

const hint = (start: number, marked: string, message: string, suggestion: string): Hint => ({
  start,
  length: Math.max(1, marked.length),
  message,
  suggestion,
});
