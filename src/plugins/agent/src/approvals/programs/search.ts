import { isSecret } from '../secrets.ts';
import { type Arguments, has } from './arguments.ts';
import { type Rule, table } from './rule.ts';

/** The first operand is a regular expression unless a flag brings one. */
const texts = (args: Arguments): number => (has(args, 'e', 'regexp', 'files', 'type-list') ? 0 : 1);
const valuesOf = ({ flags }: Arguments, ...names: string[]): string[] =>
  flags.flatMap(({ name, value }) => (names.includes(name) && value !== undefined ? [value] : []));

/**
 * Ends of the names of the files that grep opens, where that is plain: only `*.EXT` and whole names, which are no secrets,
 * and no `--exclude`, because files that match none of both are opened when it comes first. Empty: any file.
 */
function included(args: Arguments): string[] {
  const patterns = valuesOf(args, 'include');
  const plain = patterns.every((one) => /^(?:\*\.[A-Za-z0-9]+|[A-Za-z0-9_][\w.-]*)$/.test(one));
  if (!plain || has(args, 'exclude') || patterns.some((one) => !one.startsWith('*') && isSecret(one))) return [];
  return patterns;
}

export const grep: Rule = table(
  'show',
  'A:abB:C:cEe:FGhHiIlLm:noPqrRsTUuvwxyzZ',
  'after-context= basic-regexp before-context= binary-files= byte-offset color? colour? context= count exclude= exclude-dir= extended-regexp files-with-matches files-without-match fixed-strings ignore-case include= initial-tab invert-match line-number line-regexp max-count= no-filename no-messages null null-data only-matching perl-regexp quiet recursive regexp= silent text with-filename word-regexp',
  {
    bare: true,
    digits: true,
    texts,
    search: (args) =>
      has(args, 'r', 'R', 'recursive') ? { hidden: true, links: has(args, 'R'), only: included(args) } : undefined,
  },
);

/** `--pre` and `--hostname-bin` start programs, `-z` too. */
export const ripgrep: Rule = table(
  'show',
  'A:aB:C:cd:e:Fg:HhIij:lM:m:NnoPpqr:SsT:t:UuVvwx0.',
  'after-context= before-context= byte-offset case-sensitive color= column context= count count-matches crlf files files-with-matches files-without-match fixed-strings glob= heading hidden iglob= ignore-case invert-match json line-number line-regexp max-columns= max-count= max-depth= max-filesize= multiline multiline-dotall no-filename no-heading no-ignore no-ignore-vcs no-line-number no-messages null only-matching passthru pcre2 pretty quiet regexp= replace= smart-case sort= sortr= stats text threads= trim type= type-list type-not= unrestricted version vimgrep with-filename word-regexp',
  {
    digits: true,
    texts,
    search: (args) =>
      has(args, 'files', 'type-list', 'version', 'V')
        ? undefined
        : {
            hidden: has(args, 'hidden', '.', 'u', 'unrestricted', 'no-ignore', 'g', 'glob', 'iglob'),
            ignores: true,
            links: false,
            only: [],
          },
  },
);
