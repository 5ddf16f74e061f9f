import type { Host, UserError } from '@hermes-ops/contract';
import { neutralise } from '@hermes-ops/plugin-kit/neutral';
import { plural } from '@hermes-ops/plugin-kit/numbers';
import { nearNames } from '../tools/near-names.ts';
import { forgetAllLogins, forgetLogins, serversWithLogin } from './oauth/store.ts';
import { plainText } from './schema.ts';
import { changeTrust, isTrusted, readTrustFile, trustPath } from './trust.ts';

/** The `--json` document of `hermes mcp forget`. */
interface McpForgotten {
  schemaVersion: 1;
  /** Servers of which something was kept, by name. */
  forgotten: Forgotten[];
  /** Logins that are gone. */
  logins: number;
}

interface Forgotten {
  name: string;
  /** The command line or address that was agreed to, as it was shown; absent where only a login was kept, or nothing that could be read. */
  start?: string;
  /** Names of the tools that were agreed to. */
  tools: string[];
}

/**
 * Takes back what was agreed to for good about one server, or about all, and deletes the logins that are kept. Nothing is
 * asked of the server. Errors: agent.mcp-unknown, agent.mcp-damaged.
 */
export async function forget(host: Host, name: string | undefined): Promise<{ text: string; result: McpForgotten }> {
  const file = await readTrustFile(host);
  if (!file.ok) throw damaged(host);
  const withLogin = await serversWithLogin(host);
  const config = addressesOf((await host.config()).value['mcp_servers']);
  if (name !== undefined && !file.servers.has(name) && !withLogin.includes(name) && !config.has(name))
    throw unknown(host, name, [...new Set([...file.servers.keys(), ...withLogin, ...config.keys()])]);
  const forgotten = await takeBack(host, name);
  const urls = [...(name === undefined ? [] : (config.get(name) ?? [])), ...forgotten.flatMap(addressShown)];
  const logins = name === undefined ? await forgetAllLogins(host) : await forgetLogins(host, name, urls);
  const names = new Set(forgotten.map((one) => one.name));
  const others = (name === undefined ? withLogin : logins > 0 ? [name] : []).filter((one) => !names.has(one));
  const all = [...forgotten, ...others.map((one): Forgotten => ({ name: one, tools: [] }))];
  const result: McpForgotten = {
    schemaVersion: 1,
    forgotten: all.sort((a, b) => (a.name < b.name ? -1 : 1)),
    logins,
  };
  return { text: textOf(result, name, others), result };
}

async function takeBack(host: Host, name: string | undefined): Promise<Forgotten[]> {
  const taken: Forgotten[] = [];
  await changeTrust(host, (servers) => {
    for (const [one, kept] of [...servers]) {
      if (name !== undefined && one !== name) continue;
      servers.delete(one);
      taken.push(
        isTrusted(kept)
          ? { name: one, start: kept.shown, tools: (kept.tools ?? []).map((tool) => plainText(tool.name, 80)) }
          : { name: one, tools: [] },
      );
    }
    return taken.length > 0;
  });
  return taken;
}

/** A name that the config has, also where it is switched off, with the address that a login would be kept for. */
function addressesOf(section: unknown): Map<string, string[]> {
  if (typeof section !== 'object' || section === null) return new Map();
  return new Map(
    Object.entries(section).map(([name, entry]) => {
      const url: unknown = (entry as { url?: unknown } | null)?.url;
      return [name, typeof url === 'string' ? [url] : []];
    }),
  );
}

/** The address of a server that is gone from the config; one with a secret in it was shown masked and is not found. */
const addressShown = ({ start = '' }: Forgotten): string[] =>
  /^https?:/.test(start) ? [start.split('\n')[0] ?? ''] : [];

function textOf({ forgotten, logins }: McpForgotten, name: string | undefined, loginsOnly: readonly string[]): string {
  if (forgotten.length === 0 && logins === 0)
    return name === undefined
      ? 'Nothing is kept about MCP servers.'
      : `Nothing is kept about the MCP server ${neutralise(name)}.`;
  const lines = forgotten.map(({ name: one, start, tools }) => {
    const unseen = loginsOnly.includes(one) ? 'its login' : 'an entry that could not be read';
    const what = start === undefined ? unseen : neutralise(start.replaceAll('\n', ', '));
    const names = tools.length > 0 ? `; ${plural(tools.length, 'tool')}: ${tools.join(', ')}` : '';
    return `${neutralise(one)}: forgotten: ${what}${names}`;
  });
  return [
    ...lines,
    ...(logins > 0 ? [`${plural(logins, 'login')} deleted here; the login server was not told.`] : []),
    'New sessions ask again; open ones go on with what they began with.',
  ].join('\n');
}

const damaged = (host: Host): UserError =>
  host.errors.user('agent.mcp-damaged', 'what you agreed to about MCP servers cannot be read; nothing was changed', {
    exit: 1,
    where: { file: trustPath(host) },
    try: ['Nothing in it counts as agreed to. Mend the file, or move it away.'],
  });

function unknown(host: Host, name: string, names: readonly string[]): UserError {
  const near = nearNames(names, name);
  const hint = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '';
  const message = `nothing is kept about an MCP server \`${name}\`, and the config has none of that name${hint}`;
  return host.errors.user('agent.mcp-unknown', message, { exit: 2, try: ['hermes mcp list'] });
}
