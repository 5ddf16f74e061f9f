import { sortArguments } from './arguments.ts';
import { type Rule, showAll, whyNotPattern } from './rule.ts';

const WORDS = new Set(
  'BEGIN END NR NF FNR FS OFS ORS RS FILENAME print printf if else for in next length substr tolower toupper int index split sprintf exit delete'.split(
    ' ',
  ),
);
/** Every name that is no variable, of several awks. */
const KEYWORDS = new Set(
  [...WORDS].concat(
    'getline system close fflush function func while do break continue return switch case default nextfile printf sin cos atan2 exp log sqrt rand srand match sub gsub gensub strftime systime mktime asort asorti and or xor lshift rshift compl strtonum typeof isarray patsplit eval namespace mkbool bindtextdomain dcgettext dcngettext adump stopme intdiv intdiv0 chdir fork'.split(
      ' ',
    ),
  ),
);
/** Of these awk makes calls of its own; every other name before a parenthesis is refused. */
const CALLS = new Set('print printf if for length substr tolower toupper int index split sprintf exit in'.split(' '));
/** Longer widths in a format fill the memory. */
const WIDE = /%[^A-Za-z%]*(?:[0-9]{4}|\*)/;
const TOKEN =
  /\s+|"(?:[^"\\\n]|\\[nt"\\])*"|[0-9]+(?:\.[0-9]+)?|[A-Za-z_][A-Za-z0-9_]*|\$|==|!=|<=|>=|&&|\|\||\+\+|--|\+=|-=|\*=|!~|[~{}()[\],;<>=+\-*%!?:]/y;
/** No slash and no bracket in brackets, which are read differently by different programs; no quotes at all. */
const REGEX = /\/(?:[^/\\\n["]|\\[^/\n"]|\[\^?\]?[^\][/\\\n"]*\])+\//y;
/** Behind these only a value can begin, so that a slash begins a regular expression. */
const BEFORE_VALUE = /^$|^(?:[~(,{;!]|!~|&&|\|\|)$/;

/** Behind a number, an element, or a name that means nothing else, a slash divides for every awk. */
const divides = (before: string): boolean =>
  /^(?:[0-9].*|\]|NR|NF|FNR)$/.test(before) || (/^[a-z_]\w*$/i.test(before) && !KEYWORDS.has(before));
/**
 * Whether an awk program only computes and prints: no system(), no pipes, no files of its own, no environment. Where a
 * slash could be read in two ways, or `>` stands elsewhere than in a pattern or the condition of an `if`, it is refused.
 */
export function whyNotAwk(script: string): string | undefined {
  if (script.length > 2_000) return 'the awk program is long';
  let depth = 0;
  /** What stands before the parentheses that are open. */
  const round: string[] = [];
  let before = '';
  for (let at = 0; at < script.length; ) {
    const slash = script[at] === '/';
    const match =
      slash && divides(before) ? '/' : matchAt(slash && BEFORE_VALUE.test(before) ? REGEX : TOKEN, script, at);
    if (match === undefined) return `the awk program is not understood at \`${script.slice(at, at + 20)}\``;
    at += match.length;
    const token = match.trim();
    if (token === '' && match.includes('\n')) before = ';';
    if (token === '') continue;
    const why = whyNotToken(token, before, depth, round);
    if (why) return why;
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    if (token === '(') round.push(before);
    if (token === ')' && round.pop() === undefined) return 'the awk program is not complete';
    before = token;
  }
  return depth === 0 && round.length === 0 ? undefined : 'the awk program is not complete';
}

function whyNotToken(token: string, before: string, depth: number, round: readonly string[]): string | undefined {
  if (round.length > 0 && /^(?:[{};]|printf?)$/.test(token)) return 'the awk program has a statement in parentheses';
  const pattern = depth === 0 && round.length === 0;
  const condition = round[0] === 'if' && round.every((one) => !/^(?:printf?|for)$/.test(one));
  if (token === '>' && !(pattern ? before === ')' || divides(before) : condition && divides(before)))
    return 'the awk program may write a file';
  if (token.startsWith('"') && WIDE.test(token)) return 'the awk program may print without end';
  if (/^[A-Z]/.test(token) && !WORDS.has(token)) return `the awk program uses \`${token}\``;
  if (token === '(' && /^[A-Za-z_]/.test(before) && !CALLS.has(before)) return `the awk program calls \`${before}\``;
  return /^(?:getline|system|close|fflush|function|func|while|do)$/.test(token)
    ? `the awk program uses \`${token}\``
    : undefined;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

export const awk: Rule = (words, place) => {
  const args = sortArguments(words, { short: 'F:v:', long: '' });
  if (typeof args === 'string') return args;
  const [script, ...files] = args.operands;
  if (!script || script.glob) return 'no awk program';
  if (args.late.length > 0) return 'a flag behind the program';
  const strange = args.flags.some(({ name, value }) => name === 'v' && !/^[A-Za-z_]\w*=[^\\]*$/.test(value ?? ''));
  if (strange) return 'an assignment that is not understood';
  if (files.some(({ text }) => /^[A-Z]\w*=/.test(text) && !/^(?:FS|OFS|ORS|RS)=/.test(text)))
    return 'an assignment that is not understood';
  const pattern = files.map((word) => whyNotPattern(word)).find((why) => why !== undefined);
  return (
    whyNotAwk(script.text) ??
    pattern ??
    showAll(
      files.filter(({ text }) => !/^[A-Za-z_]\w*=/.test(text)),
      place,
    )
  );
};
