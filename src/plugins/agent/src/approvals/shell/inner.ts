import type { Node } from 'web-tree-sitter';
import { decodeWord, type Values } from './decode.ts';
import { parseShell } from './parser.ts';

/** A command somewhere inside of the one that was given: of a list, a substitution, a function, a script in quotes. */
export interface Inner {
  /** As the programs would get them, as far as that can be known. */
  words: string[];
  /** Files that are written. */
  writes: string[];
  /** The folder it would run in, as far as that can be known. */
  cwd: string;
  /** Line of the given command, from 1. */
  line: number;
}

export interface InnerContext {
  cwd: string;
  home: string;
}

/** Programs that run what follows: found wherever it begins, because their own flags may have values. */
const WRAPPERS = new Set(
  'sudo doas env nice nohup timeout setsid ionice chrt taskset stdbuf xargs watch command builtin exec busybox time parallel strace ltrace chroot unshare nsenter flock script su runuser systemd-run unbuffer caffeinate firejail bwrap proot faketime find fd entr npx ! then else do if while until {'.split(
    ' ',
  ),
);
const SHELLS = new Set(['sh', 'bash', 'dash', 'zsh', 'ksh', 'ash', 'fish']);
const MOST_INNER = 2_000;
const DEEPEST = 4;

/** Every command that can be made out, at most `MOST_INNER`. Rejects where the parser cannot be loaded. */
export async function innerCommands(command: string, context: InnerContext): Promise<Inner[]> {
  const found: Inner[] = [];
  const scripts: { text: string; depth: number; line: number; cwd: string; values: Map<string, string> }[] = [
    { text: command, depth: 0, line: 1, cwd: context.cwd, values: new Map() },
  ];
  for (let script = scripts.pop(); script && found.length < MOST_INNER; script = scripts.pop()) {
    const { depth, line } = script;
    const own = await commandsOf(script.text, { ...context, cwd: script.cwd }, script.values);
    for (const one of own.flatMap(unwrapped)) {
      const inner = { ...one, line: depth === 0 ? one.line : line };
      found.push(inner);
      if (depth < DEEPEST)
        for (const text of scriptsIn(inner.words, one.input))
          scripts.push({ text, depth: depth + 1, line: inner.line, cwd: inner.cwd, values: one.values });
    }
  }
  return found.slice(0, MOST_INNER);
}

interface Found extends Inner {
  /** Text on its standard input that stands in the command. */
  input?: string;
  values: Map<string, string>;
}

async function commandsOf(text: string, context: InnerContext, given: ReadonlyMap<string, string>): Promise<Found[]> {
  const tree = await parseShell(text);
  try {
    return collect(tree.rootNode, context, given);
  } finally {
    tree.delete();
  }
}

/** In the order of the text, so that assignments and `cd` hold for what follows. */
function collect(root: Node, context: InnerContext, given: ReadonlyMap<string, string>): Found[] {
  const assigned = new Map(given);
  let cwd = context.cwd;
  const values: Values = {
    get: (name) =>
      assigned.get(name) ?? { HOME: context.home, PWD: cwd, SHELL: '/bin/sh', IFS: ' ' }[name as 'HOME'] ?? undefined,
  };
  const found: Found[] = [];
  const visit = (node: Node): void => {
    if (node.type === 'variable_assignment') {
      const name = node.childForFieldName('name')?.text;
      const value = node.childForFieldName('value')?.text ?? '';
      if (name !== undefined) assigned.set(name, decodeWord(value, values).join(' '));
    }
    if (node.type === 'for_statement') {
      const [variable, first] = node.namedChildren;
      if (variable && first) assigned.set(variable.text, decodeWord(first.text, values).join(' '));
    }
    if (node.type === 'redirected_statement' && node.childForFieldName('body')?.type !== 'command') {
      const writes = targets(node, values);
      if (writes.length > 0)
        found.push({ words: [], writes, cwd, line: node.startPosition.row + 1, values: new Map(assigned) });
    }
    if (node.type === 'ERROR' || node.type === 'command') {
      const words = wordsOf(node, values);
      const around = node.parent?.type === 'redirected_statement' ? node.parent : node;
      const input = inputOf(around, values) ?? inputOf(node, values);
      const writes = [...new Set([...targets(around, values), ...targets(node, values)])];
      if (words.length > 0 || writes.length > 0)
        found.push({
          words,
          writes,
          cwd,
          line: node.startPosition.row + 1,
          values: new Map(assigned),
          ...(input === undefined ? {} : { input }),
        });
      const goes = words[0] === 'cd' || words[0] === 'pushd';
      const folder = words.slice(1).find((word) => !/^-[A-Za-z@]+$|^--$/.test(word));
      if (goes && folder !== undefined) cwd = folder.startsWith('/') ? folder : `${cwd}/${folder}`;
      if (words[0] === 'cd' && folder === undefined) cwd = context.home;
    }
    for (const child of node.children) if (child) visit(child);
  };
  visit(root);
  return found;
}

