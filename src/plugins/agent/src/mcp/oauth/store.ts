import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import type { StoredOAuthClientInformation, StoredOAuthTokens } from '@modelcontextprotocol/client';
import { putPrivate } from '../../state/put-private.ts';

/** What a login left behind. */
interface Login {
  client?: StoredOAuthClientInformation | undefined;
  /** Where that client is known to return to. */
  redirect?: string | undefined;
  /** The login server that a client of the config was used at first: no other one gets its secret. */
  bound?: { client: string; issuer: string } | undefined;
  tokens?: StoredOAuthTokens | undefined;
  /** Rights that a call wanted and the tokens do not have: the next login asks for them. */
  missing?: string | undefined;
}

export interface LoginStore {
  get(): Login;
  put(change: Login): Promise<void>;
}

/** `ops/agent/mcp-logins/…json`, for its owner only; of another address it is another login. */
export async function loginStore(host: Host, server: string, url: string): Promise<LoginStore> {
  const folder = await host.ensureOps('agent', 'mcp-logins');
  const mark = createHash('sha256')
    .update(JSON.stringify([server, url]))
    .digest('hex')
    .slice(0, 16);
  const file = join(folder, `${mark}.json`);
  let login: Login = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Login,
    () => ({}),
  );
  return {
    get: () => login,
    async put(change) {
      login = { ...login, ...change };
      await putPrivate(file, JSON.stringify(login));
    },
  };
}
