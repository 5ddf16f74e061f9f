import { isObject } from '../endpoint/index.ts';

/** What stands at a place where an object belongs, in words: `choices[0]` is null instead of an object. */
export function notAnObject(value: unknown, place: string): string {
  if (value === undefined) return `\`${place}\` is missing`;
  const what = value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${NAMES[typeof value] ?? typeof value}`;
  return `\`${place}\` is ${what} instead of an object`;
}

const NAMES: Readonly<Record<string, string>> = { string: 'text', boolean: 'truth value' };

/** The first of a list's entries that is no object, in words; undefined where all are. */
export function strayIn(list: unknown, place: string): string | undefined {
  if (!Array.isArray(list)) return undefined;
  const at = list.findIndex((one) => !isObject(one));
  return at < 0 ? undefined : notAnObject(list[at], `${place}[${at}]`);
}
