/** What a line begins with, by the rules of CommonMark where nothing else is said. */
export type LineStart =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'rule' }
  | { kind: 'fence'; char: string; length: number; info: string; indent: number }
  | { kind: 'quote'; rest: string }
  | { kind: 'item'; indent: number; offset: number; marker: string; rest: string }
  | { kind: 'html' };

export interface Place {
  /** The line could also go on with a paragraph, which only some starts may interrupt. */
  paragraph: boolean;
  /** In a list or just behind one: items may be indented more than three blanks, which models often do, and have any number. */
  list: boolean;
}

const HEADING = /^(#{1,6})(?:[ ]+(.*))?$/;
const RULE = /^(?:(?:- *){3,}|(?:_ *){3,}|(?:\* *){3,})$/;
const FENCE = /^(`{3,}(?=[^`]*$)|~{3,})(.*)$/;
const ITEM = /^([-*+]|(\d{1,4})[.)])( +|$)(.*)$/;
const HTML =
  /^<(?:!--|!doctype|\/?(?:address|article|aside|body|details|div|dl|fieldset|figure|footer|form|h[1-6]|head|header|html|iframe|li|main|nav|ol|p|pre|script|section|style|summary|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul)(?=[\s>/]|$))/i;

export const indentOf = (line: string): number => line.length - line.trimStart().length;

export function lineStart(line: string, { paragraph, list }: Place): LineStart | undefined {
  const indent = indentOf(line);
  const body = line.slice(indent).trimEnd();
  if (indent > 3 && !(list && paragraph)) return undefined;
  if (indent <= 3) {
    const [, marks, title = ''] = HEADING.exec(body) ?? [];
    if (marks !== undefined) return { kind: 'heading', level: marks.length, text: withoutEnd(title) };
    if (RULE.test(body)) return { kind: 'rule' };
    const [, fence, info = ''] = FENCE.exec(body) ?? [];
    if (fence !== undefined)
      return { kind: 'fence', char: fence.charAt(0), length: fence.length, info: info.trim(), indent };
    if (body.startsWith('>')) return { kind: 'quote', rest: line.slice(indent + 1).replace(/^ /, '') };
    if (HTML.test(body) && !paragraph) return { kind: 'html' };
  }
  const [, mark = '', number, gap = '', rest = ''] = ITEM.exec(body) ?? [];
  if (mark === '') return undefined;
  if (paragraph && !list && (rest === '' || (number !== undefined && number !== '1'))) return undefined;
  // Five blanks and more are one blank and code.
  const blanks = gap.length > 4 || rest === '' ? 1 : gap.length;
  const task = number === undefined ? (/^\[[ xX]\] /.exec(rest)?.[0] ?? '') : '';
  return {
    kind: 'item',
    indent,
    offset: indent + mark.length + blanks,
    marker: `${/^[*+]$/.test(mark) ? '-' : mark} ${task}`,
    rest: ' '.repeat(Math.max(0, gap.length - blanks)) + rest.slice(task.length),
  };
}

/** `# title #`, without a pattern that would look at each blank again and again. */
function withoutEnd(title: string): string {
  let end = title.length;
  while (end > 0 && title[end - 1] === '#') end -= 1;
  return end === 0 || title[end - 1] === ' ' ? title.slice(0, end).trim() : title.trim();
}

export const closesFence = (line: string, { char, length }: { char: string; length: number }): boolean => {
  const body = line.trim();
  return indentOf(line) <= 3 && body.length >= length && body === char.repeat(body.length);
};

/** Of a line that is not whole: nothing but what closes the fence has come yet. */
export const begunFence = (line: string, { char }: { char: string }): boolean => {
  const body = line.trim();
  return body !== '' && indentOf(line) <= 3 && body === char.repeat(body.length);
};

/** The level of the heading that a paragraph becomes by this line below it. */
export function underline(line: string): 1 | 2 | undefined {
  const body = line.trim();
  if (indentOf(line) > 3) return undefined;
  if (/^={2,}$/.test(body)) return 1;
  return /^-{3,}$/.test(body) ? 2 : undefined;
}
