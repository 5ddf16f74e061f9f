import { homedir } from 'node:os';
import type { Host } from '@hermes-ops/contract';
import { cleanPath } from '../tools/shell/environment.ts';
import { approveCommand } from './approve-command.ts';
import type { ServerSpec } from './config.ts';
import type { Connection } from './connect.ts';
import { formFiller } from './elicit.ts';
import type { HttpLogin } from './http.ts';
import { leftOutNotices } from './left-out-notices.ts';
import { openLog } from './log-file.ts';
import { plainText } from './schema.ts';
import { type SessionServer, sessionServer } from './server.ts';
import { noteListed } from './trust.ts';
import type { McpNotice, McpOptions } from './types.ts';

/** A server of a session with all that connecting it takes; the SDK is loaded when that happens. */
export function openableServer(
  host: Host,
  spec: ServerSpec,
  options: McpOptions,
  say: (notice: McpNotice) => void,
): SessionServer {
  let toldChanged = false;
  const toldLeftOut = new Set<string>();
  const changed = (): void => {
    if (toldChanged) return;
    toldChanged = true;
    say({
      code: 'agent.mcp-changed',
      text: `the MCP server ${plainText(spec.name, 60)} has other tools now; this session keeps those that it began with`,
      try: [approveCommand(spec.name)],
    });
  };
  const { ask, askText } = options;
  const declined = (text: string): void => say({ code: 'agent.mcp-declined', text });
  return sessionServer(spec, {
    onChanged: changed,
    mask: (text) => host.mask(text),
    needsLogin: (error) => {
      const { name, message } = (error ?? {}) as Partial<Error>;
      if (name === 'LoginLeadsElsewhere') return message;
      return name === 'UnauthorizedError' ? 'it wants a login' : undefined;
    },
    async open(_spec, signal): Promise<Connection> {
      const login = await storedLogin(host, spec);
      const { connect } = await import('./connect.ts');
      const connection = await connect(spec, {
        log: await openLog(host, spec.name),
        workspace: options.workspace,
        env: process.env,
        path: cleanPath(process.env['PATH'], options.workspace),
        home: homedir(),
        signal: AbortSignal.any([host.signal, signal]),
        login,
        fillIn: spec.elicits ? formFiller(spec, { ask, askText, declined }) : undefined,
        onToolsChanged: changed,
      });
      for (const notice of leftOutNotices(spec.name, connection.leftOut)) {
        if (!toldLeftOut.has(notice.text)) say(notice);
        toldLeftOut.add(notice.text);
      }
      // What cannot be noted now is noted next time.
      await noteListed(host, spec, connection.tools).catch(() => undefined);
      return connection;
    },
  });
}

/** Tokens that an earlier login left, where one is needed; nobody is sent to a browser in the middle of something else. */
async function storedLogin(host: Host, { name, transport }: ServerSpec): Promise<HttpLogin | undefined> {
  if (transport.kind !== 'http' || !transport.oauth) return undefined;
  const { loginOrigins } = await import('./oauth/origins.ts');
  const { loginProvider } = await import('./oauth/provider.ts');
  const origins = await loginOrigins(host, name, transport.url);
  const provider = await loginProvider(host, name, transport.url, transport.oauth, origins);
  if (transport.oauth.flow === 'client_credentials' || (await provider.tokens())) return { provider, origins };
  throw Object.assign(new Error('it wants a login'), { name: 'UnauthorizedError' });
}
