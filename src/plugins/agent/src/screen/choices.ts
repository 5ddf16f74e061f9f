import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Choice } from '../chat/commands/command.ts';
import { BUILT_IN, COMMANDS, findCommand } from '../chat/commands/registry.ts';
import { skillChoices } from '../chat/commands/skills.ts';
import type { Talk } from '../chat/talk.ts';
import { clean } from '../editor/clean.ts';

/** What may be put in place of what stands between `from` and `to` in the text. */
export interface Completion {
  from: number;
  to: number;
  choices: Choice[];
}

/** Most that are offered at once. */
const MOST = 50;

/** What could follow at the place of the cursor: commands and their arguments behind a slash, files behind an `@`. */
export async function completionsAt(talk: Talk, text: string, cursor: number): Promise<Completion | undefined> {
  const before = text.slice(0, cursor);
  const [command, name = ''] = /^\/([^\s/]*)$/.exec(before) ?? [];
  if (command !== undefined) return some(0, cursor, commandChoices(talk, name));
  const [head, called = '', typed = ''] = /^\/([^\s/]+)\s+([^\n]*)$/.exec(before) ?? [];
  if (head !== undefined) {
    const choices = await findCommand(called)?.complete?.(talk, typed);
    return choices && some(cursor - typed.length, cursor, choices);
  }
  const [, path] = /(?:^|\s)@(\S*)$/u.exec(before) ?? [];
  if (path === undefined) return undefined;
  return some(cursor - path.length, cursor, await fileChoices(talk.chat.deps.environment.workspace, path));
}

function some(from: number, to: number, choices: Choice[]): Completion | undefined {
  return choices.length > 0 ? { from, to, choices: choices.slice(0, MOST) } : undefined;
}

/** Commands, then skills. One that is typed whole and takes nothing needs no help. */
function commandChoices(talk: Talk, name: string): Choice[] {
  const commands = COMMANDS.map(({ name: word, args, summary }) => ({
    text: `/${word}${args ? ' ' : ''}`,
    about: summary,
  }));
  const found = [...commands, ...skillChoices(talk, BUILT_IN)].filter(({ text }) => text.startsWith(`/${name}`));
  return found.length === 1 && found[0]?.text === `/${name}` ? [] : found;
}

/** Names in the folder that the path leads to; hidden ones where a dot is typed. Nothing is read but the folder. */
async function fileChoices(workspace: string, path: string): Promise<Choice[]> {
  const folder = path.endsWith('/') ? path : `${dirname(path)}/`;
  const start = path.slice(folder === './' && !path.startsWith('./') ? 0 : folder.length);
  const entries = await readdir(join(workspace, folder), { withFileTypes: true }).catch(() => []);
  return entries
    .filter(({ name }) => name.startsWith(start) && (start.startsWith('.') || !name.startsWith('.')))
    .filter(({ name }) => clean(name) === name && !/\s/.test(name))
    .sort((a, b) => Number(b.isDirectory()) - Number(a.isDirectory()) || (a.name < b.name ? -1 : 1))
    .slice(0, MOST)
    .map((entry) => ({
      text: `${path.slice(0, path.length - start.length)}${entry.name}${entry.isDirectory() ? '/' : ' '}`,
      ...(entry.isDirectory() ? { about: 'folder' } : {}),
    }));
}
