import { isMapping } from './emit.ts';
import { coverOf, levelBelow, type MaskLevel, SECRET_FLAG } from './mask-levels.ts';
import { holdsSecret, isHiddenKey } from './mask-names.ts';
import { secretParts, textParts } from './mask-parts.ts';

/** Shorter values would cover half of every text. */
const MIN_SECRET = 6;

/** Secrets of the effective config and of the environment below it, each once. */
export function secretValues(
  value: unknown,
  environments: readonly Readonly<Record<string, string | undefined>>[],
): string[] {
  const found = new Set<string>();
  const take = (text: string, parts: readonly { start: number; end: number }[]): void => {
    for (const { start, end } of parts) if (end - start >= MIN_SECRET) found.add(text.slice(start, end));
  };
  const walk = (item: unknown, level: MaskLevel, name: string): void => {
    if (typeof item === 'string') {
      if (item.length >= MIN_SECRET) take(item, coverOf(level, item) ? secretParts(item) : textParts(item));
    } else if (typeof item === 'number' && level === 'all')
      take(String(item), [{ start: 0, end: String(item).length }]);
    else if (Array.isArray(item)) {
      for (const [i, one] of item.entries()) walk(one, SECRET_FLAG.test(String(item[i - 1])) ? 'all' : level, name);
    } else if (isMapping(item)) {
      for (const [key, one] of Object.entries(item)) walk(one, levelBelow(level, name, key), key);
    }
  };
  walk(value, 'none', '');
  for (const env of environments) {
    for (const [name, text] of Object.entries(env)) {
      if (text !== undefined && (holdsSecret(name) || isHiddenKey(name))) take(text, secretParts(text));
    }
  }
  return [...found];
}
