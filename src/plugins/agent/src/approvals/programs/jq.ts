import { sortArguments } from './arguments.ts';
import { type Rule, showAll, whyNotPattern } from './rule.ts';

/** The environment, modules, and names of files: words that a filter must not hold, wherever they stand. */
const TELLS = /env|\$__|import|include|input_filename|modulemeta|get_search_list/i;

/** A filter only computes. `-f`, `-L`, `--slurpfile` and `--rawfile` read further files and are not known here. */
export const jq: Rule = (words, place) => {
  // Behind it `--arg` is a file.
  if (words.some((word) => word.text === '--')) return 'the flag `--` is not known to be harmless';
  const rest: (typeof words)[number][] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (!word) break;
    // Two values: a name and a text.
    if (/^--arg(?:json)?$/.test(word.text)) at += 2;
    else rest.push(word);
  }
  const args = sortArguments(rest, {
    short: 'rcnseMSCja',
    long: 'raw-output compact-output null-input slurp exit-status monochrome-output sort-keys color-output join-output ascii-output raw-input tab indent= version',
  });
  if (typeof args === 'string') return args;
  const [filter, ...files] = args.operands;
  if (filter?.glob) return 'a pattern of file names as a filter';
  if (filter && TELLS.test(filter.text)) return 'the filter may show the environment or other files';
  const pattern = files.map((word) => whyNotPattern(word)).find((why) => why !== undefined);
  return pattern ?? showAll([...files, ...args.late], place);
};
