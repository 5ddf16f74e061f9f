import { HINTS, ROOT_HINTS, SERVER_FLAGS } from '../catalog/no-such-keys.ts';
import { KEY_SYNONYMS, PATH_SYNONYMS, SECTION_SYNONYMS } from '../catalog/synonyms.ts';
import { nearest } from '../errors/nearest.ts';
import { isMapping } from './emit.ts';
import { fits, hasKeyOf, isOwnEntry, resembles, sectionOf } from './fits.ts';
import { formatKeyPath, type KeyPath, parseKeyPath } from './key-path.ts';
import { describedAt, keysAt, type PluginSections, schemaAt } from './schema.ts';

type Path = readonly (string | number)[];

/** What an unknown key was most likely meant to be, and how that was found. */
export interface Meant {
  path: KeyPath;
  /**
   * `spelling`: the key beside it with nearly this name; `synonym`: the key beside it that means the same; `place`: this
   * very key in another section; `outside`: the same for a key in an entry of the user's own, from which nothing is moved;
   * `section`: the section that means the same; `meaning`: anything looser.
   */
  by: 'spelling' | 'synonym' | 'place' | 'outside' | 'section' | 'meaning';
}

/**
 * What an unknown path was most likely meant to be: each part that its place does not know by `meantBy`, as far as that
 * goes. Undefined where the first of them is like nothing.
 */
export function suggestPath(path: Path, plugins: PluginSections = {}): string | undefined {
  const depth = path.findIndex((_step, i) => schemaAt(path.slice(0, i + 1), plugins) === 'unknown');
  if (depth === -1) return formatKeyPath(path);
  const meant = meantBy(path.slice(0, depth), String(path[depth]), undefined, plugins)?.path;
  const rest = path.slice(depth + 1);
  if (meant === undefined || rest.length === 0) return meant && formatKeyPath(meant);
  return suggestPath([...meant, ...rest], plugins) ?? formatKeyPath(meant);
}

/** What a key that is unknown at its place was most likely meant to be, by its name and, where given, its value. */
export function meantBy(parent: Path, key: string, value?: unknown, plugins: PluginSections = {}): Meant | undefined {
  const siblings = keysAt(parent, plugins);
  const isRoot = parent.length === 0;
  const found = (by: Meant['by'], path: KeyPath | undefined): Meant | undefined => path && { by, path };
  const beside = (name: string | undefined): KeyPath | undefined =>
    name === undefined ? undefined : [...parent, name];
  if (isRoot && ROOT_HINTS.has(key)) return undefined;
  return (
    found('spelling', beside(siblings.find((name) => plain(name) === plain(key)))) ??
    found('place', dotted(parent, key)) ??
    found('place', taskKey(parent, key)) ??
    found('place', entryOutside(parent, key, value)) ??
    (isRoot ? (found('place', task(key, value)) ?? found('section', sectionFor(key, value))) : undefined) ??
    found('meaning', exactSynonym(parent, key)) ??
    // At the top level the same name in a section says more than a like name beside it.
    (isRoot ? elsewhere(parent, key, value) : undefined) ??
    // Its keys are sections, which no single value stands for.
    (isRoot ? undefined : found('synonym', beside(sameMeaning(key, siblings)))) ??
    elsewhere(parent, key, value) ??
    (SERVER_FLAGS.has(key) || HINTS.has(key)
      ? undefined
      : found('spelling', beside(near(parent, key, value, siblings)))) ??
    (isRoot ? found('meaning', byMeaning(key)) : undefined)
  );
}

const plain = (text: string): string => text.toLowerCase().replace(/[-_]/g, '');

/** A like name beside it; at the top level most are sections, which a single value does not mean. */
function near(parent: Path, key: string, value: unknown, siblings: readonly string[]): string | undefined {
  const name = nearest(key, siblings);
  return name !== undefined && (parent.length > 0 || fits([name], value)) ? name : undefined;
}

/** A table under the names' plain forms, for one look-up instead of a search. */
const byPlainName = <T>(rows: Iterable<readonly [string, T]>): ReadonlyMap<string, T> =>
  new Map([...rows].map(([name, meant]) => [plain(name), meant]));

const SECTIONS = byPlainName(Object.entries(SECTION_SYNONYMS));
const PATHS = byPlainName(Object.entries(PATH_SYNONYMS));
const GROUPS = Map.groupBy(
  KEY_SYNONYMS.flatMap((group) => [...new Set(group.map(plain))].map((name) => ({ name, group }))),
  ({ name }) => name,
);

