import { closest, distance } from 'fastest-levenshtein';
import type { Talk } from '../talk.ts';
import { LEAVE, type SlashCommand } from './command.ts';
import { INFORMING } from './informing.ts';
import { RUNNING } from './running.ts';
import { SESSION } from './session.ts';
import { SETTING } from './setting.ts';
import { runSkill, skillsCommand } from './skills.ts';
import { WINDOW } from './window.ts';

const HELP: SlashCommand = {
  name: 'help',
  summary: 'this list',
  async run({ surface, host }) {
    const rows = COMMANDS.map(({ name, args, summary }) => [`/${name}${args ? ` ${args}` : ''}`, summary]);
    surface.out(host.ui.table(rows));
    for (const line of surface.keys) surface.out(line);
  },
};

/** Other words for some. */
const ALIASES: Readonly<Record<string, string>> = { exit: 'quit', clear: 'new', compact: 'compress' };

/** In the order of `/help`. */
export const COMMANDS: readonly SlashCommand[] = [
  HELP,
  ...SESSION,
  ...WINDOW,
  ...SETTING,
  ...INFORMING,
  skillsCommand(() => BUILT_IN),
  ...RUNNING,
];

/** No skill takes these names. */
export const BUILT_IN: ReadonlySet<string> = new Set([...COMMANDS.map(({ name }) => name), ...Object.keys(ALIASES)]);

/** `/name` and what follows; undefined where the line is none: a path, say, is a message. */
function parseCommand(line: string): { name: string; rest: string } | undefined {
  const [, name, rest = ''] = /^\/([\p{L}\d][\p{L}\d_:-]*)(?:\s+([\s\S]*))?$/u.exec(line) ?? [];
  return name === undefined ? undefined : { name, rest: rest.trim() };
}

export const findCommand = (name: string): SlashCommand | undefined =>
  COMMANDS.find((command) => command.name === (Object.hasOwn(ALIASES, name) ? ALIASES[name] : name));

/** Carries out what begins with a slash. `message`: the line is for the model. */
export async function runCommand(line: string, talk: Talk, signal: AbortSignal): Promise<'done' | 'leave' | 'message'> {
  const parsed = parseCommand(line);
  if (!parsed) return 'message';
  const command = findCommand(parsed.name);
  if (command) return (await command.run(talk, parsed.rest, signal)) === LEAVE ? 'leave' : 'done';
  if (await runSkill(line, talk, BUILT_IN, signal)) return 'done';
  const near = closest(
    parsed.name,
    COMMANDS.map(({ name }) => name),
  );
  const meant = distance(parsed.name, near) <= 2 ? `; did you mean /${near}?` : '.';
  talk.surface.out(`┊ there is no command /${parsed.name}${meant} /help lists them; with // it goes to the model`);
  return 'done';
}
