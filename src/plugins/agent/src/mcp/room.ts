import type { Host } from '@hermes-ops/contract';
import type { Tool } from '../tools/tool.ts';
import { agreedServers, agreedTools } from './agree.ts';
import { CALL, deferredTools, isDeferred, SEARCH } from './deferred.ts';
import { leftOutNotices } from './left-out-notices.ts';
import { linesOf, whyAbsent } from './lines.ts';
import type { ListedTool } from './listed-tool.ts';
import { toolNames } from './names.ts';
import { type Notifier, notifier } from './notifier.ts';
import { absentTool, offeredTool } from './offered-tool.ts';
import { openableServer } from './open-server.ts';
import { plainText, usable } from './schema.ts';
import type { SessionServer } from './server.ts';
import { agreements, readTrustFile, unreadable } from './trust.ts';
import type { McpNotice, McpOptions, McpRoom, ServerView } from './types.ts';

/**
 * Asks about what is not agreed to yet, starts and reaches the servers side by side, and makes tools of what they list. What
 * fails is a notice. Rejects only when the dialogue ends; then nothing is left running.
 */
export async function openMcp(host: Host, options: McpOptions): Promise<McpRoom> {
  const notices: McpNotice[] = options.settings.faults.map((text) => ({ code: 'agent.mcp-left-out', text }));
  const said = notifier(notices);
  const servers = options.settings.servers.map((spec) => openableServer(host, spec, options, said.say));
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.close()));
  };
  try {
    const file = await readTrustFile(host);
    if (!file.ok) said.say(damaged(host));
    const work = { host, options, trust: agreements(file), say: said.say };
    const agreed = await agreedServers(work, servers);
    await agreedTools(work, agreed);
  } catch (error) {
    for (const server of servers) server.kill();
    await close();
    throw error;
  }
  said.opened();
  return roomOf(options, servers, { notices, said, close });
}

const damaged = (host: Host): McpNotice => ({
  code: 'agent.mcp-damaged',
  text: unreadable(host),
  try: ['Mend the file, or agree anew: it is then put aside as it is.'],
});

interface Opened {
  notices: McpNotice[];
  said: Notifier;
  close(): Promise<void>;
}

function roomOf(options: McpOptions, servers: readonly SessionServer[], { notices, said, close }: Opened): McpRoom {
  const { settings, contextTokens, off = [] } = options;
  const lists = servers.map(({ spec, tools }) => ({
    name: spec.name,
    tools: [...tools].sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
  const names = toolNames(lists);
  const taken = new Set<string>();
  const direct = servers.map((server, at) => {
    const made = (lists[at]?.tools ?? []).flatMap((listed, i) => {
      const name = names[at]?.[i] ?? '';
      if (off.includes(name)) return [];
      const tool = toolOf(server, listed, name, taken, settings.resultChars);
      if (typeof tool !== 'string') return [tool];
      notices.push(...leftOutNotices(server.spec.name, [{ name: listed.name, why: tool }]));
      return [];
    });
    return made;
  });
  const tools = direct.flat();
  const counts = servers.map(({ spec }, at) => ({ name: spec.name, count: direct[at]?.length ?? 0 }));
  const pair = deferredTools(
    tools,
    counts.filter(({ count }) => count > 0),
    settings.search,
  );
  const offered = isDeferred(tools, settings.search, contextTokens) ? pair : tools;
  const views = (): ServerView[] =>
    servers.map((server, at) => ({
      name: plainText(server.spec.name, 60),
      state: server.state(),
      why: server.why(),
      tools: (direct[at] ?? []).map(({ name }) => name),
    }));
  return {
    offered,
    known: tools.length > 0 ? [...tools, ...pair] : [],
    notices,
    watch: said.watch,
    servers: views,
    lines: () => linesOf(views(), offered === pair),
    absent: (frozen, known) =>
      frozen
        .map(({ function: { name } }) => name)
        .filter((name) => (name.startsWith('mcp_') || name === SEARCH || name === CALL) && !known.has(name))
        .map((name) => absentTool(name, whyAbsent(views()))),
    close,
    kill: () => {
      for (const server of servers) server.kill();
    },
  };
}

function toolOf(
  server: SessionServer,
  listed: ListedTool,
  name: string,
  taken: Set<string>,
  most: number,
): Tool | string {
  if (taken.has(name)) return 'its name is there twice';
  const made = usable(listed, name);
  if (!made.ok) return made.why;
  taken.add(name);
  const { description, parameters } = made;
  const by = { server: server.spec.name, most, call: server.call };
  return offeredTool(listed, { name, description, parameters }, by);
}
