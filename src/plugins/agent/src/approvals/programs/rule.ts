import { readdir, realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isSecret } from '../secrets.ts';
import { isGlob } from '../shell/glob.ts';
import type { Word } from '../shell/lexer.ts';
import { whyNotOpen, whyNotShow } from '../shell/look-at-files.ts';
import { type SearchOptions, whyNotSearch } from '../shell/look-at-folders.ts';
import { type Arguments, type Flags, sortArguments } from './arguments.ts';

export interface Place {
  /** Folders in which the command may find itself, when `cd` stands before it. Never empty. */
  cwds: readonly string[];
  workspace: string;
  home: string;
  readable: readonly string[];
  /** What it prints is only shortened and sorted by what follows in the pipe: secrets are then found and masked. */
  asItIs: boolean;
  /** Origins (`http://host:port`) that may be asked with a POST request. */
  endpoints: readonly string[];
}

/** Undefined: runs unasked. Otherwise why not. */
export type Verdict = string | undefined;

/** What is known of a program: whether these arguments only read. */
export type Rule = (words: readonly Word[], place: Place) => Verdict | Promise<Verdict>;

/**
 * What a program does with its operands. `text`: they are no files. `name`: it looks at names and sizes. `count`: it opens
 * them and says something about what is in them. `sum`: of what it says, somebody may guess what is in them. `show`: it prints what is in them.
 */
export type Operands = 'none' | 'text' | 'name' | 'count' | 'sum' | 'show';

export interface TableOptions {
  /** Most operands; patterns are then not allowed, because nobody knows how many names they become. */
  most?: number;
  /** The first ones are no files. */
  texts?: (args: Arguments) => number;
  /** No flag of the program does harm, also none that a file may be named like: patterns may begin with a wildcard. */
  bare?: boolean;
  /** Patterns may begin with a wildcard as long as no file here is named like a flag. */
  looks?: boolean;
  digits?: boolean;
  /** Whether folders among the operands are searched through; without operands, the current one. */
  search?: (args: Arguments) => Omit<SearchOptions, 'place'> | undefined;
  also?: (args: Arguments) => Verdict;
}

/** A rule made of a table's line. */
export function table(operands: Operands, short = '', long = '', options: TableOptions = {}): Rule {
  const flags: Flags = { short, long, digits: options.digits ?? false };
  return async (words, place) => {
    const args = sortArguments(words, flags);
    if (typeof args === 'string') return args;
    return options.also?.(args) ?? checkOperands(args, operands, options, place);
  };
}

async function checkOperands(args: Arguments, kind: Operands, options: TableOptions, place: Place): Promise<Verdict> {
  const { most = kind === 'none' ? 0 : Number.POSITIVE_INFINITY, bare = false } = options;
  if (args.operands.length > most) return `\`${args.operands[most]?.text}\` is one argument too many`;
  const texts = options.texts?.(args) ?? 0;
  for (const [index, word] of args.operands.entries()) {
    const free = bare || (options.looks === true && !(await flagsAmongFiles(place)));
    const pattern = whyNotPattern(word, free && most === Number.POSITIVE_INFINITY);
    if (pattern) return pattern;
    if (index < texts && word.glob) return `\`${word.text}\` is a pattern of file names where a text is expected`;
  }
  const files = args.operands.slice(texts);
  const late = await showAll(kind === 'show' ? args.late : [], place);
  if (late) return late;
  const search = options.search?.(args);
  if (search) return searchAll(files, search, place);
  if (kind === 'show') return showAll(files, place);
  return kind === 'none' || kind === 'text' ? undefined : openAll(files, kind, place);
}

/** A file may be named like a flag: where a pattern could match it, it must not begin with a wildcard. */
export function whyNotPattern(word: Word, bare = false): Verdict {
  if (!word.glob || bare || !/^[*?[]/.test(word.text)) return undefined;
  return `\`${word.text}\` may match a file that is named like a flag`;
}

/** Whether a pattern that begins with a wildcard may become a flag. */
async function flagsAmongFiles({ cwds }: Place): Promise<boolean> {
  const names = await Promise.all(cwds.map((cwd) => readdir(cwd).catch(() => ['-'])));
  return names.flat().some((name) => name.startsWith('-'));
}

export async function showAll(files: readonly Word[], place: Place): Promise<Verdict> {
  for (const { text } of files) {
    if (text === '-') continue;
    for (const cwd of place.cwds) {
      const why = await whyNotShow(text, cwd, place);
      if (why) return why;
    }
  }
  return undefined;
}

async function openAll(files: readonly Word[], kind: Operands, { cwds }: Place): Promise<Verdict> {
  for (const { text } of files)
    for (const cwd of cwds) {
      const path = resolve(cwd, text);
      const why = kind === 'name' ? undefined : whyNotOpen(path);
      if (why) return why;
      const secret =
        kind === 'sum'
          ? isSecret(path) || isSecret(await realpath(path).catch(() => path))
          : // Of a folder with secrets, the names are enough.
            kind === 'name' && !isGlob(text) && isSecret(`${path}/x`);
      if (secret) return `\`${text}\` ${isGlob(text) ? 'may match files' : 'is a place'} with secrets`;
    }
  return undefined;
}

async function searchAll(files: readonly Word[], search: Omit<SearchOptions, 'place'>, place: Place): Promise<Verdict> {
  for (const text of files.length > 0 ? files.map((file) => file.text) : ['.'])
    for (const cwd of place.cwds) {
      const why = (await whyNotShow(text, cwd, place)) ?? (await whyNotSearch(text, cwd, { ...search, place }));
      if (why) return why;
    }
  return undefined;
}
