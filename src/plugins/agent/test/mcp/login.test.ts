import { generateKeyPairSync } from 'node:crypto';
import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { OAuthSpec } from '../../src/mcp/config.ts';
import { openLogin } from '../../src/mcp/oauth/login.ts';
import { loginProvider } from '../../src/mcp/oauth/provider.ts';
import { loginStore } from '../../src/mcp/oauth/store.ts';
import { mcpWorld } from './world.ts';

const SPEC: OAuthSpec = {
  flow: 'browser',
  clientId: undefined,
  clientSecret: undefined,
  privateKeyFile: undefined,
  clientName: 'hermes',
  scope: undefined,
  redirectPort: 0,
  timeoutMs: 5_000,
};
const URL_ = 'https://mcp.example/mcp';
const ANYWHERE = { check: async () => undefined };

async function world() {
  const { host, home } = mcpWorld();
  const shown: URL[] = [];
  const login = await openLogin(host, 'far', URL_, SPEC, ANYWHERE, (address) => void shown.push(address));
  onTestFinished(() => login.close());
  const redirect = new URL(String(login.provider.redirectUrl));
  /** The provider sends the user away, as the SDK would make it. */
  const leave = async () => {
    const address = new URL('https://login.example/authorize');
    address.searchParams.set('state', (await login.provider.state?.()) ?? '');
    await login.provider.redirectToAuthorization(address);
    return address.searchParams.get('state') ?? '';
  };
  const visit = (query: string, headers: Record<string, string> = {}, method = 'GET') =>
    ask(`${redirect.pathname}?${query}`, headers, method);
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<number>((resolve, reject) => {
      request({ host: '127.0.0.1', port: redirect.port, path, method, headers }, ({ statusCode }) =>
        resolve(statusCode ?? 0),
      )
        .on('error', reject)
        .end();
    });
  return { host, home, login, redirect, leave, visit, ask, shown };
}

test('the browser comes back to 127.0.0.1 with the state that it was sent with', async () => {
  const { login, redirect, leave, visit, shown } = await world();
  expect(redirect.hostname).toBe('127.0.0.1');
  const state = await leave();
  expect(shown).toHaveLength(1);
  const answered = login.answered();
  expect(await visit(`code=abc&state=${state}`)).toBe(200);
  expect((await answered).get('code')).toBe('abc');
  expect(await visit(`code=again&state=${state}`)).toBe(400);
});

test('another state, another page, another name for this machine and another method are no answer', async () => {
  const { login, leave, visit } = await world();
  expect(await visit('code=abc&state=')).toBe(400);
  const state = await leave();
  expect(await visit('code=abc&state=other')).toBe(400);
  expect(await visit('code=abc')).toBe(400);
  expect(await visit(`code=abc&state=${state}`, { host: 'evil.example' })).toBe(400);
  expect(await visit(`code=abc&state=${state}`, {}, 'POST')).toBe(400);
  const refused = expect(login.answered()).rejects.toThrow('the login was refused');
  expect(await visit(`error=access_denied&error_description=%1b%5b2J&state=${state}`)).toBe(200);
  await refused;
});

test.each(['//', '///', '//[', '/\\'])('a request for %j, which is no address, ends nothing', async (path) => {
  const { leave, visit, ask } = await world();
  const state = await leave();
  expect(await ask(path)).toBe(400);
  expect(await visit(`code=abc&state=${state}`)).toBe(200);
});

