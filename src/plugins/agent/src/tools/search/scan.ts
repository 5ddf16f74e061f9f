import { createContext, Script } from 'node:vm';
import { readWhole } from '../files/read-bytes.ts';
import { LIMIT_MS, type Match, type Search, type SearchEnd, stoppedAfter } from './search.ts';
import { walkFiles } from './walk.ts';

const LARGEST = 5_000_000;
/** For one file, in ms: nothing else happens meanwhile. A pattern that needs longer is one that backtracks without end. */
const FILE_MS = 500;

/** Runs in a context of its own, because only there can a regular expression be stopped. */
const FIND = new Script(`
  const found = [];
  for (let i = 0; i < lines.length && found.length < most; i += 1) if (pattern.test(lines[i])) found.push(i);
  found;
`);

/** The search without ripgrep: every file line by line. */
export async function scan(search: Search, limitMs = LIMIT_MS): Promise<SearchEnd> {
  const pattern = compile(search.pattern);
  if (pattern instanceof Error) return { ok: false, why: `pattern is no regular expression: ${pattern.message}` };
  const matches: Match[] = [];
  const end = Date.now() + limitMs;
  let unfinished: string | undefined;
  const onCut = (why: string) => {
    unfinished = why;
  };
  for await (const file of walkFiles(search, onCut)) {
    if (search.signal.aborted) return { ok: false, why: 'interrupted' };
    if (Date.now() >= end) return { ok: true, matches, more: false, unfinished: stoppedAfter(limitMs) };
    const read = await readWhole(file, LARGEST);
    if (!read.ok || read.bytes.subarray(0, 8_192).includes(0)) continue;
    const lines = read.bytes.toString('utf8').split(/\r?\n/);
    const numbers = find(lines, pattern, search.most + 1 - matches.length);
    if (!numbers) return { ok: false, why: `pattern takes too long in ${file}: make it simpler` };
    for (const number of numbers) matches.push({ file, line: number + 1, text: lines[number] ?? '' });
    if (matches.length > search.most) return { ok: true, matches: matches.slice(0, search.most), more: true };
  }
  return { ok: true, matches, more: false, ...(unfinished === undefined ? {} : { unfinished }) };
}

function compile(pattern: string): RegExp | Error {
  // ripgrep's way to ignore case, which models write.
  const [, flags = '', rest = ''] = /^(?:\(\?(i)\))?([\s\S]*)$/.exec(pattern) ?? [];
  try {
    return new RegExp(rest, `${flags}u`);
  } catch {
    try {
      return new RegExp(rest, flags);
    } catch (error) {
      return error as Error;
    }
  }
}

function find(lines: readonly string[], pattern: RegExp, most: number): number[] | undefined {
  try {
    const context = createContext({ lines, most, pattern });
    return [...(FIND.runInContext(context, { timeout: FILE_MS }) as number[])];
  } catch {
    return undefined;
  }
}
