import { sortArguments } from './arguments.ts';
import { type Rule, showAll, whyNotPattern } from './rule.ts';

const WORDS = new Set(
  'BEGIN END NR NF FNR FS OFS ORS RS FILENAME print printf if else for in next length substr tolower toupper int index split sprintf exit delete'.split(
    ' ',
  ),
);
/** Of these awk makes calls of its own; every other name before a parenthesis is refused. */
const CALLS = new Set('print printf if for length substr tolower toupper int index split sprintf exit in'.split(' '));
const TOKEN =
  /\s+|"(?:[^"\\\n]|\\[nt"\\])*"|[0-9]+(?:\.[0-9]+)?|[A-Za-z_][A-Za-z0-9_]*|\$|==|!=|<=|>=|&&|\|\||\+\+|--|\+=|-=|\*=|!~|[~{}()[\],;<>=+\-*%!?:]/y;

/** Whether an awk program only computes and prints: no system(), no pipes, no files of its own, no environment. */
export function whyNotAwk(script: string): string | undefined {
  if (script.length > 2_000) return 'the awk program is long';
  let depth = 0;
  let round = 0;
  let before = '';
  for (let at = 0; at < script.length; ) {
    // A slash in brackets is read differently by different programs; only brackets without one are known.
    // A regular expression can only stand where a value begins; elsewhere the slash would divide, which is not known.
    const regex =
      script[at] === '/' && /^$|^(?:[~(,{;!]|!~|&&|\|\|)$/.test(before)
        ? /\/(?:[^/\\\n[]|\\[^/\n]|\[\^?\]?[^\][/\\\n]*\])+\//y
        : undefined;
    const division = script[at] === '/' && /^(?:[a-z_0-9)\]][\w.]*|NR|NF|FNR)$/.test(before) && !CALLS.has(before);
    const match = division ? '/' : matchAt(regex ?? TOKEN, script, at);
    if (match === undefined) return `the awk program is not understood at \`${script.slice(at, at + 20)}\``;
    at += match.length;
    const token = match.trim();
    if (token === '' && match.includes('\n')) before = ';';
    if (token === '') continue;
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    if (token === '(') round += 1;
    if (token === ')') round -= 1;
    if (token === '>' && depth > 0 && round <= 0) return 'the awk program may write a file';
    if (/^[A-Z]/.test(token) && !WORDS.has(token)) return `the awk program uses \`${token}\``;
    if (token === '(' && /^[A-Za-z_]/.test(before) && !CALLS.has(before)) return `the awk program calls \`${before}\``;
    if (/^(?:getline|system|close|fflush|function|func|while|do)$/.test(token))
      return `the awk program uses \`${token}\``;
    before = token;
  }
  return depth === 0 && round === 0 ? undefined : 'the awk program is not complete';
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
