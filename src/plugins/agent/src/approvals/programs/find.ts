import type { Rule } from './rule.ts';

const ALONE = new Set(
  '-H -L -P ! -not -a -and -o -or ( ) , -print -print0 -ls -prune -quit -true -false -empty -depth -d -xdev -mount -follow -daystart -executable -readable -writable -nouser -nogroup -noleaf -nowarn -ignore_readdir_race'.split(
    ' ',
  ),
);
const WITH_VALUE = new Set(
  '-name -iname -path -ipath -wholename -iwholename -lname -ilname -regex -iregex -regextype -type -xtype -maxdepth -mindepth -size -mtime -ctime -atime -mmin -cmin -amin -newer -anewer -cnewer -newermt -newerct -newerat -perm -user -group -uid -gid -inum -links -samefile -fstype -used -printf'.split(
    ' ',
  ),
);

/** Finding and printing names. `-exec`, `-ok`, `-delete`, `-fprint` and `-fls` are not among what is known. */
export const find: Rule = (words) => {
  const rest = [...words];
  let tests = false;
  for (let word = rest.shift(); word; word = rest.shift()) {
    const { text, glob } = word;
    if (ALONE.has(text)) tests ||= !/^-[HLP]$/.test(text);
    else if (WITH_VALUE.has(text)) {
      tests = true;
      const value = rest.shift();
      if (!value || value.glob) return `\`${text}\` needs a value in quotes`;
    } else if (tests || text.startsWith('-') || /^[(!,]/.test(text)) return `\`${text}\` is not known to be harmless`;
    else if (glob && /^[*?[]/.test(text)) return `\`${text}\` may match a file that is named like a flag`;
  }
  return undefined;
};
