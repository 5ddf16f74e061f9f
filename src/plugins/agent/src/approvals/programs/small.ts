import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Word } from '../shell/lexer.ts';
import { whyNotSearch } from '../shell/look-at-folders.ts';
import { has, sortArguments } from './arguments.ts';
import { type Rule, showAll, table, type Verdict, whyNotPattern } from './rule.ts';

const texts = (words: readonly Word[]): string[] => words.map((word) => word.text);

/** Exactly one argument, out of these. */
export const only =
  (...allowed: string[]): Rule =>
  (words) =>
    words.length === 1 && allowed.includes(words[0]?.text ?? '')
      ? undefined
      : `only ${allowed.join(', ')} are known to be harmless`;

/** One of these, and names behind it. */
export const subcommand =
  (...known: string[]): Rule =>
  (words) => {
    const [first, ...rest] = texts(words);
    const plain = words.every((word) => !word.glob) && rest.every((text) => /^[A-Za-z0-9][\w.:/-]*$/.test(text));
    return plain && known.includes(first ?? '') ? undefined : `only ${known.join(', ')} are known to be harmless`;
  };

export const echo: Rule = () => undefined;

/** `-v` writes a variable, and evaluates what stands in its index. Wide fields fill the memory. */
export const printf: Rule = (words) => {
  const [first] = words;
  if (first?.glob) return 'a pattern as a format';
  if (texts(words).some((text) => /%[^A-Za-z%]*(?:[0-9]{4}|\*)/.test(text))) return 'a field that is very wide';
  return first?.text.startsWith('-') && first.text !== '--'
    ? `the flag \`${first.text}\` is not known to be harmless`
    : undefined;
};

const OPERATORS = new Set(
  '-a -b -c -d -e -f -g -h -k -L -n -N -O -o -p -r -s -S -u -w -x -z -ef -nt -ot -eq -ne -lt -le -gt -ge = == != < > ! ( ) ]'.split(
    ' ',
  ),
);

/** `-v` and `-R` evaluate what stands in an index, which may hold a command. */
export const test: Rule = (words) => {
  if (words.some((word) => word.glob)) return 'a pattern in a test';
  const strange = texts(words).find((text) => /^-[a-zA-Z]/.test(text) && !OPERATORS.has(text));
  return strange === undefined ? undefined : `the operator \`${strange}\` is not known to be harmless`;
};

export const date: Rule = table('text', 'd:uRI?', 'date= utc universal rfc-3339= rfc-email iso-8601? reference=', {
  most: 1,
  also: ({ operands }) =>
    operands.some(({ text }) => !text.startsWith('+')) ? 'an argument without `+` sets the clock' : undefined,
});

const diffFlags = {
  short: 'abBcdeEiInNpqrstTuU:C:wW:yZ',
  long: 'brief color? context? ignore-all-space ignore-blank-lines ignore-case ignore-space-change label= minimal new-file no-dereference recursive report-identical-files side-by-side speed-large-files strip-trailing-cr suppress-common-lines text unified? width=',
};

/** Folders are compared file by file, so that they count as searched through. `-l` starts a program. */
export const diff: Rule = async (words, place) => {
  const args = sortArguments(words, diffFlags);
  if (typeof args === 'string') return args;
  const pattern = args.operands.map((word) => whyNotPattern(word)).find((why) => why !== undefined);
  if (pattern) return pattern;
  const why = await showAll([...args.operands, ...args.late], place);
  if (why) return why;
  for (const { text } of args.operands)
    for (const cwd of place.cwds) {
      const found = await stat(resolve(cwd, text)).catch(() => undefined);
      if (!found?.isDirectory()) continue;
      const links = !has(args, 'no-dereference');
      const search = await whyNotSearch(text, cwd, { place, hidden: true, links, only: [] });
      if (search) return search;
    }
  return undefined;
};

/** At most so many numbers. */
const LONGEST_SEQUENCE = 100_000;

export const seq: Rule = (words) => {
  const args = sortArguments(words, {
    short: 's:w',
    long: 'separator= equal-width',
    digits: true,
  });
  if (typeof args === 'string') return args;
  const given = texts(words).filter((text) => /^-?[0-9]/.test(text));
  const [from, step, to] =
    given.length > 2 ? given : given.length === 2 ? [given[0], '1', given[1]] : ['1', '1', given[0]];
  const plain = given.length > 0 && given.length <= 3 && args.operands.every(({ text }) => /^-?[0-9]/.test(text));
  const short = given.every((text) => /^-?[0-9]{1,9}(?:\.[0-9]{1,4})?$/.test(text));
  const count = (Number(to) - Number(from)) / Number(step);
  return plain && short && count <= LONGEST_SEQUENCE ? undefined : 'the sequence may be without end';
};

export const sleep: Rule = (words) =>
  words.length === 1 && /^[0-9]{1,2}(?:\.[0-9]+)?$/.test(words[0]?.text ?? '') ? undefined : 'it waits for a long time';

/** Only the question which program a name is. */
export const builtinCommand: Rule = (words): Verdict =>
  /^-[vV]$/.test(words[0]?.text ?? '') && words.slice(1).every(({ text, glob }) => !glob && !text.startsWith('-'))
    ? undefined
    : '`command` runs a program';
