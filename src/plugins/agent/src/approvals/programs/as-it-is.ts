import type { PlainCommand } from '../shell/lexer.ts';
import { sortArguments } from './arguments.ts';

/** Programs that hand lines on as they are, with the flags of which that holds: none cuts, colours or joins lines. */
const KEEPS: Readonly<Record<string, { short: string; long: string; digits?: boolean }>> = {
  cat: { short: 'nbs', long: 'number number-nonblank squeeze-blank' },
  head: { short: 'n:qv', long: 'lines= quiet silent verbose', digits: true },
  tail: { short: 'n:qv', long: 'lines= quiet silent verbose', digits: true },
  grep: {
    short: 'A:B:C:cEe:FGHhilLm:nPqsvwx',
    long: 'after-context= before-context= context= count extended-regexp fixed-strings files-with-matches ignore-case invert-match line-number line-regexp max-count= no-filename no-messages perl-regexp quiet regexp= silent with-filename word-regexp include=',
    digits: true,
  },
  sort: { short: 'nrufhV', long: 'numeric-sort reverse unique' },
  uniq: { short: 'cdui', long: 'count repeated unique ignore-case' },
  wc: { short: 'clmwL', long: 'bytes lines chars words' },
  sed: { short: 'n', long: 'quiet silent' },
};
const FIRST = new Set(['cat', 'head', 'tail', 'grep', 'egrep', 'fgrep', 'sed', 'wc']);
/** Only printing of lines: `s` would change them. */
const LINES =
  /^(?:(?:[0-9]{1,9}|\$|\/[\w .:^$*-]{1,100}\/)(?:,(?:\+?[0-9]{1,9}|\$|\/[\w .:^$*-]{1,100}\/))?[pdq];?\s?){1,10}$/;

/** Whether a pipe prints whole lines of the files in it, so that what has to be masked is found in them. */
export const keepsLines = (pipe: readonly PlainCommand[]): boolean =>
  FIRST.has(pipe[0]?.words[0]?.text ?? '') && pipe.every(({ words }) => keeps(words));

function keeps([program, ...words]: PlainCommand['words']): boolean {
  const name = (program?.text ?? '').replace(/^[ef]grep$/, 'grep');
  const known = Object.hasOwn(KEEPS, name) ? KEEPS[name] : undefined;
  if (!known) return false;
  const args = sortArguments(words, known);
  if (typeof args === 'string') return false;
  return name !== 'sed' || (args.flags.length > 0 && LINES.test(args.operands[0]?.text ?? ''));
}
