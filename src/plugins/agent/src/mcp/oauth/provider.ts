import { randomBytes } from 'node:crypto';
import type { Host } from '@hermes-ops/contract';
import type { OAuthClientProvider } from '@modelcontextprotocol/client';
import type { OAuthSpec } from '../config.ts';
import { loginStore } from './store.ts';

/** Who sends the user to the login page, and where it leads back to. */
export interface Interactive {
  redirectUrl: string;
  /** Given the address to be opened, and the state that has to come back with the answer. */
  open(url: URL, state: string): void | Promise<void>;
}

/**
 * The SDK's view of a login (OAuth 2.1 with PKCE). Without `interactive` stored tokens are used and renewed, and where
 * that does not do, the connection fails with the SDK's UnauthorizedError.
 */
export async function loginProvider(
  host: Host,
  server: string,
  url: string,
  spec: OAuthSpec,
  interactive?: Interactive,
): Promise<OAuthClientProvider> {
  const store = await loginStore(host, server, url);
  const redirectUrl = interactive?.redirectUrl ?? store.get().redirect ?? 'http://127.0.0.1/callback';
  let [state, verifier] = ['', ''];
  return {
    redirectUrl,
    clientMetadata: {
      client_name: spec.clientName,
      redirect_uris: [redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      ...(spec.scope === undefined ? {} : { scope: spec.scope }),
    },
    state() {
      state = randomBytes(24).toString('base64url');
      return state;
    },
    clientInformation() {
      if (spec.clientId !== undefined)
        return {
          client_id: spec.clientId,
          ...(spec.clientSecret === undefined ? {} : { client_secret: spec.clientSecret }),
        };
      const { client, redirect } = store.get();
      // One that returns to another port would be refused by the login page.
      return interactive && redirect !== redirectUrl ? undefined : client;
    },
    saveClientInformation: (client) => store.put({ client, redirect: redirectUrl }),
    tokens() {
      const { tokens, missing } = store.get();
      return interactive && missing !== undefined ? undefined : tokens;
    },
    saveTokens: (tokens) => store.put({ tokens, ...(interactive ? { missing: undefined } : {}) }),
    async redirectToAuthorization(to) {
      const scope = to.searchParams.get('scope') ?? '';
      const missing = store.get().missing ?? '';
      // Without somebody at a browser the SDK's error says that a login is needed.
      if (!interactive) return store.put({ missing: union(scope, missing) });
      if (missing !== '') to.searchParams.set('scope', union(scope, missing));
      await interactive.open(to, state);
    },
    saveCodeVerifier: (given) => {
      verifier = given;
    },
    codeVerifier: () => verifier,
    async invalidateCredentials(scope) {
      if (scope === 'all' || scope === 'client') await store.put({ client: undefined });
      if (scope === 'all' || scope === 'tokens') await store.put({ tokens: undefined });
    },
  };
}

const union = (a: string, b: string): string =>
  [...new Set([...a.split(' '), ...b.split(' ')])].filter((one) => one !== '').join(' ');
