import { sortArguments } from './arguments.ts';
import type { Rule } from './rule.ts';

/**
 * Commands of ours that change nothing and let no model generate: `doctor` and `bench` do, which costs money at a paid
 * endpoint and pushes the conversation out of a server's only slot. The number is how many arguments may follow; files are
 * none of them, because the command shows what is in them.
 */
const READS: Readonly<Record<string, number>> = {
  'config get': 1,
  'config show': 0,
  'config validate': 0,
  'config explain': 1,
  'config path': 0,
  'config diff': 0,
  'config schema': 1,
  'server status': 1,
  insights: 0,
  'sessions list': 0,
  'sessions show': 1,
  'sessions search': 20,
  'sessions stats': 0,
  'auxiliary status': 1,
  'mcp list': 0,
  plugins: 0,
  'plugins list': 0,
  'plugins inspect': 1,
  version: 0,
  help: 3,
};

export const hermes: Rule = (words) => {
  if (words.some((word) => word.glob)) return 'a pattern as an argument';
  const args = sortArguments(words, { short: 'h', long: 'json help version days= limit= all verbose' });
  if (typeof args === 'string') return args;
  const given = args.operands.map((word) => word.text);
  if (given.length === 0)
    return args.flags.some(({ name }) => /^(?:h|help|version)$/.test(name)) ? undefined : 'no command';
  const name = [given.slice(0, 2).join(' '), given[0] ?? ''].find((one) => Object.hasOwn(READS, one));
  if (name === undefined) return `\`hermes ${given[0]}\` is not known to change nothing`;
  const more = given.length - name.split(' ').length;
  return more > (READS[name] ?? 0) ? 'too many arguments' : undefined;
};
