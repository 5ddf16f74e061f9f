import { neutralise } from '@hermes-ops/plugin-kit/neutral';
import { plainOf } from '@hermes-ops/plugin-kit/plain';
import { closest, distance } from 'fastest-levenshtein';
import { listing } from '../../render/listing.ts';
import { skillCommand, skillLine } from '../../skills/slash.ts';
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
  args: '[COMMAND]',
  summary: 'this list, or what a command or skill does',
  async run(talk, wanted) {
    const { surface } = talk;
    if (wanted !== '') return helpAbout(talk, wanted.replace(/^\//, ''));
    surface.out(listing(COMMANDS.map(row), surface.columns()));
    for (const line of surface.keys) surface.out(line);
  },
  complete: async (_talk, typed) =>
    COMMANDS.filter(({ name }) => name.startsWith(typed)).map(({ name, summary }) => ({ text: name, about: summary })),
};

const row = ({ name, args, summary }: SlashCommand): string[] => [`/${name}${args ? ` ${args}` : ''}`, summary];

async function helpAbout({ chat, host, surface }: Talk, name: string): Promise<void> {
  const command = findCommand(name);
  const skill = skillLine(`/${name}`, chat.skills.all, BUILT_IN)?.skill;
  if (command) surface.out(listing([row(command)], surface.columns()));
  else if (skill) surface.out(`${skillCommand(skill, BUILT_IN)} [WORDS]  ${await plainOf(host)(skill.description)}`);
  else surface.out(noCommand(name));
}

function noCommand(given: string): string {
  const name = neutralise(given);
  const near = closest(
    name,
    COMMANDS.map((one) => one.name),
  );
  const meant = distance(name, near) <= 2 ? `; did you mean /${near}?` : '.';
  return `┊ there is no command /${name}${meant} /help lists them; with // it goes to the model`;
}

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
  const { name, rest } = parsed;
  const command = findCommand(name);
  if (command && command.args === undefined && rest !== '') {
    talk.surface.out(`┊ /${name} takes nothing behind it; nothing was done`);
    return 'done';
  }
  if (command) return (await command.run(talk, rest, signal)) === LEAVE ? 'leave' : 'done';
  if (!(await runSkill(line, talk, BUILT_IN, signal))) talk.surface.out(noCommand(name));
  return 'done';
}
