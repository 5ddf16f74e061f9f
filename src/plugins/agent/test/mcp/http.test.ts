import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { guardedFetch } from '../../src/mcp/http.ts';
import { loginStore } from '../../src/mcp/oauth/store.ts';
import { mcpWorld } from './world.ts';

async function server(listener: RequestListener): Promise<{ origin: string; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  const made = createServer((request, response) => {
    seen.push(request);
    listener(request, response);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => made.once('listening', resolve));
  onTestFinished(() => {
    made.closeAllConnections();
    made.close();
  });
  return { origin: `http://127.0.0.1:${(made.address() as AddressInfo).port}`, seen };
}

/** A server of the current protocol whose one tool does what `call` says. */
const speaks = (call: (response: ServerResponse, id: unknown) => void): RequestListener => {
  return async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const { id, method } = JSON.parse(body);
    const answer = (result: unknown) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    if (method === 'initialize')
      return void answer({
        protocolVersion: '2025-06-18',
        capabilities: { tools: {} },
        serverInfo: { name: 'x', version: '1' },
      });
    if (method === 'tools/list') return void answer({ tools: [{ name: 'do', inputSchema: { type: 'object' } }] });
    if (method === 'tools/call') return call(response, id);
    return void response.writeHead(202).end();
  };
};

test('attack 46: headers go to the declared address alone, and no redirect leads away from it', async () => {
  const world = mcpWorld();
  const thief = await server((_request, response) => response.writeHead(200).end());
  const { origin, seen } = await server((_request, response) => {
    response.writeHead(307, { location: `${thief.origin}/steal` }).end();
  });
  const room = await world.open(
    { far: { url: `${origin}/mcp`, headers: { 'X-Key': 'secret' }, connect_timeout: 5 } },
    'once',
  );
  expect(room.notices).toMatchObject([{ code: 'agent.mcp-failed' }]);
  expect(seen[0]?.headers['x-key']).toBe('secret');
  expect(thief.seen).toEqual([]);
});

test('attack 46: the older protocol does not send elsewhere than to the declared address', async () => {
  const world = mcpWorld();
  const thief = await server((_request, response) => response.writeHead(202).end());
  const { origin } = await server((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`event: endpoint\ndata: ${thief.origin}/messages\n\n`);
  });
  const room = await world.open({ far: { url: `${origin}/sse`, transport: 'sse', connect_timeout: 3 } }, 'once');
  expect(room.notices).toMatchObject([{ code: 'agent.mcp-failed' }]);
  expect(thief.seen).toEqual([]);
});

test('requests of a login to another address go without the headers, others do not go at all', async () => {
  const seen: [string, Headers][] = [];
  const base = async (url: string | URL | Request, init?: RequestInit) => {
    seen.push([String(url), new Headers(init?.headers)]);
    return new Response('');
  };
  const own = guardedFetch(
    { origin: 'https://a.example', secret: { 'X-Key': 'secret' }, others: base },
    () => undefined,
    base as typeof fetch,
  );
  await own('https://a.example/mcp', { headers: { 'x-key': 'of the SDK' } });
  await own('https://login.example/token');
  expect(seen[0]?.[1].get('x-key')).toBe('of the SDK');
  expect(seen[1]?.[1].get('x-key')).toBeNull();
  await expect(
    guardedFetch(
      { origin: 'https://a.example', secret: {}, others: undefined },
      () => undefined,
      base as typeof fetch,
    )('https://b.example/'),
  ).rejects.toThrow('b.example');
});

test.each([
  ['application/json', '{"jsonrpc":"2.0","result":"'],
  ['text/event-stream', 'data: '],
])('an answer without end over HTTP (%s) is cut off, and the next call works', async (type, start) => {
  const world = mcpWorld();
  let endless = true;
  const { origin } = await server(
    speaks((response, id) => {
      if (!endless) {
        const result = { content: [{ type: 'text', text: 'fine' }] };
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ jsonrpc: '2.0', id, result }));
        return;
      }
      response.writeHead(200, { 'content-type': type });
      response.write(start);
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(1_000_000)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    }),
  );
  const room = await world.open({ far: { url: origin, timeout: 8 } }, 'once');
  expect(await world.call(room, 'mcp_far_do')).toMatchObject({ status: 'error' });
  endless = false;
  expect(await world.call(room, 'mcp_far_do')).toMatchObject({ status: 'ok', text: expect.stringContaining('fine') });
});

