import { textTokens } from '@hermes-ops/plugin-kit/estimate';
import { checkArguments } from '../loop/arguments.ts';
import { wireTool } from '../loop/wire-schema.ts';
import { failed, ok, type Tool } from '../tools/tool.ts';
import type { McpSettings } from './config.ts';

/** Longest JSON of tools that are sent with every request, whatever the window: grammars of more are refused. */
const MOST_CHARS = 60_000;
/** Window where the endpoint does not say one, in tokens. */
const WINDOW = 32_768;

export const SEARCH = 'tool_search';
export const CALL = 'mcp_call';

/** Whether the tools are found by a search instead of standing in every request. */
export function isDeferred(tools: readonly Tool[], search: McpSettings['search'], contextTokens = WINDOW): boolean {
  if (tools.length === 0 || search.mode === 'off') return false;
  if (search.mode === 'on') return true;
  const json = JSON.stringify(tools.map(wireTool));
  return json.length > MOST_CHARS || textTokens(json) > (contextTokens * search.thresholdPct) / 100;
}

/** The two tools that stand for all others: one finds, one calls. */
export function deferredTools(
  tools: readonly Tool[],
  servers: readonly { name: string; count: number }[],
  search: McpSettings['search'],
): Tool[] {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const names = tools.map(({ name }) => name).join(', ');
  const there =
    textTokens(names) <= search.listingTokens
      ? names
      : servers.map(({ name, count }) => `${name} (${count})`).join(', ');
  return [searchTool(tools, search, there), callTool(byName)];
}

function searchTool(tools: readonly Tool[], search: McpSettings['search'], there: string): Tool {
  return {
    name: SEARCH,
    description: `Find tools of MCP servers by words: gives names, descriptions and parameters for ${CALL}. There are: ${there}.`,
    parameters: {
      type: 'object',
      properties: { query: { type: 'string' }, limit: { type: 'integer', minimum: 1 } },
      required: ['query'],
    },
    summary: ({ query }) => String(query),
    async run({ query, limit }, { maxChars }) {
      const most = Math.min(typeof limit === 'number' ? limit : search.limit, search.maxLimit);
      const found = ranked(tools, String(query)).slice(0, most);
      if (found.length === 0) return ok(`No tool has these words. Names: ${tools.map(({ name }) => name).join(', ')}`);
      const lines: string[] = [];
      for (const tool of found) {
        const { name, description, parameters } = wireTool(tool).function;
        const text = `${name}: ${description}\n  parameters: ${JSON.stringify(parameters)}`;
        if (lines.length > 0 && lines.join('\n').length + text.length > maxChars * 0.9) break;
        lines.push(text);
      }
      return ok([`${lines.length} of ${tools.length} tools, in the words of their servers:`, ...lines].join('\n'));
    },
  };
}

function callTool(byName: ReadonlyMap<string, Tool>): Tool {
  /** The tool with arguments that fit it, or why not. */
  const resolved = ({ name, arguments: given }: Record<string, unknown>) => {
    const tool = byName.get(String(name));
    if (!tool) return { why: `There is no tool \`${String(name)}\`; ${SEARCH} finds their names.` };
    const checked = checkArguments(JSON.stringify(given ?? {}), tool.parameters, tool);
    return checked.ok ? { tool, args: checked.args } : { why: checked.message };
  };
  return {
    name: CALL,
    description: `Call a tool that ${SEARCH} found.`,
    exact: true,
    parameters: {
      type: 'object',
      properties: { name: { type: 'string' }, arguments: { type: 'object' } },
      required: ['name', 'arguments'],
    },
    summary: ({ name, arguments: given }) => `${String(name)} ${JSON.stringify(given)}`,
    async review(args, environment) {
      const call = resolved(args);
      return call.tool?.review?.(call.args, environment);
    },
    async run(args, run) {
      const call = resolved(args);
      return call.tool ? call.tool.run(call.args, run) : failed(call.why);
    },
  };
}

/** Best first, equal ones in their order. A word counts more in a name, and the more the fewer tools have it. */
function ranked(tools: readonly Tool[], query: string): Tool[] {
  const wanted = new Set(words(query));
  const held = tools.map((tool) => ({ tool, name: new Set(words(tool.name)), text: new Set(words(tool.description)) }));
  const weightOf = new Map(
    [...wanted].map((word) => {
      const having = held.filter(({ name, text }) => name.has(word) || text.has(word)).length;
      return [word, having === 0 ? 0 : Math.log(1 + tools.length / having)];
    }),
  );
  return held
    .map(({ tool, name, text }, at) => {
      const score = [...wanted].reduce(
        (sum, word) => sum + (weightOf.get(word) ?? 0) * ((name.has(word) ? 3 : 0) + (text.has(word) ? 1 : 0)),
        tool.name === query.trim() ? 1_000 : 0,
      );
      return { tool, score, at };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .map(({ tool }) => tool);
}

const WORD = /[\p{L}\p{N}]+/gu;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Lower-case words, names taken apart at `_`, `-` and capitals, a plural as its singular; Chinese, Japanese and Korean by pairs. */
function words(text: string): string[] {
  const apart = text
    .slice(0, 4_000)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ');
  return (apart.match(WORD) ?? []).flatMap((word) => {
    if (CJK.test(word)) {
      const chars = Array.from(word);
      return chars.length === 1 ? [word] : chars.slice(1).map((char, at) => `${chars[at]}${char}`);
    }
    const low = word.toLowerCase();
    return [low.length > 3 ? low.replace(/(?<!s)s$/, '') : low];
  });
}
