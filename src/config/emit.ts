import { stringify } from 'yaml';

/** How the file at hand is written, so that new lines look like the others. */
export interface LineStyle {
  eol: string;
  /** Spaces per level. */
  step: number;
  /** Whether `- ` stands deeper than the key above it. */
  indentedLists: boolean;
}

export type Quote = 'double' | 'single' | undefined;

/** Value on one line: a scalar, `{}`, `[]` or, inside `{...}`, a flow collection. */
export function inlineText(value: unknown, inFlow: boolean, quote?: Quote): string {
  if (Array.isArray(value)) return `[${value.map((item) => inlineText(item, true)).join(', ')}]`;
  if (isMapping(value)) {
    const entries = Object.entries(value).map(([key, item]) => `${textScalar(key, true)}: ${inlineText(item, true)}`);
    return `{${entries.join(', ')}}`;
  }
  if (typeof value === 'string') return quote ? quoted(value, quote) : textScalar(value, inFlow);
  if (typeof value === 'number') return numberText(value);
  return String(value);
}

/** A non-empty map or list as block lines, the first level at column 0. */
export function blockLines(value: unknown, style: LineStyle): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => listItemLines(item, style));
  return Object.entries(value as Record<string, unknown>).flatMap(([key, item]) => {
    const name = textScalar(key, false);
    if (isInline(item)) return [`${name}: ${inlineText(item, false)}`];
    const indent = Array.isArray(item) && !style.indentedLists ? 0 : style.step;
    return [`${name}:`, ...shift(blockLines(item, style), indent)];
  });
}

/** A key on its own, in quotes of the given kind or, left out, only where it needs them. */
export const keyText = (key: string, inFlow: boolean, quote?: Quote): string =>
  quote ? quoted(key, quote) : textScalar(key, inFlow);

function listItemLines(item: unknown, style: LineStyle): string[] {
  const [first = '', ...rest] = isInline(item) ? [inlineText(item, false)] : blockLines(item, style);
  return [`- ${first}`, ...shift(rest, 2)];
}

export const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value needs no lines of its own. */
export const isInline = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || Object.keys(value).length === 0;

export const shift = (lines: readonly string[], by: number): string[] =>
  lines.map((line) => line && ' '.repeat(by) + line);

/**
 * Text that YAML 1.2 and the YAML 1.1 loader of the public Hermes Agent both read as this text: `off`, `0777` or `1:30`
 * get quotes.
 */
function textScalar(text: string, inFlow: boolean): string {
  if (text === '') return "''";
  if (NEEDS_ESCAPE.test(text) || text === '=' || text === '<<') return quoted(text, 'double');
  if (inFlow && !/^[\w./@+~-]+$/.test(text)) return quoted(text, 'double');
  const plain = stringify(text, { compat: 'yaml-1.1', lineWidth: 0, blockQuote: false }).trimEnd();
  return plain === text ? text : quoted(text, 'double');
}

/** Characters that are not printable in YAML, or that some loader takes for a line break. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const NEEDS_ESCAPE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|\p{Surrogate}/u;

function quoted(text: string, quote: 'double' | 'single'): string {
  if (quote === 'single' && !NEEDS_ESCAPE.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** YAML 1.1 takes `1e-5` for text: it wants a dot and a signed exponent. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  const [mantissa = '', exponent] = text.split('e');
  if (exponent === undefined) return text;
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}e${exponent}`;
}
