import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isInside } from '../tools/shell/environment.ts';
import { keepsLines } from './programs/as-it-is.ts';
import type { Place } from './programs/rule.ts';
import { PROGRAMS } from './programs/table.ts';
import { whyRefused } from './refusals.ts';
import { type Inner, innerCommands, nameOf } from './shell/inner.ts';
import { type PlainCommand, readPlain, type Word } from './shell/lexer.ts';
import { whyNotShow } from './shell/look-at-files.ts';
import { parseShell } from './shell/parser.ts';
import { agree, strangeNode } from './shell/tree.ts';

export interface CommandContext {
  /** Real path of the folder that the command starts in. */
  cwd: string;
  /** Real path of the session's folder. */
  workspace: string;
  /** The user's home: what `~` and `$HOME` are. */
  home: string;
  /** Addresses of configured endpoints, which may be asked with curl. */
  endpoints?: readonly string[];
  /** Folders outside the workspace whose files may be shown: those with outputs and notes of this program. */
  readable?: readonly string[];
  /** `approvals.deny`: commands that never run; `*` stands for any text. */
  deny?: readonly string[];
}

export type CommandVerdict =
  | { unasked: true }
  | {
      unasked: false;
      /** Each in one line. Never empty. */
      reasons: string[];
      /** Why it never runs, whatever the settings. */
      refuse?: string;
      /** It could not be compared with what never runs: a person has to see it even where approvals are off. */
      insist?: true;
      /** Lines of the command, from 1, because of which it is not run unasked. */
      flagged: number[];
    };

const LONGEST = 10_000;
const MOST_COMMANDS = 50;
const MOST_REASONS = 8;
/** Characters that print as themselves. Separators other than a blank, control and format characters are not among them. */
const PRINTS = /[^\n\t\x20-\x7e\p{L}\p{M}\p{N}\p{P}\p{S}]/u;

/**
 * Whether a command only reads, as far as that can be shown: two parsers agree that it is made of plain words, and every
 * program and flag in it is on the list. Never throws; whatever is not understood is asked about. This is no sandbox:
 * a program that does more than its name says, is not noticed.
 */
export async function classifyCommand(command: string, context: CommandContext): Promise<CommandVerdict> {
  if (command.length > LONGEST)
    return ask([`it has ${command.length} characters, which is too much to check (the limit is ${LONGEST})`], [], true);
  try {
    return await judge(command, context);
  } catch (error) {
    return ask([`it could not be checked: ${error instanceof Error ? error.message : error}`], [], true);
  }
}

const ask = (reasons: string[], flagged: number[] = [], insist = false): CommandVerdict => ({
  unasked: false,
  reasons: [...new Set(reasons)].slice(0, MOST_REASONS),
  flagged: [...new Set(flagged)].sort((a, b) => a - b),
  ...(insist ? { insist } : {}),
});

async function judge(command: string, context: CommandContext): Promise<CommandVerdict> {
  const inner = await innerCommands(command, context);
  const refuse = whyRefused(command, inner, { deny: [], ...context });
  const found = await findReasons(command, context, inner);
  if (refuse !== undefined) return { ...ask([refuse, ...found.reasons], found.lines), refuse } as CommandVerdict;
  if (found.reasons.length === 0) return { unasked: true };
  return ask(found.reasons, found.lines, found.tooMany);
}

interface Reasons {
  reasons: string[];
  lines: number[];
  tooMany: boolean;
}