test('a stream of events may be longer than one answer, also where the lines that part them come in two pieces', async () => {
  const line = new TextEncoder().encode(`data: ${'x'.repeat(1_000_000)}\n`);
  const empty = new TextEncoder().encode('\n');
  const pieces = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? line : empty));
  const base = async () =>
    new Response(ReadableStream.from(pieces), { headers: { 'content-type': 'text/event-stream' } });
  let cut = false;
  const own = guardedFetch(
    { origin: 'https://a.example', secret: {}, others: undefined },
    () => {
      cut = true;
    },
    base as typeof fetch,
  );
  const body = await (await own('https://a.example/')).arrayBuffer();
  expect(body.byteLength).toBe(20 * (line.length + 1));
  expect(cut).toBe(false);
});

test('a server that wants a login is left out of a session, and it is said how to log in', async () => {
  const world = mcpWorld();
  const { origin } = await server((_request, response) => response.writeHead(401).end());
  const room = await world.open({ far: { url: origin, auth: 'oauth' } }, 'once');
  expect(room.notices).toMatchObject([{ text: expect.stringContaining('login'), try: ['hermes mcp approve far'] }]);
  expect(room.servers()).toMatchObject([{ state: 'needs-login' }]);
});

test('a login that is over in the middle of a session is said with how to log in, and one that came meanwhile is used', async () => {
  const world = mcpWorld();
  let valid = 'first';
  const answers = speaks(saysFine);
  const { origin } = await server((request, response) => {
    if (request.url !== '/mcp') return void response.writeHead(404).end();
    return request.headers.authorization === `Bearer ${valid}`
      ? answers(request, response)
      : response.writeHead(401).end();
  });
  const logIn = async (token: string) =>
    (await loginStore(world.host, 'far', `${origin}/mcp`)).put({
      tokens: { access_token: token, token_type: 'Bearer' },
      client: { client_id: 'me' },
      redirect: 'http://127.0.0.1/callback',
    });
  await logIn('first');
  const room = await world.open({ far: { url: `${origin}/mcp`, auth: 'oauth' } }, 'once');
  expect(await world.call(room, 'mcp_far_do')).toMatchObject({ status: 'ok' });
  valid = 'second';
  for (const _again of [1, 2]) {
    const { text } = await world.call(room, 'mcp_far_do');
    expect(text).toContain('it wants a login');
    expect(text).toContain('hermes mcp approve far');
    expect(room.servers()).toMatchObject([{ state: 'needs-login' }]);
  }
  await logIn('second');
  expect(await world.call(room, 'mcp_far_do')).toMatchObject({ status: 'ok' });
  expect(room.servers()).toMatchObject([{ state: 'ready' }]);
});

test('a server that refuses the key of the headers is left out, and the key is not shown', async () => {
  const world = mcpWorld({ secrets: ['wrong-secret'] });
  const { origin } = await server((request, response) => {
    response.writeHead(401).end(`no: ${request.headers['x-key']}`);
  });
  const room = await world.open({ far: { url: origin, headers: { 'X-Key': 'wrong-secret' } } }, 'once');
  expect(room.notices).toMatchObject([{ text: expect.stringContaining('HTTP 401') }]);
  expect(JSON.stringify([room.notices, room.lines()])).not.toContain('wrong-secret');
});

test('a server that has forgotten the session is spoken to anew, and hears when the session is over', async () => {
  const world = mcpWorld();
  let sessions = 0;
  const answers = speaks((response, id) => {
    const result = { content: [{ type: 'text', text: `in session ${sessions}` }] };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, result }));
  });
  const { origin, seen } = await server((request, response) => {
    const given = request.headers['mcp-session-id'];
    if (given === undefined && request.method === 'POST') {
      sessions += 1;
      response.setHeader('mcp-session-id', `s${sessions}`);
    } else if (given !== `s${sessions}`) return void response.writeHead(404).end();
    return answers(request, response);
  });
  const room = await world.open({ far: { url: origin } }, 'once');
  expect((await world.call(room, 'mcp_far_do')).text).toContain('in session 1');
  sessions = 7;
  expect(await world.call(room, 'mcp_far_do')).toMatchObject({
    status: 'ok',
    text: expect.stringContaining('in session 8'),
  });
  await room.close();
  expect(seen.some(({ method, headers }) => method === 'DELETE' && headers['mcp-session-id'] === 's8')).toBe(true);
});

const saysFine = (response: ServerResponse, id: unknown): void => {
  const result = { content: [{ type: 'text', text: 'fine' }] };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, result }));
};

