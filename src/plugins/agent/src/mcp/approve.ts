import { homedir } from 'node:os';
import type { Host, UserError } from '@hermes-ops/contract';
import { neutralise } from '@hermes-ops/plugin-kit/neutral';
import { plural } from '@hermes-ops/plugin-kit/numbers';
import type { AskUser } from '../approvals/approver.ts';
import { askOnTerminal } from '../approvals/ask-on-terminal.ts';
import { cleanPath } from '../tools/shell/environment.ts';
import { workspaceOf } from '../workspace-of.ts';
import { approveCommand } from './approve-command.ts';
import { readMcpSettings, type ServerSpec } from './config.ts';
import type { Connection } from './connect.ts';
import { askOrigins, askStart, askTools, FOR_GOOD, startText } from './consent.ts';
import { type FormAsker, formFiller } from './elicit.ts';
import type { HttpLogin } from './http.ts';
import { leftOutNotices } from './left-out-notices.ts';
import { entryOf, type McpEntry } from './list.ts';
import { allAgreed, asAgreed, startPrint } from './listed-tool.ts';
import { openLog } from './log-file.ts';
import type { Login } from './oauth/login.ts';
import { plainText } from './schema.ts';
import { reason } from './server.ts';
import { asListed, keepTrust, readTrust, type Trusted } from './trust.ts';

/** The `--json` document of `hermes mcp approve`. */
interface McpApproved {
  schemaVersion: 1;
  server: McpEntry;
}

/**
 * Asks about a server's command line or address, connects, asks about its tools, and notes both for good. Errors:
 * agent.mcp-unknown, agent.mcp-failed, usage.no-terminal.
 */
export async function approve(host: Host, name: string, { json }: { json: boolean }) {
  const { value } = await host.config();
  const { servers, faults } = readMcpSettings(value, homedir());
  const spec = servers.find((one) => one.name === name);
  if (!spec) throw unknown(host, name, faults);
  const terminal = asker(host, json, name);
  try {
    const trusted = await approved(host, spec, terminal.ask);
    const server = await entryOf(host, spec, trusted);
    const text = server.agreed
      ? `${neutralise(name)} is agreed to with ${plural(server.tools.length, 'tool')}; new sessions have it.`
      : 'Not agreed to: nothing was changed.';
    return { text, result: { schemaVersion: 1, server } satisfies McpApproved };
  } finally {
    terminal.close();
  }
}

async function approved(host: Host, spec: ServerSpec, ask: AskUser): Promise<Trusted | undefined> {
  const known = (await readTrust(host)).get(spec.name);
  const start = startPrint(spec);
  if (known?.start !== start && (await askStart(ask, host, spec, known, host.signal, FOR_GOOD)) === 'deny')
    return undefined;
  // A login prints an address, which a moving line of progress would tear apart.
  const work = () => connected(host, spec, ask);
  const login = spec.transport.kind === 'http' && spec.transport.oauth !== undefined;
  const connection = await (login ? work() : host.ui.step(`Connecting to ${neutralise(spec.name)}`, work));
  try {
    for (const { text } of leftOutNotices(spec.name, connection.leftOut)) host.ui.err(`note: ${text}`);
    const before = known?.tools;
    const tools = asAgreed(connection.tools, before);
    const same = allAgreed(tools, before);
    // Of a server without any there is nothing to be read: its first ones are asked about when it has them.
    if (!same && tools.length > 0 && (await askTools(ask, host, spec, tools, before, host.signal, FOR_GOOD)) === 'deny')
      return undefined;
    // Of tools that were agreed to, those that are not listed now stay so.
    const kept = same && before ? before : tools;
    const trusted = asListed({ start, shown: await startText(host, spec), tools: kept }, spec, tools);
    await keepTrust(host, spec.name, trusted);
    return trusted;
  } finally {
    await connection.close();
  }
}

/** Nothing is called here, so that there is nothing to be asked about. */
const NOBODY: FormAsker = { ask: undefined, askText: undefined, declined: () => undefined };

async function connected(host: Host, spec: ServerSpec, ask: AskUser): Promise<Connection> {
  const log = await openLog(host, spec.name);
  // As a session here would be: the same programs are found, and the server is told the same root.
  const workspace = await workspaceOf(host, (await host.config()).value['terminal']);
  const { connect } = await import('./connect.ts');
  const login = await loginOf(host, spec);
  try {
    return await connect(spec, {
      log,
      workspace,
      env: process.env,
      path: cleanPath(process.env['PATH'], workspace),
      home: homedir(),
      signal: host.signal,
      login,
      agreeTo: (origins) => askOrigins(ask, host, spec, origins, host.signal),
      ...(login?.answered ? { answered: login.answered } : {}),
      fillIn: spec.elicits ? formFiller(spec, NOBODY) : undefined,
      onToolsChanged: () => undefined,
    });
  } catch (error) {
    await log.written();
    if (host.errors.isUserError(error)) throw error;
    const why = plainText(await host.mask(reason(error)), 300);
    throw host.errors.user('agent.mcp-failed', `the MCP server ${spec.name} cannot be used: ${why}`, {
      try: [
        (error as Error).name === 'LoginLeadsElsewhere'
          ? `If you know who that is: ${approveCommand(spec.name)}`
          : `Read ${log.path}`,
      ],
      exit: 1,
      cause: error,
    });
  } finally {
    await login?.close?.();
  }
}

async function loginOf(host: Host, { name, transport }: ServerSpec): Promise<(HttpLogin & Partial<Login>) | undefined> {
  if (transport.kind !== 'http' || !transport.oauth) return undefined;
  const { loginOrigins } = await import('./oauth/origins.ts');
  const origins = await loginOrigins(host, name, transport.url);
  if (transport.oauth.flow === 'client_credentials') {
    const { loginProvider } = await import('./oauth/provider.ts');
    return { provider: await loginProvider(host, name, transport.url, transport.oauth, origins), origins };
  }
  const { openLogin } = await import('./oauth/login.ts');
  const login = await openLogin(host, name, transport.url, transport.oauth, origins, (address) => {
    host.ui.err('Open this address in a browser to log in:');
    host.ui.err(`  ${neutralise(address.href)}`);
  });
  return { ...login, origins };
}

/** The terminal is asked for when there is a question: what is agreed to already needs none. */
function asker(host: Host, json: boolean, name: string): { ask: AskUser; close(): void } {
  let prompter: ReturnType<Host['ui']['prompter']> | undefined;
  return {
    async ask(question, signal) {
      if (json || !host.ui.canPrompt())
        throw host.errors.user('usage.no-terminal', 'There is no terminal to ask on.', {
          exit: 2,
          try: [`${approveCommand(name)}   (on a terminal, without --json)`],
        });
      prompter ??= host.ui.prompter({ signal: host.signal });
      return askOnTerminal(prompter, host.ui.out, () => process.stdout.columns ?? 80)(question, signal);
    },
    close: () => prompter?.close(),
  };
}

function unknown(host: Host, name: string, faults: readonly string[]): UserError {
  const fault = faults.find((one) => one.startsWith(`the MCP server ${name} `));
  const message = fault ?? `the config has no enabled MCP server \`${name}\``;
  return host.errors.user('agent.mcp-unknown', message, {
    exit: 2,
    where: { key: 'mcp_servers' },
    try: ['hermes mcp list'],
  });
}
