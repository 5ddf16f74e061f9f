import type { Finding } from './finding.ts';
import type { KeyPath } from './key-path.ts';
import { type SchemaNode, typesOf } from './schema-node.ts';
import { inBounds } from './value-words.ts';

type Remedy = Pick<Finding, 'suggestion' | 'fix'>;

/** What to write instead of a single value of the wrong type. Nothing is proposed that the key does not allow. */
export function scalarRemedy(path: KeyPath, types: string[], node: SchemaNode, value: unknown): Remedy | undefined {
  const write = (meant: unknown, suggestion: string): Remedy => ({
    suggestion,
    fix: { title: suggestion, edits: [{ path, value: meant }] },
  });
  if (typeof value === 'string' && types.some((type) => type === 'number' || type === 'integer')) {
    return numberRemedy(node, value, write);
  }
  if (typeof value === 'string' && types.includes('boolean')) {
    const meant = switchWord(value);
    return meant === undefined ? undefined : write(meant, `write \`${meant}\``);
  }
  if (typeof value === 'number' && types.includes('integer')) {
    return { suggestion: `write a whole number, such as ${Math.round(value)}` };
  }
  if (types.includes('string') && (typeof value === 'number' || typeof value === 'boolean')) {
    return write(String(value), `put it in quotes: "${String(value)}"`);
  }
  return undefined;
}

type Write = (meant: unknown, suggestion: string) => Remedy;

function numberRemedy(node: SchemaNode, text: string, write: Write): Remedy | undefined {
  const whole = !typesOf(node).includes('number');
  const fits = (number: number): boolean => inBounds(node, number) && (!whole || Number.isInteger(number));
  const [, plain, end] = /^\s*(-?\d+(?:\.\d+)?)\s*([;,]?)\s*$/.exec(text) ?? [];
  if (plain !== undefined && fits(Number(plain))) {
    return write(Number(plain), end ? `write ${plain} without the \`${end}\`` : `write ${plain} without quotes`);
  }
  const point = DECIMAL_COMMA.test(text) ? text.trim().replace(',', '.') : undefined;
  if (point !== undefined && fits(Number(point))) {
    return write(Number(point), `write ${Number(point)}: decimals stand behind a point`);
  }
  const amount = amountOf(text, node['x-unit']);
  if (amount === undefined || !fits(amount)) return undefined;
  const unit = node['x-unit'] ? ` (${node['x-unit']})` : '';
  return { suggestion: `did you mean ${amount}${unit}?` };
}

/** `0,8` and `1,25`, but not the thousands in `131,072`. */
const DECIMAL_COMMA = /^\s*-?(?:0,\d+|\d+,\d{1,2})\s*$/;

/** Words for a switch in other languages. `yes`, `on` and the like need no remedy. */
function switchWord(text: string): boolean | undefined {
  const word = text.trim().toLowerCase().normalize();
  if (TRUE_WORDS.has(word)) return true;
  return FALSE_WORDS.has(word) ? false : undefined;
}

const TRUE_WORDS = new Set(
  'ja wahr an ein oui vrai si sí sì verdadero vero verdade sim tak prawda да истина так evet doğru enabled enable active activated y t 1 是 真 开 开启 はい 예'.split(
    ' ',
  ),
);
const FALSE_WORDS = new Set(
  'nein falsch aus non faux falso não nao nie fałsz нет ложь ні hayır yanlış disabled disable inactive n f 0 否 假 关 关闭 いいえ 아니요'.split(
    ' ',
  ),
);

/** `64k`, `180s`, `5 min` and the like as a number of the unit that the key counts in. */
function amountOf(text: string, unit: string | undefined): number | undefined {
  const match = /^\s*(\d[\d_,]*(?:\.\d+)?)\s*([a-z%]*)\s*$/i.exec(text);
  if (!match) return undefined;
  const number = Number((match[1] ?? '').replace(/[_,]/g, ''));
  const suffix = (match[2] ?? '').toLowerCase();
  const seconds = Object.hasOwn(SECONDS, suffix) ? SECONDS[suffix] : undefined;
  const factor =
    unit === 's'
      ? seconds
      : unit === 'ms'
        ? (seconds ?? 0) * 1000
        : Object.hasOwn(COUNTS, suffix)
          ? COUNTS[suffix]
          : undefined;
  return factor ? number * factor : undefined;
}

const SECONDS: Readonly<Record<string, number>> = {
  '': 1,
  s: 1,
  sec: 1,
  secs: 1,
  seconds: 1,
  ms: 0.001,
  m: 60,
  min: 60,
  h: 3600,
};
const COUNTS: Readonly<Record<string, number>> = { '': 1, k: 1000, m: 1_000_000, tokens: 1, ki: 1024 };
