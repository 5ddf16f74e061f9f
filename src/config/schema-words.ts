import { type SchemaNode, typesOf } from './schema-node.ts';

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
  object: 'section',
  array: 'list',
};

/** What a key takes, in words: `whole number, at least 0 s`, `one of lean, legacy`, `list of text`. */
export function typeInWords(node: SchemaNode | 'open' | 'unknown'): string {
  if (typeof node === 'string') return 'anything';
  const parts = typesOf({ ...node, enum: [] }).map((type) => typeWord(type, node));
  const words = node.enum ? [`${parts.length > 0 ? 'or ' : ''}one of ${node.enum.map(String).join(', ')}`] : [];
  const others = node.enum ? parts.filter((part) => part !== 'text') : parts;
  const what = [...(others.length > 0 ? [others.join(' or ')] : []), ...(others.length > 0 ? words : words.map(bare))];
  return [what.join(' ') || 'anything', rangeInWords(node)].filter(Boolean).join(', ');
}

const bare = (text: string): string => text.replace(/^or /, '');

function typeWord(type: string, node: SchemaNode): string {
  if (type === 'array' && typeof node.items === 'object') {
    const items = typesOf(node.items).map((it) => (it === 'object' ? 'sections' : (TYPES[it] ?? it)));
    return items.length > 0 ? `list of ${items.join(' or ')}` : 'list';
  }
  if (type === 'object' && !node.properties && typeof node.additionalProperties === 'object') return 'map of names';
  return TYPES[type] ?? type;
}

/** Units that stand directly behind a number. */
const SHORT = /^(?:%|.{1,3})$/;

/** `0 to 1`, `at least 0 s`, `in tokens`; empty where there is nothing to say. */
function rangeInWords({ minimum, maximum, 'x-unit': unit }: SchemaNode): string {
  const name =
    unit === undefined
      ? ''
      : unit === 'share'
        ? ' (a share: 0.8 is 80 %)'
        : SHORT.test(unit)
          ? ` ${unit}`
          : `, in ${unit}`;
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}${name}`;
  if (minimum !== undefined) return `at least ${minimum}${name}`;
  if (maximum !== undefined) return `at most ${maximum}${name}`;
  return unit === 'share' ? 'a share: 0.8 is 80 %' : unit ? `in ${unit}` : '';
}

/** The first sentence of a description. */
export const firstSentence = (text = ''): string => /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;
