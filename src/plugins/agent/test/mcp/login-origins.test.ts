import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { approve } from '../../src/mcp/approve.ts';
import { forget } from '../../src/mcp/forget.ts';
import { loginOrigins } from '../../src/mcp/oauth/origins.ts';
import { loginProvider } from '../../src/mcp/oauth/provider.ts';
import type { Resolve } from '../../src/web/resolve.ts';
import { sends, type WebServer, webServer } from '../helpers/web-server.ts';
import { standaloneHost } from './standalone-host.ts';
import { mcpWorld } from './world.ts';

const NAMES: Readonly<Record<string, string>> = {
  'mcp.example': '93.184.216.34',
  'login.example': '93.184.216.35',
  'token.example': '93.184.216.36',
  'inside.example': '10.0.0.7',
  'here.example': '127.0.0.1',
};
const resolve: Resolve = async (name) => {
  const address = NAMES[name];
  if (!address) throw new Error('no such name');
  return [{ address, family: 4 }];
};
const origins = (url: string, host = mcpWorld().host) => loginOrigins(host, 'far', url, resolve);

test.each([
  ['https://10.0.0.7/x', /10\.0\.0\.7, a private address/],
  ['https://inside.example/.well-known/oauth-authorization-server', /inside\.example, a private address/],
  ['http://127.0.0.1:1234/token', /127\.0\.0\.1:1234, a private address/],
  ['https://[::1]/', /a private address/],
  ['https://[::ffff:7f00:1]/', /a private address/],
  ['http://169.254.169.254/latest/meta-data', /a network or a cloud answers for itself/],
  ['http://login.example/token', /would go unencrypted/],
  ['https://nowhere.example/', /which has no address/],
  ['ftp://login.example/', /no web address/],
])('attack 60: a server on the internet leads its login to no %s, and nobody is asked', async (url, why) => {
  const login = await origins('https://mcp.example/mcp');
  await login.agree([new URL(url).origin]);
  await expect(login.fetch(new URL(url), undefined)).rejects.toThrow(why);
  await expect(login.check([url])).rejects.toThrow(why);
  expect(login.takeWanted()).toEqual([]);
});

test('attack 60: also from the own network no login leads to where clouds hand out keys, or unencrypted to another machine', async () => {
  const login = await origins('https://inside.example/mcp');
  for (const url of ['http://169.254.169.254/latest', 'https://[fe80::1]/', 'http://inside.example:9/token'])
    await expect(login.fetch(new URL(url), undefined)).rejects.toThrow(TypeError);
  expect(login.takeWanted()).toEqual([]);
  await expect(login.check(['https://10.1.1.1/token'])).rejects.toThrow('you have not agreed to');
  expect(login.takeWanted()).toEqual(['https://10.1.1.1']);
});

test('attack 60: a login goes to the very address that was checked, whatever the name leads to by then', async () => {
  const { host } = mcpWorld();
  const server = await webServer({ '*': (incoming, outgoing) => void incoming.pipe(outgoing) });
  const to = new URL(`http://here.example:${server.port}/token`);
  const login = await origins('http://127.0.0.1:1/mcp', host);
  await login.agree([to.origin]);
  const body = new URLSearchParams({ code: 'ü 1' });
  const answer = await login.fetch(to, { method: 'POST', body, headers: { 'x-a': 'b' } });
  expect(await answer.text()).toBe('code=%C3%BC+1');
  expect(server.seen[0]?.headers).toMatchObject({ host: `here.example:${server.port}`, 'x-a': 'b' });
});

test('a login asks once about all that its metadata leads to, and the answer is kept for this address alone', async () => {
  const { host } = mcpWorld();
  const first = await origins('https://mcp.example/mcp', host);
  const spec = { flow: 'browser', clientName: 'x', redirectPort: 0, timeoutMs: 1 } as never;
  const provider = await loginProvider(host, 'far', 'https://mcp.example/mcp', spec, first);
  const found = {
    authorizationServerUrl: 'https://login.example',
    authorizationServerMetadata: {
      issuer: 'https://login.example',
      authorization_endpoint: 'https://login.example/go',
      token_endpoint: 'https://token.example/token',
      registration_endpoint: 'https://mcp.example/register',
      response_types_supported: ['code'],
    },
  };
  await expect(provider.saveDiscoveryState?.(found)).rejects.toThrow(
    'https://login.example and https://token.example, which you have not agreed to',
  );
  expect(await provider.discoveryState?.()).toBeUndefined();
  const wanted = first.takeWanted();
  expect(wanted).toEqual(['https://login.example', 'https://token.example']);
  await first.agree(wanted);
  await provider.saveDiscoveryState?.(found);
  await (await origins('https://mcp.example/mcp', host)).check(wanted);
  await expect((await origins('https://mcp.example/other', host)).check(wanted)).rejects.toThrow('not agreed');
});

