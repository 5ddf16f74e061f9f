import type { Rule } from './rule.ts';

/** Of processes; the environment is not among them. */
const COLUMNS = new Set(
  'pid ppid pgid sid tty tt user uid group gid ruser euser comm args cmd command ucmd etime etimes time cputime start lstart stime pcpu %cpu pmem %mem rss rsz rssize vsz vsize size nice ni pri stat state s psr nlwp thcount lwp wchan f c'.split(
    ' ',
  ),
);
/** Formats that need no further words. */
const FORMATS = new Set('-f -F -l -j -e -A -a -d -ef -eF -el -elf -efl -eLf -efw -efww -ejH -eH -efH -Af'.split(' '));
const EVERY = /^-[eA]$/;
const OLD = /^[auxwfljT]+$/;

const areColumns = (text: string): boolean => text.split(',').every((one) => COLUMNS.has(one.toLowerCase()));
const areKeys = (text: string): boolean => text.split(',').every((one) => areColumns(one.replace(/^[+-]/, '')));

/**
 * Only forms that are known: where ps does not understand the words in the new style, it reads all of them again in the
 * old one, in which `e` shows the environment of processes, and with it keys.
 */
export const ps: Rule = (words) => {
  const unknown = 'the environment of processes may be shown, because this form is not known';
  if (words.some((word) => word.glob)) return unknown;
  const given = words.map((word) => word.text);
  const looks = given.filter(isLook).map((text) => text.replace(/=.*/s, ''));
  if (new Set(looks).size < looks.length) return unknown;
  const rest = given.filter((text) => !isLook(text));
  const [first = '', second = '', ...more] = rest;
  if (rest.length === 0) return undefined;
  if (rest.length === 1) return FORMATS.has(first) || OLD.test(first) || areProcesses(first) ? undefined : unknown;
  if (/^(?:-[eA]?o|[ax]+o)$/.test(first)) return more.length === 0 && areColumns(second) ? undefined : unknown;
  if (EVERY.test(first)) return second === '-o' && more.length === 1 && areColumns(more[0] ?? '') ? undefined : unknown;
  if (OLD.test(first)) return more.length === 0 && areProcesses(second) ? undefined : unknown;
  if (!/^-(?:p|fp|C)$/.test(first)) return unknown;
  const chosen = first === '-C' ? /^[\w.-]{1,15}$/.test(second) : areProcesses(second);
  const shown =
    more.length === 0 ||
    (more.length === 1 && more[0] === '-f') ||
    (first !== '-fp' && more.length === 2 && more[0] === '-o' && areColumns(more[1] ?? ''));
  return chosen && shown ? undefined : unknown;
};

const areProcesses = (text: string): boolean => /^[1-9][0-9]{0,6}(?:,[1-9][0-9]{0,6}){0,20}$/.test(text);

/** How the lines are sorted and laid out. */
const isLook = (text: string): boolean =>
  /^(?:--no-headers|--forest|-ww?)$/.test(text) || (text.startsWith('--sort=') && areKeys(text.slice(7)));
