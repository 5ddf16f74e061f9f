import type { Host } from '@hermes-ops/contract';
import { approveCommand } from './approve-command.ts';
import type { Connection } from './connect.ts';
import { askStart, askTools, startText } from './consent.ts';
import { allAgreed, asAgreed, goneNames, startPrint, wantedTools } from './listed-tool.ts';
import { plainText } from './schema.ts';
import type { SessionServer } from './server.ts';
import { keepTools, keepTrust, type Trusted, toolsLastSeen } from './trust.ts';
import type { McpNotice, McpOptions } from './types.ts';

export interface AgreeWork {
  host: Host;
  options: Pick<McpOptions, 'ask' | 'tell' | 'discoveryMs' | 'startNothing'>;
  trust: Map<string, Trusted>;
  say(notice: McpNotice): void;
}

/** A server that may be started. */
export interface Agreed {
  server: SessionServer;
  /** What is known of it for good; undefined: it was agreed to for this session alone. */
  trusted: Trusted | undefined;
  /** Tools that were agreed to before, maybe of another command. */
  before: Trusted['tools'];
}

/** Which servers may be started: what was agreed to for good, and what the user agrees to now. One question after the other. */
export async function agreedServers(work: AgreeWork, servers: readonly SessionServer[]): Promise<Agreed[]> {
  const { host, options, trust } = work;
  const agreed: Agreed[] = [];
  for (const server of servers) {
    const { spec } = server;
    const known = trust.get(spec.name);
    const before = known?.tools;
    if (known?.start === startPrint(spec)) {
      agreed.push({ server, trusted: known, before });
      continue;
    }
    server.mark('not-agreed');
    if (options.startNothing) continue;
    if (!options.ask) {
      const what = known ? 'is not what you agreed to before' : 'was not agreed to yet';
      work.say(leftOut(server, `it ${what}`));
      continue;
    }
    const answer = await askStart(options.ask, host, spec, known, host.signal);
    if (answer === 'deny') continue;
    server.mark('not-started');
    const shown = await startText(host, spec);
    const trusted: Trusted = { start: startPrint(spec), shown, ...(before ? { tools: before } : {}) };
    if (answer === 'always') await keepTrust(host, spec.name, trusted);
    agreed.push({ server, trusted: answer === 'always' ? trusted : undefined, before });
  }
  return agreed;
}

/**
 * Connects what may be started, all at once, and gives each server the tools that the session offers of it. A server whose
 * tools are known from before may be late: they are offered as they were agreed to and listed last, and a call waits for
 * it. So the prompt does not depend on who was faster.
 */
export async function agreedTools(work: AgreeWork, agreed: readonly Agreed[]): Promise<void> {
  const tries = agreed.map((one) => ({ one, result: firstTry(work, one) }));
  for (const { one, result } of tries) await settle(work, one, await patiently(work, one, result));
}

/** ms until it is said what is waited for. No question is open meanwhile. */
const UNTOLD_MS = 2_000;

async function patiently({ options }: AgreeWork, { server }: Agreed, result: Promise<Tried>): Promise<Tried> {
  const { name, connectMs } = server.spec;
  const line = `┊ waiting for the MCP server ${plainText(name, 60)}, for at most ${Math.ceil(connectMs / 1000)} s; Ctrl-C stops`;
  const timer = setTimeout(() => options.tell?.(line), UNTOLD_MS);
  return result.finally(() => clearTimeout(timer));
}

type Tried = { connected: Connection } | { failed: Error } | 'late';

async function firstTry(all: AgreeWork, { server, trusted }: Agreed): Promise<Tried> {
  const { options } = all;
  const { spec } = server;
  const known = trusted?.tools !== undefined;
  if (options.startNothing || (known && spec.lazy)) return 'late';
  const work = server.connection().then(
    (connected): Tried => ({ connected }),
    (failed: Error): Tried => ({ failed }),
  );
  if (!known) return work;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Tried>((resolve) => {
    timer = setTimeout(() => resolve('late'), options.discoveryMs);
  });
  const first = await Promise.race([work, late]).finally(() => clearTimeout(timer));
  if (first === 'late')
    void work.then((tried) => {
      if (typeof tried === 'object' && 'failed' in tried) all.say(failure(server, 'is not there'));
    });
  return first;
}

async function settle(work: AgreeWork, { server, trusted, before }: Agreed, tried: Tried): Promise<void> {
  if (tried === 'late') {
    server.tools = wantedTools(toolsLastSeen(trusted ?? {}), server.spec);
    return;
  }
  if ('failed' in tried) {
    work.say(failure(server, 'is left out'));
    return;
  }
  const tools = asAgreed(tried.connected.tools, before);
  if (tools.length === 0 || allAgreed(tools, before)) {
    server.tools = tools;
    const gone = goneNames(tools, wantedTools(toolsLastSeen(trusted ?? {}), server.spec));
    if (gone.length > 0) work.say(fewer(server, gone));
    return;
  }
  const { ask } = work.options;
  const answer = ask ? await askTools(ask, work.host, server.spec, tools, before, work.host.signal) : 'deny';
  if (answer === 'deny') {
    await server.close();
    server.mark(before ? 'changed' : 'not-agreed');
    if (!ask) work.say(leftOut(server, before ? 'its tools have changed' : 'its tools were not agreed to yet'));
    return;
  }
  server.tools = tools;
  if (answer === 'always' && trusted) await keepTools(work.host, server.spec.name, trusted.start, tools);
}

const fewer = ({ spec }: SessionServer, gone: readonly string[]): McpNotice => ({
  code: 'agent.mcp-changed',
  text: `the MCP server ${plainText(spec.name, 60)} does not list any more what you agreed to: ${plainText(gone.join(', '), 300)}; sessions do without until it is listed again`,
});

const leftOut = ({ spec }: SessionServer, why: string): McpNotice => ({
  code: 'agent.mcp-left-out',
  text: `the MCP server ${spec.name} is left out: ${why}`,
  try: [approveCommand(spec.name)],
});

function failure(server: SessionServer, what: string): McpNotice {
  const login = server.state() === 'needs-login';
  return {
    code: login ? 'agent.mcp-left-out' : 'agent.mcp-failed',
    text: `the MCP server ${server.spec.name} ${what}: ${server.why()}`,
    try: [login ? approveCommand(server.spec.name) : 'hermes mcp list'],
  };
}
