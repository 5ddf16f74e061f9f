import type { LeftOutTool } from './listed-tool.ts';
import { plainText } from './schema.ts';
import type { McpNotice } from './types.ts';

/** Tools of one server that are named. */
const MOST_NAMED = 5;

/** Says which tools of a server are not offered, and why; of many the first ones and how many more. */
export function leftOutNotices(server: string, leftOut: readonly LeftOutTool[]): McpNotice[] {
  const of = `of the MCP server ${plainText(server, 60)}`;
  const texts = leftOut
    .slice(0, MOST_NAMED)
    .map(({ name, why }) => `${plainText(name, 60)} ${of} is left out: ${plainText(why, 200)}`);
  const more = leftOut.length - texts.length;
  const rest = more === 1 ? `one more tool ${of} is left out` : `${more} more tools ${of} are left out`;
  return [...texts, ...(more > 0 ? [rest] : [])].map((text) => ({ code: 'agent.mcp-left-out', text }));
}