/** The name among `candidates` that stands for the same thing. */
function sameMeaning(key: string, candidates: readonly string[]): string | undefined {
  for (const { group } of GROUPS.get(plain(key)) ?? []) {
    const found = candidates.find((name) => group.includes(name));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The section that an invented one stands for; `[]` for a wrapper around the whole file. */
function sectionFor(key: string, value: unknown): KeyPath | undefined {
  const meant = SECTIONS.get(plain(key));
  if (meant === undefined) return undefined;
  return meant === '' ? [] : ((isMapping(value) ? sectionOf(meant, value) : undefined) ?? [meant]);
}

/** `provider`, `model` and `base_url` under `compression` are those of the auxiliary task. */
function taskKey(parent: Path, key: string): KeyPath | undefined {
  const [section] = parent;
  if (parent.length !== 1 || typeof section !== 'string' || !['provider', 'model', 'base_url'].includes(key)) {
    return undefined;
  }
  return keysAt(['auxiliary']).includes(section) ? ['auxiliary', section, key] : undefined;
}

/** A background task at the top level, by its name and a key that such a task has. */
function task(key: string, value: unknown): KeyPath | undefined {
  const path = ['auxiliary', key];
  return keysAt(['auxiliary']).includes(key) && resembles(path, value) && fits(path, value) ? path : undefined;
}

/** A program or an address among what is said about MCP or tools in general is an MCP server. */
function entryOutside([section, ...below]: Path, key: string, value: unknown): KeyPath | undefined {
  if ((section !== 'mcp' && section !== 'tools') || below.length > 0) return undefined;
  const path = ['mcp_servers', key];
  return isMapping(value) && ['command', 'url'].some((name) => typeof value[name] === 'string') && hasKeyOf(path, value)
    ? path
    : undefined;
}

/** Names that so many sections have that a guess would mislead. */
const COMMON = new Set([
  'enabled',
  'timeout',
  'name',
  'host',
  'port',
  'mode',
  'extra_body',
  'level',
  'key',
  'path',
  'disabled',
]);

/** Sections in which a key that stands elsewhere is looked for, the ones that people write to most first. */
const COMMON_HOMES = (
  'model compression agent display terminal memory logging approvals delegation sessions session_reset checkpoints ' +
  'skills security network browser web code_execution updates cron curator privacy streaming'
).split(' ');

/** The section that has a key of this name, if a value such as this one may stand there. */
function elsewhere(parent: Path, key: string, value: unknown): Meant | undefined {
  const own = isOwnEntry(parent);
  const place = (path: KeyPath | undefined): Meant | undefined => path && { by: own ? 'outside' : 'place', path };
  if (own) return place(particular(key, value));
  if (parent.length > 0 && key !== 'model' && keysAt([]).includes(key)) return place(section(key, value));
  if (key === 'model' && parent.length === 1) return place(['model', 'default']);
  const moved = parent.length === 0 ? ROOT_KEYS.get(key) : undefined;
  if (moved) return place(moved);
  if (COMMON.has(key)) return undefined;
  const home = homesOf(key).find((name) => name !== parent[0] && fits([name, key], value));
  // In a section that has to do with length it may mean the window as well as the answer.
  if (home !== undefined) return key === 'max_tokens' && parent.length > 0 ? meaning([home, key]) : place([home, key]);
  return keysAt(['servers', '<name>']).includes(key) && parent[0] !== 'servers'
    ? place(['servers', '<name>', key])
    : undefined;
}

const meaning = (path: KeyPath): Meant => ({ by: 'meaning', path });

/** A section that stands below another one; a switch in its place is the switch in it. */
function section(key: string, value: unknown): KeyPath | undefined {
  if (fits([key], value)) return resembles([key], value) ? [key] : undefined;
  const known = keysAt([key]);
  const name = ['enabled', `${key}_enabled`].find((it) => known.includes(it));
  return typeof value === 'boolean' && name !== undefined ? [key, name] : undefined;
}

/** The only place of a long name; in an entry of the user's own a short name says nothing. */
function particular(key: string, value: unknown): KeyPath | undefined {
  if (!/\w_\w/.test(key)) return undefined;
  const root = describedAt([key]);
  if (typeof root !== 'string') return root['x-moved'] ? parseKeyPath(root['x-moved']) : [key];
  const [home, other] = homesOf(key);
  return home !== undefined && other === undefined && fits([home, key], value) ? [home, key] : undefined;
}

/** Sections that have a key of this name, in the order of `COMMON_HOMES`. */
const homesOf = (key: string): string[] => COMMON_HOMES.filter((name) => keysAt([name]).includes(key));

/** Keys at the top level whose place is certain although they have another name there. */
const ROOT_KEYS: ReadonlyMap<string, KeyPath> = new Map([
  ['log_level', ['logging', 'level']],
  ['api_base', ['model', 'base_url']],
]);

/** `model.default: x` written with the dot, where the path leads somewhere or nearly so. */
function dotted(parent: Path, key: string): KeyPath | undefined {
  if (!/^\w+(\.\w+)+$/.test(key)) return undefined;
  const path = [...parent, ...key.split('.')];
  if (schemaAt(path.slice(0, parent.length + 1)) === 'unknown') return undefined;
  const meant = suggestPath(path);
  return meant === undefined ? undefined : parseKeyPath(meant);
}

/** Invented names at the top level, or in an invented section, that stand for one path. */
function exactSynonym(parent: Path, key: string): KeyPath | undefined {
  const exact = parent.length > 1 ? undefined : PATHS.get([...parent.map(String), key].map(plain).join('.'));
  return exact === undefined ? undefined : parseKeyPath(exact);
}

const byMeaning = (key: string): KeyPath | undefined => inSection(key) ?? sectionInside(key) ?? misspeltElsewhere(key);

/** `compression_threshold` is `compression.threshold`. */
function inSection(key: string): KeyPath | undefined {
  for (const section of keysAt([])) {
    if (!key.startsWith(`${section}_`)) continue;
    const rest = key.slice(section.length + 1);
    const keys = keysAt([section]);
    const name = keys.includes(rest) ? rest : sameMeaning(rest, keys);
    if (name) return [section, name];
  }
  return undefined;
}

/** `compression_settings`, `my_compression`. */
function sectionInside(key: string): KeyPath | undefined {
  const name = keysAt([]).find(
    (section) => section.length >= 5 && (key.startsWith(`${section}_`) || key.endsWith(`_${section}`)),
  );
  return name === undefined ? undefined : [name];
}

/** Sections whose keys people write at the top level most. */
const HOMES: readonly KeyPath[] = [['model'], ['compression'], ['servers', '<name>'], ['auxiliary', '<task>']];

function misspeltElsewhere(key: string): KeyPath | undefined {
  for (const home of HOMES) {
    const near = nearest(key, keysAt(home));
    if (near && !COMMON.has(near)) return [...home, near];
  }
  return undefined;
}