test.each([
  ['ends', '', (response: ServerResponse) => response.end()],
  ['is torn', 'data: {"jsonrpc":"2.0"', (response: ServerResponse) => response.destroy()],
  ['has an id and cannot be gone on with', 'id: 1\ndata: \n\n', (response: ServerResponse) => response.end()],
])('a call whose stream of events %s before the answer fails at once', async (_what, start, stop) => {
  const world = mcpWorld();
  let calls = 0;
  const { origin } = await server(
    speaks((response, id) => {
      calls += 1;
      if (calls > 1) return saysFine(response, id);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`: begun\n\n${start}`, () => stop(response));
    }),
  );
  const room = await world.open({ far: { url: origin, timeout: 600 } }, 'once');
  expect(await world.call(room, 'mcp_far_do')).toMatchObject({
    status: 'error',
    text: expect.stringContaining('broke off before the answer came; whether the tool did something is not known'),
  });
  expect(await world.call(room, 'mcp_far_do')).toMatchObject({ status: 'ok' });
});

test.each([
  ['wants a key', 401, '', 'HTTP 401: it wants a key in `headers`, or a login (`auth: oauth`)'],
  [
    'wants a key, and says so',
    401,
    'no',
    'HTTP 401: it wants a key in `headers`, or a login (`auth: oauth`); it says: no',
  ],
  ['knows nothing there', 404, 'nope', 'HTTP 404: nope'],
  ['says nothing', 503, '', 'HTTP 503'],
  ['is a page', 200, '<h1>Hi</h1>', 'what it answers is no MCP but text/html'],
])('what is wrong at an address that %s is said', async (_what, status, body, words) => {
  const world = mcpWorld();
  const { origin } = await server((_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end(body);
  });
  const room = await world.open({ far: { url: origin } }, 'once');
  expect(room.notices[0]?.text).toBe(`the MCP server far is left out: ${words}`);
});

test('an address that speaks no https is said to be that', async () => {
  const world = mcpWorld();
  const { origin } = await server((_request, response) => response.writeHead(200).end());
  const room = await world.open({ far: { url: origin.replace('http:', 'https:') } }, 'once');
  expect(room.notices[0]?.text).toContain('it does not speak https there');
});

test('by the older protocol a stream that broke ends the calls that wait, and the next one begins a session', async () => {
  const world = mcpWorld();
  let stream: ServerResponse | undefined;
  let streams = 0;
  const methods: string[] = [];
  const { origin } = await server(async (request, response) => {
    if (request.method === 'GET') {
      streams += 1;
      stream = response.writeHead(200, { 'content-type': 'text/event-stream' });
      return void stream.write(`event: endpoint\ndata: /messages?of=${streams}\n\n`);
    }
    let body = '';
    for await (const chunk of request) body += String(chunk);
    response.writeHead(202).end();
    const { id, method } = JSON.parse(body);
    methods.push(`${request.url} ${method}`);
    const results: Record<string, object> = {
      initialize: {
        protocolVersion: '2024-11-05',
        capabilities: { tools: {} },
        serverInfo: { name: 'x', version: '1' },
      },
      'tools/list': { tools: [{ name: 'do', inputSchema: { type: 'object' } }] },
      'tools/call': { content: [{ type: 'text', text: 'fine' }] },
    };
    if (method === 'tools/call' && streams === 1) return void stream?.destroy();
    if (id !== undefined) stream?.write(`data: ${JSON.stringify({ jsonrpc: '2.0', id, result: results[method] })}\n\n`);
  });
  const room = await world.open({ far: { url: origin, transport: 'sse', timeout: 600 } }, 'once');
  expect(await world.call(room, 'mcp_far_do')).toMatchObject({
    status: 'error',
    text: expect.stringContaining('broke off before the answer came'),
  });
  expect(room.servers()).toMatchObject([{ state: 'ended' }]);
  expect(await world.call(room, 'mcp_far_do')).toMatchObject({ status: 'ok' });
  expect(methods.slice(-4).map((line) => line.replace('/messages?of=2 ', ''))).toEqual([
    'initialize',
    'notifications/initialized',
    'tools/list',
    'tools/call',
  ]);
});