/** An MCP server that wants a token, and beside it, at an origin of its own, who hands it out. */
async function pair(): Promise<{ server: WebServer; login: WebServer }> {
  const metadata = (): object => ({
    issuer: login.url,
    authorization_endpoint: `${login.url}/go`,
    token_endpoint: `${login.url}/token`,
    response_types_supported: ['code'],
    grant_types_supported: ['client_credentials'],
  });
  const json = (made: () => object) => (incoming: IncomingMessage, outgoing: ServerResponse) =>
    sends('application/json', JSON.stringify(made()))(incoming, outgoing);
  const login: WebServer = await webServer({
    '/.well-known/oauth-authorization-server': json(metadata),
    '/token': json(() => ({ access_token: 'the-token', token_type: 'Bearer' })),
  });
  const server: WebServer = await webServer({
    '/.well-known/oauth-protected-resource/mcp': json(() => ({
      resource: `${server.url}/mcp`,
      authorization_servers: [login.url],
    })),
    async '/mcp'(incoming, outgoing) {
      let body = '';
      for await (const chunk of incoming) body += String(chunk);
      if (incoming.headers.authorization !== 'Bearer the-token') return void outgoing.writeHead(401).end();
      if (incoming.method !== 'POST') return void outgoing.writeHead(405).end();
      const { id, method } = JSON.parse(body);
      if (id === undefined) return void outgoing.writeHead(202).end();
      const results: Record<string, object> = {
        initialize: {
          protocolVersion: '2025-06-18',
          capabilities: { tools: {} },
          serverInfo: { name: 'x', version: '1' },
        },
        'tools/list': { tools: [{ name: 'do', inputSchema: { type: 'object' } }] },
      };
      outgoing
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id, result: results[method] ?? {} }));
    },
  });
  return { server, login };
}

test('nothing is sent to where a server leads the login before the user has agreed to it', async () => {
  const { server, login } = await pair();
  const world = mcpWorld();
  const oauth = { flow: 'client_credentials', client_id: 'me', client_secret: 'mine' };
  const far = { url: `${server.url}/mcp`, auth: 'oauth', oauth };
  const said: string[] = [];
  /** As a person at the terminal: yes to everything, or to all but the question about the login. */
  const approved = (agrees: boolean) => {
    said.length = 0;
    const typed = (prompt: string) => {
      if (prompt.includes('[v]iew')) return 'v';
      return agrees ||
        !said
          .slice(said.findLastIndex((line) => line.includes('MCP server')))
          .join()
          .includes('login')
        ? 'a'
        : 'd';
    };
    const host = standaloneHost(world.home, {
      config: { mcp_servers: { far } },
      typed,
      said: (line) => void said.push(line),
    });
    return approve(host, 'far', { json: false });
  };
  await expect(approved(false)).rejects.toMatchObject({
    code: 'agent.mcp-failed',
    message: expect.stringContaining(`its login leads to ${login.url}, which you have not agreed to`),
  });
  const session = await world.open({ far }, 'once');
  expect(session.notices).toMatchObject([
    {
      code: 'agent.mcp-left-out',
      text: expect.stringContaining(`its login leads to ${login.url}`),
      try: ['hermes mcp approve far'],
    },
  ]);
  expect(login.seen).toEqual([]);

  expect((await approved(true)).result.server).toMatchObject({ agreed: true, tools: [{ name: 'do' }] });
  expect(said.join('\n')).toContain(login.url);
  expect(login.seen.length).toBeGreaterThan(0);
  expect(world.offered(await world.open({ far }))).toEqual(['mcp_far_do']);

  await forget(standaloneHost(world.home, { config: { mcp_servers: { far } } }), 'far');
  const before = login.seen.length;
  expect((await world.open({ far }, 'once')).notices).toMatchObject([
    { text: expect.stringContaining('its login leads to') },
  ]);
  expect(login.seen).toHaveLength(before);
});
