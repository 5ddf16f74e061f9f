import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import { isObject } from '@hermes-ops/plugin-kit/objects';
import type { StoredOAuthClientInformation, StoredOAuthTokens } from '@modelcontextprotocol/client';
import { putPrivate } from '../../state/put-private.ts';

/** What a login left behind. */
interface Login {
  /** Name of the MCP server, so that the login can be found when the config does not name it any more. */
  server?: string;
  client?: StoredOAuthClientInformation | undefined;
  /** Where that client is known to return to. */
  redirect?: string | undefined;
  /** The login server that a client of the config was used at first: no other one gets its secret. */
  bound?: { client: string; issuer: string } | undefined;
  tokens?: StoredOAuthTokens | undefined;
  /** Rights that a call wanted and the tokens do not have: the next login asks for them. */
  missing?: string | undefined;
  /** Origins other than the server's that the user agreed to for this login. */
  origins?: string[] | undefined;
}

export interface LoginStore {
  get(): Login;
  put(change: Login): Promise<void>;
}

/**
 * `ops/agent/mcp-logins/…json`, for its owner only; of another address it is another login. One that was there and is not
 * any more was forgotten: then nothing is written, so that a session that is open does not bring it back.
 */
export async function loginStore(host: Host, server: string, url: string): Promise<LoginStore> {
  const folder = await host.ensureOps('agent', 'mcp-logins');
  const file = join(folder, `${markOf(server, url)}.json`);
  const first = await readLogin(file);
  let login: Login = first ?? {};
  let there = first !== undefined;
  return {
    get: () => login,
    async put(change) {
      login = { ...login, ...change };
      // Also while the program is leaving: a login server may have made the tokens that are kept worthless already.
      await host.lock('mcp-logins', {}, async () => {
        const now = await readLogin(file);
        if (there && !now) return;
        await putPrivate(file, JSON.stringify({ ...now, ...change, server }));
        there = true;
      });
    },
  };
}

/** Deletes the logins that belong to a server: by what stands in them, or because they are those of its addresses. */
export async function forgetLogins(host: Host, server: string, urls: readonly string[]): Promise<number> {
  const folder = join(host.paths.ops, 'agent', 'mcp-logins');
  const known = new Set(urls.map((url) => markOf(server, url)));
  return host.lock('mcp-logins', { signal: host.signal }, async () => {
    const own = (await loginsIn(folder)).filter((one) => one.server === server || known.has(one.mark));
    await removeAll(folder, new Set(own.map(({ mark }) => mark)));
    return own.length;
  });
}

/** Names of the servers that a login is kept of. */
export async function serversWithLogin(host: Host): Promise<string[]> {
  const logins = await loginsIn(join(host.paths.ops, 'agent', 'mcp-logins'));
  return [...new Set(logins.flatMap(({ server }) => server ?? []))];
}

/** Deletes every login, also those whose server is not known; how many there were. */
export async function forgetAllLogins(host: Host): Promise<number> {
  const folder = join(host.paths.ops, 'agent', 'mcp-logins');
  return host.lock('mcp-logins', { signal: host.signal }, async () => {
    const all = await loginsIn(folder);
    await removeAll(folder, new Set(all.map(({ mark }) => mark)));
    return all.length;
  });
}

async function loginsIn(folder: string): Promise<{ mark: string; server?: string | undefined }[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^[0-9a-f]{16}\.json$/.test(name));
  return Promise.all(
    names.map(async (name) => ({ mark: name.slice(0, 16), server: (await readLogin(join(folder, name)))?.server })),
  );
}

/** With drafts of them that a process left which was killed. */
async function removeAll(folder: string, marks: ReadonlySet<string>): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) if (marks.has(name.slice(0, 16))) await rm(join(folder, name), { force: true });
}

const markOf = (server: string, url: string): string =>
  createHash('sha256')
    .update(JSON.stringify([server, url]))
    .digest('hex')
    .slice(0, 16);

/** Undefined: there is none. One that cannot be read is an empty one. */
async function readLogin(file: string): Promise<Login | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const login: unknown = JSON.parse(text);
    return isObject(login) ? usableOf(login) : {};
  } catch {
    return {};
  }
}

/** What of a file is of the form that this program writes; what somebody has damaged is as if it were not there. */
function usableOf({ server, client, redirect, bound, tokens, missing, origins }: Record<string, unknown>): Login {
  return {
    ...(isText(server) ? { server } : {}),
    ...(isObject(client) && isText(client['client_id']) ? { client: client as Login['client'] } : {}),
    ...(isText(redirect) ? { redirect } : {}),
    ...(isObject(bound) && isText(bound['client']) && isText(bound['issuer'])
      ? { bound: bound as Login['bound'] }
      : {}),
    ...(isObject(tokens) && isText(tokens['access_token']) ? { tokens: tokens as Login['tokens'] } : {}),
    ...(isText(missing) ? { missing } : {}),
    ...(Array.isArray(origins) ? { origins: origins.filter(isText) } : {}),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string';