test('a server that says 400 to a session that it has forgotten is spoken to anew; any other 400 is told', async () => {
  const world = mcpWorld();
  let current = 's1';
  let refusal: string | undefined;
  const answers = speaks(saysFine);
  const { origin, seen } = await server((request, response) => {
    const given = request.headers['mcp-session-id'];
    const no = given !== undefined && given !== current ? 'Bad Request: No valid session ID provided' : refusal;
    if (no !== undefined) return void response.writeHead(400).end(JSON.stringify({ error: { message: no } }));
    response.setHeader('mcp-session-id', current);
    return answers(request, response);
  });
  const room = await world.open({ far: { url: origin } }, 'once');
  current = 's2';
  expect(await world.call(room, 'mcp_far_do')).toMatchObject({ status: 'ok' });
  refusal = 'the word is too long';
  const before = seen.length;
  expect(await world.call(room, 'mcp_far_do')).toMatchObject({
    status: 'error',
    text: expect.stringMatching(/HTTP 400: .*the word is too long/),
  });
  expect(seen).toHaveLength(before + 1);
});

test('a call says what is wrong at a server, and once it is there again nothing of that is told any more', async () => {
  const world = mcpWorld();
  let refuses: ((inSession: boolean) => number) | undefined;
  const answers = speaks(saysFine);
  const { origin } = await server((request, response) => {
    const status = refuses?.(request.headers['mcp-session-id'] !== undefined);
    if (status !== undefined) return void response.writeHead(status).end('back at noon');
    response.setHeader('mcp-session-id', 's');
    return answers(request, response);
  });
  const room = await world.open({ far: { url: origin } }, 'once');
  const told = async () => (await world.call(room, 'mcp_far_do')).text;
  refuses = () => 401;
  expect(await told()).toContain('HTTP 401');
  // It has lost the session, and cannot begin another one.
  refuses = (inSession) => (inSession ? 404 : 503);
  expect(await told()).toContain('HTTP 503');
  expect(room.lines().join()).toContain('failed: HTTP 503');
  refuses = undefined;
  expect(await told()).toContain('fine');
  expect(room.lines().join()).not.toContain('503');
});

/** An answer whose only part is structured, cut in two in the middle of its digits. */
const DIGITS = '{"id":12345678901234567890,"name":"é","rows":[{"at":-9007199254740993}]}';
const cut = (response: ServerResponse, type: string, before: string, text: string): void => {
  response.writeHead(200, { 'content-type': type }).write(before + text.slice(0, text.indexOf('890')));
  response.end(text.slice(text.indexOf('890')));
};

test.each([
  ['one message', 'application/json; charset=utf-8', '', ''],
  ['events', 'text/event-stream', ': begun\r\n\r\nevent: message\r\ndata: ', '\r\n\r\n'],
  ['an event without a space', 'text/event-stream', 'data:', '\n\n'],
])('a structured answer alone keeps the digits that it was sent with: %s', async (_what, type, before, after) => {
  const world = mcpWorld();
  const { origin } = await server(
    speaks((response, id) => {
      const message = `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":[],"structuredContent":${DIGITS}}}`;
      cut(response, type, before, message + after);
    }),
  );
  const room = await world.open({ far: { url: `${origin}/mcp`, protocol: 'legacy' } }, 'once');
  expect(await world.call(room, 'mcp_far_do')).toMatchObject({ status: 'ok', text: expect.stringContaining(DIGITS) });
});

test('the older protocol with events keeps the digits of a structured answer, too', async () => {
  const world = mcpWorld();
  let events: ServerResponse | undefined;
  const { origin } = await server(async (request, response) => {
    if (request.method === 'GET') {
      events = response.writeHead(200, { 'content-type': 'text/event-stream' });
      return void response.write('event: endpoint\ndata: /messages\n\n');
    }
    let body = '';
    for await (const chunk of request) body += String(chunk);
    response.writeHead(202).end();
    const { id, method } = JSON.parse(body);
    const results: Record<string, string> = {
      initialize:
        '{"protocolVersion":"2024-11-05","capabilities":{"tools":{}},"serverInfo":{"name":"x","version":"1"}}',
      'tools/list': '{"tools":[{"name":"do","inputSchema":{"type":"object"}}]}',
      'tools/call': `{"content":[],"structuredContent":${DIGITS}}`,
    };
    const result = results[method];
    if (result) events?.write(`event: message\ndata: {"jsonrpc":"2.0","id":${id},"result":${result}}\n\n`);
  });
  const room = await world.open({ far: { url: `${origin}/sse`, transport: 'sse' } }, 'once');
  expect(await world.call(room, 'mcp_far_do')).toMatchObject({ status: 'ok', text: expect.stringContaining(DIGITS) });
});