test('a kept login that is damaged takes no login away', async () => {
  const { host } = mcpWorld();
  await (await loginStore(host, 'far', URL_)).put({ redirect: 'no address' });
  const login = await openLogin(host, 'far', URL_, SPEC, ANYWHERE, () => undefined);
  onTestFinished(() => login.close());
  expect(String(login.provider.redirectUrl)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
});

test('of a kept login whose parts have another form the good parts are kept', async () => {
  const { host } = mcpWorld();
  const damaged = { origins: 'x', client: [], bound: { client: 'c' }, redirect: 7, tokens: { access_token: 't' } };
  await (await loginStore(host, 'far', URL_)).put(damaged as never);
  expect((await loginStore(host, 'far', URL_)).get()).toEqual({ server: 'far', tokens: { access_token: 't' } });
});

test('an address that is no web page is not shown', async () => {
  const { login, shown } = await world();
  await login.provider.state?.();
  await expect(login.provider.redirectToAuthorization(new URL('file:///etc/passwd'))).rejects.toThrow('no web page');
  expect(shown).toEqual([]);
});

test('the secret of a client of the config goes to no other login server than at first', async () => {
  const { host } = mcpWorld();
  const given = { ...SPEC, clientId: 'me', clientSecret: 'mine' };
  const now = async (issuer: string, spec = given) =>
    (await loginProvider(host, 'far', URL_, spec, ANYWHERE)).clientInformation({ issuer });
  expect(await now('https://login.example')).toEqual({
    client_id: 'me',
    client_secret: 'mine',
    issuer: 'https://login.example',
  });
  // The SDK leaves out a client of another login server.
  expect(await now('https://evil.example')).toMatchObject({ issuer: 'https://login.example' });
  expect(await now('https://new.example', { ...given, clientId: 'other' })).toMatchObject({
    issuer: 'https://new.example',
  });
});

test('the code that comes back is taken to the login server that the user was sent to', async () => {
  const { login } = await world();
  expect(await login.provider.discoveryState?.()).toBeUndefined();
  await login.provider.saveDiscoveryState?.({ authorizationServerUrl: 'https://login.example' });
  expect(await login.provider.discoveryState?.()).toMatchObject({ authorizationServerUrl: 'https://login.example' });
  await login.provider.invalidateCredentials?.('discovery');
  expect(await login.provider.discoveryState?.()).toBeUndefined();
});

test('tokens are kept for their owner, for this address alone, and rights that were missing are asked for next time', async () => {
  const { host, home, login } = await world();
  await login.provider.saveTokens({ access_token: 'secret-token', token_type: 'Bearer' });
  const files = globSync('ops/agent/mcp-logins/*', { cwd: home }).map((file) => join(home, file));
  expect(files).toHaveLength(1);
  for (const file of files) expect(statSync(file).mode & 0o077).toBe(0);
  expect(readFileSync(files[0] ?? '', 'utf8')).toContain('secret-token');
  const session = await loginProvider(host, 'far', URL_, SPEC, ANYWHERE);
  expect(await session.tokens()).toMatchObject({ access_token: 'secret-token' });
  expect(
    await (await loginProvider(host, 'far', 'https://other.example/mcp', SPEC, ANYWHERE)).tokens(),
  ).toBeUndefined();
  await session.redirectToAuthorization(new URL('https://login.example/?scope=read+write'));
  const opened: URL[] = [];
  const again = await loginProvider(host, 'far', URL_, SPEC, ANYWHERE, {
    redirectUrl: 'http://127.0.0.1:1/callback',
    open: (url) => void opened.push(url),
  });
  expect(await again.tokens()).toBeUndefined();
  await again.redirectToAuthorization(new URL('https://login.example/?scope=admin'));
  expect(opened[0]?.searchParams.get('scope')?.split(' ').toSorted()).toEqual(['admin', 'read', 'write']);
});

test('a client that has a key signs who it is, for the login server that asks, and shows the key to nobody', async () => {
  const { host, home } = mcpWorld();
  const file = join(home, 'key.pem');
  const given = { ...SPEC, flow: 'client_credentials' as const, clientId: 'me', privateKeyFile: file };
  const prove = async () => {
    const provider = await loginProvider(host, 'far', URL_, given, ANYWHERE);
    const [headers, params] = [new Headers(), new URLSearchParams()];
    const metadata = { issuer: 'https://login.example' } as never;
    await provider.addClientAuthentication?.(headers, params, 'https://login.example/token', metadata);
    expect([...headers]).toEqual([]);
    const parts = params.get('client_assertion')?.split('.') ?? [];
    return parts.slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
  };
  await expect(prove()).rejects.toThrow('cannot be read (ENOENT)');
  const kinds = [
    ['RS256', generateKeyPairSync('rsa', { modulusLength: 2_048 })],
    ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['ES384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
  ] as const;
  for (const [alg, { privateKey }] of kinds) {
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const [header, claims] = await prove();
    expect(header.alg).toBe(alg);
    expect(claims).toMatchObject({ iss: 'me', sub: 'me', aud: 'https://login.example' });
    expect(claims.exp - claims.iat).toBeLessThanOrEqual(300);
  }
  const locked = kinds[1][1].privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'x',
  });
  for (const content of ['very-secret', locked]) {
    writeFileSync(file, content);
    await expect(prove()).rejects.toThrow(/^oauth\.private_key_file \S+key\.pem holds no private key in PEM/);
  }
  writeFileSync(file, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await expect(prove()).rejects.toThrow('neither RSA nor of one of the curves');
});
