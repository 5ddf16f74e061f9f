import { has, sortArguments } from './arguments.ts';
import { type Rule, showAll, whyNotPattern } from './rule.ts';

/**
 * A character of a regular expression or of what replaces it. Brackets must hold no slash, bracket or backslash, so that
 * there is no doubt where they, and with them the expression, end.
 */
const PIECE = String.raw`(?:[^/\\\n[]|\\[^/\n]|\[\^?\]?[^\][/\\\n]*\])`;
const ADDRESS = String.raw`(?:[0-9]{1,9}|\$|/${PIECE}{1,300}/I?)`;
const LINES = String.raw`(?:${ADDRESS}(?:,(?:${ADDRESS}|\+[0-9]{1,9}))?)?[pdq=]`;
const PART = `${PIECE}{0,300}`;
const REPLACE = `(?:${ADDRESS}(?:,${ADDRESS})?)?s/${PART}/${PART}/[gpIi0-9]{0,4}`;
/** Printing, deleting and replacing in what is printed: no `w`, `e`, `r`, and none of the flags of that name. */
const SCRIPT = new RegExp(String.raw`^\s?(?:${LINES}|${REPLACE})(?:\s?;\s?(?:${LINES}|${REPLACE})){0,20}\s?;?\s?$`);

export const sed: Rule = (words, place) => {
  const args = sortArguments(words, { short: 'nErsuze:', long: 'quiet silent regexp-extended expression=' });
  if (typeof args === 'string') return args;
  const scripts = args.flags.flatMap(({ name, value }) => (name === 'e' || name === 'expression' ? [value ?? ''] : []));
  const files = [...args.operands];
  if (!has(args, 'e', 'expression')) scripts.push(files.shift()?.text ?? '');
  if (scripts.some((script) => script.length > 1_000 || !SCRIPT.test(script)))
    return 'the sed script is not known to be harmless';
  const pattern = files.map((word) => whyNotPattern(word)).find((why) => why !== undefined);
  return pattern ?? showAll([...files, ...args.late], place);
};
