import { randomBytes } from 'node:crypto';
import type { Host } from '@hermes-ops/contract';
import type { OAuthClientProvider, OAuthDiscoveryState } from '@modelcontextprotocol/client';
import type { OAuthSpec } from '../config.ts';
import { keyAuthentication } from './client-key.ts';
import type { LoginOrigins } from './origins.ts';
import { type LoginStore, loginStore } from './store.ts';

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
  origins: Pick<LoginOrigins, 'check'>,
  interactive?: Interactive,
): Promise<OAuthClientProvider> {
  const store = await loginStore(host, server, url);
  const redirectUrl = interactive?.redirectUrl ?? store.get().redirect ?? 'http://127.0.0.1/callback';
  const document = documentOf(spec);
  const alone = spec.flow === 'client_credentials';
  let [state, verifier] = ['', ''];
  /** Who the user was sent to: the code that comes back goes to nobody else. */
  let discovered: OAuthDiscoveryState | undefined;
  return {
    redirectUrl: alone ? undefined : redirectUrl,
    ...(alone ? { prepareTokenRequest, ...signing(spec) } : {}),
    clientMetadata: {
      client_name: spec.clientName,
      redirect_uris: [redirectUrl],
      grant_types: alone ? ['client_credentials'] : ['authorization_code', 'refresh_token'],
      response_types: alone ? [] : ['code'],
      ...(spec.scope === undefined ? {} : { scope: spec.scope }),
    },
    state() {
      state = randomBytes(24).toString('base64url');
      return state;
    },
    ...(document === undefined ? {} : { clientMetadataUrl: document }),
    async clientInformation(context) {
      if (spec.clientId !== undefined && document === undefined) {
        const issuer = await issuerOf(store, spec.clientId, context?.issuer);
        return {
          client_id: spec.clientId,
          ...(spec.clientSecret === undefined ? {} : { client_secret: spec.clientSecret }),
          ...(issuer === undefined ? {} : { issuer }),
        };
      }
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
    async saveDiscoveryState(now) {
      // Before anybody is sent to a browser, so that all of it is one question.
      await origins.check(endpointsOf(now));
      discovered = now;
    },
    discoveryState: () => discovered,
    async invalidateCredentials(scope) {
      if (scope === 'all' || scope === 'discovery') discovered = undefined;
      if (scope === 'all' || scope === 'client') await store.put({ client: undefined });
      if (scope === 'all' || scope === 'tokens') await store.put({ tokens: undefined });
    },
  };
}

/** Where the login would go on. */
function endpointsOf({ authorizationServerMetadata: metadata }: OAuthDiscoveryState): string[] {
  const { authorization_endpoint: page, token_endpoint: token, registration_endpoint: register } = metadata ?? {};
  return [page, token, register].filter((one) => typeof one === 'string');
}

const signing = ({ clientId, privateKeyFile }: OAuthSpec) =>
  clientId === undefined || privateKeyFile === undefined
    ? {}
    : { addClientAuthentication: keyAuthentication(clientId, privateKeyFile) };

function prepareTokenRequest(scope: string | undefined): URLSearchParams {
  return new URLSearchParams({ grant_type: 'client_credentials', ...(scope ? { scope } : {}) });
}

/** A client id that is an address stands for the document there, which says who the client is. */
const documentOf = ({ clientId, clientSecret }: OAuthSpec): string | undefined =>
  clientSecret === undefined && clientId?.startsWith('https://') ? clientId : undefined;

/** The login server that a client of the config belongs to: the first that it is used at, whatever the MCP server names later. */
async function issuerOf(store: LoginStore, client: string, issuer: string | undefined): Promise<string | undefined> {
  const { bound } = store.get();
  if (bound?.client === client) return bound.issuer;
  if (issuer !== undefined) await store.put({ bound: { client, issuer } });
  return issuer;
}

const union = (a: string, b: string): string =>
  [...new Set([...a.split(' '), ...b.split(' ')])].filter((one) => one !== '').join(' ');
