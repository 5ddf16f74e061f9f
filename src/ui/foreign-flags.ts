import { commandLine } from '../errors/command-line.ts';
import { maskSecrets, SECRET_PLACEHOLDER } from '../errors/secrets.ts';

type Known = Readonly<Record<string, { char?: string; type: 'boolean' | 'option' }>>;

/**
 * The line that was probably meant when flags of llama-server stand among those of `hermes server start`: they moved
 * behind `--`, secrets masked. Empty where there are none. A word of several letters after one dash is never a flag of ours.
 */
export function foreignFlagHint(argv: readonly string[], known: Known): string[] {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const own: string[] = [];
  const foreign: string[] = [];
  for (let i = 0; i < end; i++) {
    const [word = '', next] = argv.slice(i, Math.min(i + 2, end));
    const flag = flagOf(word, known);
    const isForeign = flag === undefined && word.startsWith('-');
    const takesNext = isForeign ? next !== undefined && !isFlag(next) : flag?.type === 'option' && !word.includes('=');
    (isForeign ? foreign : own).push(word, ...(takesNext && next !== undefined ? [next] : []));
    if (takesNext) i += 1;
  }
  if (foreign.length === 0) return [];
  const extra = maskSecrets([...foreign, ...argv.slice(end + 1)], SECRET_PLACEHOLDER);
  return ["llama-server's own flags go after `--`:", commandLine('hermes', 'server', 'start', ...own, '--', ...extra)];
}

/** `-1` is a value: `-np -1` lets llama-server choose. */
const isFlag = (word: string): boolean => /^-[^\d]/.test(word);

function flagOf(word: string, known: Known): { type: 'boolean' | 'option' } | undefined {
  const [, long] = /^--([^=]+)/.exec(word) ?? [];
  if (long !== undefined) return known[long] ?? GLOBAL[long];
  const [, short] = /^-(.)$/.exec(word) ?? [];
  return short === undefined ? undefined : Object.values(known).find(({ char }) => char === short);
}

const GLOBAL: Known = { json: { type: 'boolean' }, home: { type: 'option' }, help: { type: 'boolean' } };
