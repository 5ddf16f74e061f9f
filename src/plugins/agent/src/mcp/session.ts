import { homedir } from 'node:os';
import type { Host, LoadedConfig, ToolSchema } from '@hermes-ops/contract';
import type { SessionTools } from '../chat/tool-set.ts';
import { wireTool } from '../loop/wire-schema.ts';
import { readMcpSettings } from './config.ts';
import type { McpOptions, McpRoom } from './types.ts';

export interface SessionMcp
  extends Pick<McpOptions, 'workspace' | 'contextTokens' | 'ask' | 'askText' | 'tell' | 'startNothing'> {
  config: LoadedConfig;
  /** One question, which cannot use what joins later. */
  single: boolean;
  /** `agent.disabled_toolsets`. */
  disabled: readonly string[];
  /** The tools that a session began with which goes on now. */
  frozen?: readonly ToolSchema[] | undefined;
}

/**
 * The MCP servers of a session; undefined where the config has none, or where the session began without: then nothing of
 * them is loaded, asked about or started.
 */
export async function sessionMcp(host: Host, options: SessionMcp): Promise<McpRoom | undefined> {
  const { config, single, disabled, frozen, ...rest } = options;
  if (config.value['mcp_servers'] === undefined || disabled.includes('mcp')) return undefined;
  if (frozen && !frozen.some(isOfServers)) return undefined;
  const settings = readMcpSettings(config.value, homedir());
  const servers = settings.servers.filter(({ name }) => !disabled.includes(`mcp-${name}`));
  if (servers.length === 0 && settings.faults.length === 0) return undefined;
  const { openMcp } = await import('./room.ts');
  const discoveryMs = single ? settings.discoveryMs.single : settings.discoveryMs.conversation;
  return openMcp(host, { ...rest, off: disabled, settings: { ...settings, servers }, discoveryMs });
}

/** Whether a tool that a session began with came from a server, or finds such tools. */
const isOfServers = ({ function: { name } }: ToolSchema): boolean => name.startsWith('mcp_') || name === 'tool_search';

/** The tools of a session with those of MCP servers behind all others. */
export function withMcp(set: SessionTools, room: McpRoom | undefined): SessionTools {
  if (!room) return set;
  const free = room.known.filter(({ name }) => !set.tools.has(name));
  const offered = room.offered.filter((tool) => free.includes(tool));
  for (const tool of free) set.tools.set(tool.name, tool);
  for (const { name } of offered) set.contributed.add(name);
  const faults = room.offered
    .filter((tool) => !free.includes(tool))
    .map(({ name }) => `the tool ${name} of an MCP server has a name that is taken`);
  return { ...set, wire: [...set.wire, ...offered.map(wireTool)], faults: [...set.faults, ...faults] };
}

/** Tools of a session that goes on which this run does not have answer why, instead of not being there. */
export function withAbsent(set: SessionTools, room: McpRoom | undefined, frozen: readonly ToolSchema[]): void {
  for (const tool of room?.absent(frozen, set.tools) ?? []) set.tools.set(tool.name, tool);
}