async function findReasons(command: string, context: CommandContext, inner: readonly Inner[]): Promise<Reasons> {
  const result: Reasons = { reasons: [], lines: [], tooMany: inner.length > MOST_COMMANDS };
  const add = (why: string, line: number): void => {
    result.reasons.push(why);
    result.lines.push(line);
  };
  if (result.tooMany) add(`it holds more than ${MOST_COMMANDS} commands`, 1);
  const strange = PRINTS.exec(command);
  if (strange)
    add(
      `it holds the character U+${codePoint(strange[0])}, which is not shown or separates words`,
      lineAt(command, strange.index),
    );
  const tree = await parseShell(command);
  try {
    const node = strangeNode(tree.rootNode);
    if (node) add(node.why, node.line);
    const reading = readPlain(command, context);
    if (!reading.ok) add(reading.why, lineAt(command, reading.at));
    else if (reading.commands.length === 0) add('there is no command in it', 1);
    else if (!node && !agree(tree.rootNode, reading.commands)) add('two parsers do not agree about what it means', 1);
    // What stands in it may be meant for another program, which nobody looks into here.
    for (const body of tree.rootNode.descendantsOfType('heredoc_body'))
      if (body)
        for (let { row } = body.startPosition; row <= body.endPosition.row; row += 1) result.lines.push(row + 1);
    if (reading.ok) await checkAll(command, reading.commands, context, add);
    else
      for (const { words, line } of inner)
        if (words.length > 0 && !Object.hasOwn(PROGRAMS, words[0] ?? ''))
          add(`\`${shortName(words)}\` is not known to only read`, line);
  } finally {
    tree.delete();
  }
  return result;
}

const codePoint = (text: string): string => (text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length;
const shortName = (words: readonly string[]): string => nameOf(words).slice(0, 40);

async function checkAll(
  command: string,
  commands: readonly PlainCommand[],
  context: CommandContext,
  add: (why: string, line: number) => void,
): Promise<void> {
  let place: Place = {
    cwds: [context.cwd],
    workspace: context.workspace,
    home: context.home,
    readable: context.readable ?? [],
    endpoints: context.endpoints ?? [],
    asItIs: false,
  };
  if (commands.length > MOST_COMMANDS) return;
  // `$PWD` was read as the folder that the command starts in.
  if (commands.some(({ words }) => words[0]?.text === 'cd') && /\$\{?PWD/.test(command)) add('`$PWD` after `cd`', 1);
  for (const [at, one] of commands.entries()) {
    place = { ...place, asItIs: keepsLines(pipeOf(commands, at)) };
    const line = lineAt(command, one.words[0]?.start ?? 0);
    const why = await checkOne(one, place);
    if (typeof why === 'string') add(why, line);
    else if (why) place = { ...place, cwds: [...new Set([...place.cwds, ...why])] };
  }
}

/** The commands that hand their output on to each other, one of which stands at the index. */
function pipeOf(commands: readonly PlainCommand[], at: number): PlainCommand[] {
  let from = at;
  while (commands[from]?.joint === '|') from -= 1;
  const end = commands.findIndex(({ joint }, index) => index > at && joint !== '|');
  return commands.slice(from, end === -1 ? undefined : end);
}

/** A reason, or the folders to which the command goes. */
async function checkOne({ words, inputs }: PlainCommand, place: Place): Promise<string | string[] | undefined> {
  const [program, ...rest] = words;
  if (!program) return 'a redirection without a command';
  if (program.dressed || program.glob)
    return `the name of a program is written as \`${program.text.slice(0, 40)}\` with quotes, escapes or patterns`;
  for (const input of inputs)
    for (const cwd of place.cwds) {
      const why = await whyNotShow(input.text, cwd, place);
      if (why) return why;
    }
  if (program.text === 'cd') return changeFolder(rest, place);
  const rule = Object.hasOwn(PROGRAMS, program.text) ? PROGRAMS[program.text] : undefined;
  if (!rule) return `\`${program.text.slice(0, 40)}\` is not known to only read`;
  // What a program says about itself.
  if (rest.length === 1 && /^--(?:help|version)$/.test(rest[0]?.text ?? '')) return undefined;
  const why = await rule(rest, place);
  return why === undefined ? undefined : `\`${program.text}\`: ${why}`;
}

/** Only to a folder of the workspace; what follows is checked in both, because `cd` may fail. */
async function changeFolder(words: readonly Word[], { cwds, workspace }: Place): Promise<string | string[]> {
  const [folder] = words;
  if (words.length !== 1 || !folder || folder.glob || folder.text.startsWith('-') || folder.text === '')
    return '`cd` leads somewhere that is not plain to see';
  if (cwds.length > 1 && folder.text.includes('..')) return '`cd` back, after another `cd`';
  const next: string[] = [];
  for (const cwd of cwds) {
    const path = resolve(cwd, folder.text);
    const real = await realpath(path).catch(() => path);
    if (!isInside(real, workspace)) return `\`cd ${folder.text}\` leaves the workspace`;
    next.push(real);
  }
  return next;
}
