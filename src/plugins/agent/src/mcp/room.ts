import { homedir } from 'node:os';
import type { Host } from '@hermes-ops/contract';
import { plural } from '@hermes-ops/plugin-kit/numbers';
import { cleanPath } from '../tools/shell/environment.ts';
import type { Tool } from '../tools/tool.ts';
import { agreedServers, agreedTools } from './agree.ts';
import type { ServerSpec } from './config.ts';
import type { Connection } from './connect.ts';
import { CALL, deferredTools, isDeferred, SEARCH } from './deferred.ts';
import { formFiller } from './elicit.ts';
import type { ListedTool } from './listed-tool.ts';
import { openLog } from './log-file.ts';
import { toolNames } from './names.ts';
import { absentTool, offeredTool } from './offered-tool.ts';
import { plainText, usable } from './schema.ts';
import { type SessionServer, sessionServer } from './server.ts';
import { readTrust } from './trust.ts';
import type { McpNotice, McpOptions, McpRoom, ServerState, ServerView } from './types.ts';

/**
 * Asks about what is not agreed to yet, starts and reaches the servers side by side, and makes tools of what they list. What
 * fails is a notice. Rejects only when the dialogue ends; then nothing is left running.
 */
export async function openMcp(host: Host, options: McpOptions): Promise<McpRoom> {
  const notices: McpNotice[] = options.settings.faults.map((text) => ({ code: 'agent.mcp-left-out', text }));
  const said = notifier(notices);
  const servers = options.settings.servers.map((spec) => serverOf(host, spec, options, said.say));
  const all = { close: async () => void (await Promise.all(servers.map((server) => server.close()))) };
  try {
    const trust = await readTrust(host);
    const work = { host, options, trust, say: said.say };
    const agreed = await agreedServers(work, servers);
    await agreedTools(work, agreed);
  } catch (error) {
    for (const server of servers) server.kill();
    await all.close();
    throw error;
  }
  said.opened();
  return roomOf(options, servers, { notices, said, close: all.close });
}

function notifier(notices: McpNotice[]) {
  let later: McpNotice[] | undefined;
  let listener: ((notice: McpNotice) => void) | undefined;
  return {
    say(notice: McpNotice): void {
      if (!later) notices.push(notice);
      else if (listener) listener(notice);
      else later.push(notice);
    },
    opened(): void {
      later = [];
    },
    watch(to: (notice: McpNotice) => void): void {
      listener = to;
      for (const notice of later?.splice(0) ?? []) to(notice);
    },
  };
}

function serverOf(host: Host, spec: ServerSpec, options: McpOptions, say: (notice: McpNotice) => void): SessionServer {
  let toldChanged = false;
  const changed = (): void => {
    if (toldChanged) return;
    toldChanged = true;
    say({
      code: 'agent.mcp-changed',
      text: `the MCP server ${plainText(spec.name, 60)} has other tools now; this session keeps those that it began with`,
      try: [`hermes mcp approve ${spec.name}`],
    });
  };
  const { ask, askText } = options;
  const declined = (text: string): void => say({ code: 'agent.mcp-declined', text });
  return sessionServer(spec, {
    onChanged: changed,
    mask: (text) => host.mask(text),
    needsLogin: (error) => (error as { name?: string } | undefined)?.name === 'UnauthorizedError',
    async open(_spec, signal): Promise<Connection> {
      const authProvider = await storedLogin(host, spec);
      const { connect } = await import('./connect.ts');
      return connect(spec, {
        log: await openLog(host, spec.name),
        workspace: options.workspace,
        env: process.env,
        path: cleanPath(process.env['PATH'], options.workspace),
        home: homedir(),
        signal: AbortSignal.any([host.signal, signal]),
        authProvider,
        fillIn: spec.elicits ? formFiller(spec, { ask, askText, declined }) : undefined,
        onToolsChanged: changed,
      });
    },
  });
}

/** Tokens that an earlier login left; nobody is sent to a browser in the middle of something else. */
async function storedLogin(host: Host, { name, transport }: ServerSpec) {
  if (transport.kind !== 'http' || !transport.oauth) return undefined;
  const { loginProvider } = await import('./oauth/provider.ts');
  const provider = await loginProvider(host, name, transport.url, transport.oauth);
  if (await provider.tokens()) return provider;
  throw Object.assign(new Error('it wants a login'), { name: 'UnauthorizedError' });
}

interface Opened {
  notices: McpNotice[];
  said: ReturnType<typeof notifier>;
  close(): Promise<void>;
}

function roomOf(options: McpOptions, servers: readonly SessionServer[], { notices, said, close }: Opened): McpRoom {
  const { settings, contextTokens } = options;
  const lists = servers.map(({ spec, tools }) => ({
    name: spec.name,
    tools: [...tools].sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
  const names = toolNames(lists);
  const taken = new Set<string>();
  const direct = servers.map((server, at) => {
    const made = (lists[at]?.tools ?? []).flatMap((listed, i) => {
      const tool = toolOf(server, listed, names[at]?.[i] ?? '', taken, settings.resultChars);
      if (typeof tool !== 'string') return [tool];
      const text = `${plainText(listed.name, 60)} of the MCP server ${server.spec.name} is left out: ${tool}`;
      notices.push({ code: 'agent.mcp-left-out', text });
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

const STATES: Readonly<Record<ServerState, string>> = {
  'not-agreed': 'not agreed to',
  'not-started': 'is started when it is needed',
  connecting: 'is being connected',
  ready: 'connected',
  ended: 'has ended; a call starts it again',
  failed: 'failed',
  changed: 'has changed',
  'needs-login': 'wants a login',
};

function linesOf(servers: readonly ServerView[], deferred: boolean): string[] {
  const lines = servers.map(({ name, state, why, tools }) => {
    const said = why === '' || state === 'needs-login' ? STATES[state] : `${STATES[state]}: ${why}`;
    return `${name}: ${said}${tools.length > 0 ? `; ${plural(tools.length, 'tool')}: ${tools.join(', ')}` : ''}`;
  });
  return [...lines, ...(deferred ? ['The model finds the tools by a search (tools.tool_search).'] : [])];
}

function whyAbsent(servers: readonly ServerView[]): string {
  const off = servers.filter(({ tools }) => tools.length === 0).map(({ name, state }) => `${name} ${STATES[state]}`);
  return `no MCP server of this run has it${off.length > 0 ? ` (${off.join('; ')})` : ''}.`;
}
