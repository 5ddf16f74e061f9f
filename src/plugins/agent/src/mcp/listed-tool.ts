import { createHash } from 'node:crypto';
import { count } from '@hermes-ops/plugin-kit/numbers';
import { isObject } from '@hermes-ops/plugin-kit/objects';
import { canonicalJson } from './canonical.ts';
import type { ServerSpec } from './config.ts';

/** A tool as its server describes it: text of others, in which anything may stand. */
export interface ListedTool {
  name: string;
  description: string;
  inputSchema: Record<string, unknown>;
  /** It says of itself that it destroys. What it says to its own credit counts for nothing. */
  destructive: boolean;
}

/** A listed tool that is not offered to anybody. */
export interface LeftOutTool {
  name: string;
  why: string;
}

export interface Listing {
  /** In the server's order. */
  tools: ListedTool[];
  leftOut: LeftOutTool[];
}

/**
 * Characters of one tool and of all tools of a server, as JSON: a question shows them whole, and what it shows has to stay
 * something that a person can look through. Tools of the public servers have up to 1,000, lists of them 8,000; what a model is
 * sent of one tool ends at 16,384.
 */
export const LONGEST_TOOL = 65_536;
const LONGEST_LIST = 524_288;

/** Why a tool is left out stands under this key of its `_meta`: nothing else of that is ever kept. */
export const LEFT_OUT = 'hermes/left-out';

/** What is kept of what a server lists, of that what the config wants, and of that as much as a question can hold. */
export function listedTools(given: readonly unknown[], spec: Pick<ServerSpec, 'include' | 'exclude'>): Listing {
  const listing: Listing = { tools: [], leftOut: [] };
  let room = LONGEST_LIST;
  for (const one of given) {
    const tool = keptOf(one);
    if (!tool || !wanted(tool.name, spec)) continue;
    const size = 'why' in tool ? 0 : JSON.stringify(tool).length;
    if ('why' in tool) listing.leftOut.push(tool);
    else if (size > room) listing.leftOut.push({ name: tool.name, why: noRoom(size) });
    else {
      listing.tools.push(tool);
      room -= size;
    }
  }
  return listing;
}

const noRoom = (size: number): string =>
  `with its ${count(size)} characters the tools of the server would have more than ${count(LONGEST_LIST)}`;

function keptOf(one: unknown): ListedTool | LeftOutTool | undefined {
  if (!isObject(one)) return undefined;
  const { name, description, inputSchema, execution, annotations, _meta: meta } = one;
  if (typeof name !== 'string' || !isObject(inputSchema)) return undefined;
  if (isObject(meta) && typeof meta[LEFT_OUT] === 'string') return { name, why: meta[LEFT_OUT] };
  // Such a tool runs as a task, which this program does not follow.
  if (isObject(execution) && execution['taskSupport'] === 'required') return undefined;
  return {
    name,
    description: typeof description === 'string' ? description : '',
    inputSchema,
    destructive: isObject(annotations) && annotations['destructiveHint'] === true,
  };
}

/** Those that the config wants the model to have. */
export const wantedTools = (
  tools: readonly ListedTool[],
  spec: Pick<ServerSpec, 'include' | 'exclude'>,
): ListedTool[] => tools.filter(({ name }) => wanted(name, spec));

/** `tools.include` wins over `tools.exclude`; `*` stands for any text. */
function wanted(name: string, { include, exclude }: Pick<ServerSpec, 'include' | 'exclude'>): boolean {
  if (include) return include.some((pattern) => fits(pattern, name));
  return !exclude.some((pattern) => fits(pattern, name));
}

/** Without a regular expression: several `*` in one would backtrack over a name that a server chose. */
function fits(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === name;
  if (!name.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

/** What the user agreed to start: another command, argument, folder, variable, value or address is another print. */
export function startPrint({ transport }: ServerSpec): string {
  if (transport.kind === 'http')
    return print(['http', transport.url, Object.keys(transport.headers).map(lower).sort(), transport.oauth?.clientId]);
  const { command, args, cwd, env } = transport;
  return print(['stdio', command, args, cwd, Object.entries(env).sort()]);
}

/** Whether all of these were agreed to as they are; fewer than were agreed to is no reason to ask. */
export function allAgreed(tools: readonly ListedTool[], before: readonly ListedTool[] | undefined): boolean {
  const prints = new Set(before?.map(toolPrint));
  return before !== undefined && tools.every((tool) => prints.has(toolPrint(tool)));
}

/**
 * The tools as they were agreed to, where they were: a server that writes the keys of a schema in another order each time
 * would otherwise change the prompt each time.
 */
export function asAgreed(tools: readonly ListedTool[], before: readonly ListedTool[] | undefined): ListedTool[] {
  const known = new Map(before?.map((tool) => [toolPrint(tool), tool]));
  return tools.map((tool) => known.get(toolPrint(tool)) ?? tool);
}

/** Names of tools that were agreed to and that the server does not list now. */
export function goneNames(tools: readonly ListedTool[], before: readonly ListedTool[]): string[] {
  const now = new Set(tools.map(({ name }) => name));
  return before.map(({ name }) => name).filter((name) => !now.has(name));
}

/** Of a whole list; its order does not count. */
export const toolsPrint = (tools: readonly ListedTool[]): string => print(tools.map(toolPrint).sort());

/** The order of keys in its schema says nothing and does not count. */
export const toolPrint = ({ name, description, inputSchema, destructive }: ListedTool): string =>
  print([name, description, inputSchema, destructive]);

const print = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');

const lower = (text: string): string => text.toLowerCase();
