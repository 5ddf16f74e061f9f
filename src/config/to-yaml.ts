import { blockLines, inlineText, isInline } from './emit.ts';

const STYLE = { eol: '\n', step: 2, indentedLists: true };

/** The value as YAML text: a scalar bare, a map or list as lines. */
export function toYaml(value: unknown): string {
  if (typeof value === 'string') return value;
  return isInline(value) ? inlineText(value, false) : blockLines(value, STYLE).join('\n');
}

/** The value on one line, maps and lists in the flow style. */
export const toLine = (value: unknown): string => inlineText(value, false);