function wordsOf(node: Node, values: Values): string[] {
  // What the parser does not understand is taken apart at blanks: better a word too many than a danger not seen.
  if (node.type === 'ERROR')
    return node.text
      .slice(0, 2_000)
      .split(/[\s;|&]+/)
      .filter((word) => word !== '')
      .flatMap((word) => decodeWord(word, values));
  return node.namedChildren
    .filter((child) => child !== null && !/_redirect$|^variable_assignment$|^comment$/.test(child.type))
    .flatMap((child) => decodeWord(child?.text ?? '', values));
}

const targets = (node: Node, values: Values): string[] =>
  node.namedChildren
    .filter((child) => child?.type === 'file_redirect' && /^[0-9]*(?:&?>|>\||<>)/.test(child.text))
    .flatMap((child) => decodeWord(child?.childForFieldName('destination')?.text ?? '', values));

function inputOf(node: Node, values: Values): string | undefined {
  const text = node.namedChildren.find((child) => /^here(?:doc|string)_redirect$/.test(child?.type ?? ''));
  if (!text) return undefined;
  if (text.type === 'herestring_redirect') return decodeWord(text.text.replace(/^[0-9]*<<<\s*/, ''), values).join(' ');
  return text.namedChildren.find((child) => child?.type === 'heredoc_body')?.text;
}

/** The command itself and, where it is a wrapper, everything that may be the one that it runs. */
function unwrapped(found: Found): Found[] {
  const all = [found];
  const { words } = found;
  // What stands in the command as input of `xargs` are its last arguments.
  if (nameOf(words) === 'xargs' && found.input !== undefined)
    words.push(...found.input.split(/\s+/).filter((word) => word !== ''));
  if (!WRAPPERS.has(nameOf(words)) && !words.some((word) => /^-(?:exec|ok)(?:dir)?$/.test(word))) return all;
  for (let at = 1; at < Math.min(words.length, 60); at += 1) all.push({ ...found, words: words.slice(at) });
  return all;
}

function scriptsIn(words: readonly string[], input: string | undefined): string[] {
  const name = nameOf(words);
  if (name === 'eval') return [words.slice(1).join(' ')];
  if (name === 'trap') return words.slice(1, 2);
  if (SHELLS.has(name)) {
    const at = words.findIndex((word, index) => index > 0 && /^-[a-z]*c$/.test(word));
    return [...(at === -1 ? [] : words.slice(at + 1, at + 2)), ...(input === undefined ? [] : [input])];
  }
  // `env -S`, `watch`, `su -c`, `npx -c` and the like take a whole command as one word.
  return WRAPPERS.has(name) ? words.slice(1).filter((word) => /\s/.test(word)) : [];
}

/** A program's name without its folder. */
export const nameOf = (words: readonly string[]): string => (words[0] ?? '').replace(/^.*\//s, '');
