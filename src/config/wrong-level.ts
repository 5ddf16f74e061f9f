import { SECTION_SYNONYMS } from '../catalog/synonyms.ts';
import { isUnset } from './edit-value.ts';
import { isMapping } from './emit.ts';
import type { Finding } from './finding.ts';
import { fits, hasKeyOf, holdsEntriesOf } from './fits.ts';
import { valueAt } from './key-path.ts';
import { levelTooMuch, misplacedKey, misplacedSection } from './misplaced.ts';
import { keysAt, schemaAt } from './schema.ts';
import { typesOf } from './schema-node.ts';

/**
 * Maps that stand at a level where the schema takes them for something else, such as a whole section among entries that
 * have names of the user's choice. Each is one mistake: nothing else is to be said about what stands below it.
 */
export function levelFindings(data: unknown): Finding[] {
  if (!isMapping(data)) return [];
  return Object.entries(data).flatMap(([section, content]): Finding[] => {
    if (!isMapping(content)) return [];
    const node = schemaAt([section]);
    if (section === 'vision') return visionTask(content, data);
    if (typeof node === 'string') return [];
    if (typeof node.additionalProperties !== 'object') return repeated(section, content, data);
    if (section === 'servers' && isMcp(content)) return [mcpServers(data)];
    return Object.entries(content).flatMap(([name, value]) => amongEntries(section, name, value, data) ?? []);
  });
}

/** `model: {model: {...}}`, where the inner name is a single value or nothing at all. */
function repeated(section: string, content: Record<string, unknown>, data: unknown): Finding[] {
  const inner = content[section];
  if (!Object.hasOwn(content, section) || !isMapping(inner) || !hasKeyOf([section], inner)) return [];
  const node = schemaAt([section, section]);
  const isMap = node === 'open' || (node !== 'unknown' && typesOf(node).includes('object'));
  return isMap ? [] : [levelTooMuch([section, section], inner, data)];
}

/** The one section whose name is that of a background task as well. */
const visionTask = (content: Record<string, unknown>, data: unknown): Finding[] =>
  ['provider', 'model', 'base_url'].some((key) => Object.hasOwn(content, key))
    ? [misplacedKey(['vision'], ['auxiliary', 'vision'], data, 'place')]
    : [];

/** A section, or the name of the entries' own section once more, where the name of an entry is expected. */
function amongEntries(section: string, name: string, value: unknown, data: unknown): Finding | undefined {
  const path = [section, name];
  if (hasKeyOf([section, '<name>'], value)) return undefined;
  if (isMapping(value) && isNameOf(section, name) && holdsEntriesOf([section], value)) {
    return levelTooMuch(path, value, data);
  }
  if (name === section || !keysAt([]).includes(name) || !fits([name], value)) return undefined;
  return hasKeyOf([name], value) || holdsEntriesOf([name], value) ? misplacedSection(path, [name], data) : undefined;
}

function isNameOf(section: string, name: string): boolean {
  const plain = name.toLowerCase().replace(/[-_]/g, '');
  return (
    plain === section.replaceAll('_', '') ||
    ['servers', 'providers', 'entries', 'list', 'items'].includes(plain) ||
    (Object.hasOwn(SECTION_SYNONYMS, name) && SECTION_SYNONYMS[name] === section)
  );
}

/** Every entry has a key of an MCP server and none of a llama-server. */
const isMcp = (content: Record<string, unknown>): boolean =>
  Object.keys(content).length > 0 &&
  Object.values(content).every(
    (entry) =>
      isMapping(entry) &&
      ['command', 'url'].some((name) => typeof entry[name] === 'string') &&
      !hasKeyOf(['servers', '<name>'], entry),
  );

function mcpServers(data: Record<string, unknown>): Finding {
  const free = isUnset(valueAt(data, ['mcp_servers']));
  return {
    code: 'config.misplaced',
    severity: 'error',
    path: ['servers'],
    part: 'key',
    message: '`servers` is for servers of models; what stands below it are MCP servers, and nothing reads them there',
    suggestion: free ? 'rename it to `mcp_servers`' : 'move its entries to `mcp_servers`',
    ...(free
      ? { fix: { title: 'rename it to `mcp_servers`', edits: [{ path: ['servers'], rename: 'mcp_servers' }] } }
      : {}),
  };
}
