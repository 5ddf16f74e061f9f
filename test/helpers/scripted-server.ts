import { readFileSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** An answer, or a way of not giving one. `body` objects are sent as JSON. */
export type Reply =
  | { status?: number; headers?: Record<string, string>; body?: string | object }
  | StreamReply
  | {
      /**
       * silent: accepts and never answers; close: hangs up; reset: hangs up with RST; half: stops in the middle of the
       * body; headers-only: sends headers and nothing more; trickle: a byte every 50 ms for ever; not-http: another protocol.
       */
      fault: 'silent' | 'close' | 'reset' | 'half' | 'headers-only' | 'trickle' | 'not-http';
    };

/** An event stream: texts are written as they are, objects as `data:` events, numbers are pauses in ms. */
interface StreamReply {
  stream: (string | object | number)[];
  /** How it ends: properly (default), hanging up in the middle, the same with RST, or not at all. */
  end?: 'end' | 'close' | 'reset' | 'hang';
  headers?: Record<string, string>;
}

interface SeenRequest {
  method: string;
  path: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

export interface ScriptedServer {
  url: string;
  baseUrl: string;
  port: number;
  /** Every request so far, in order. */
  seen: SeenRequest[];
  /** Connections that are open now. */
  open(): number;
}

/** Replies by `METHOD /path` (without query), or `*` for all others; without `*` unknown routes are 404. */
export type Routes = Record<string, Reply | ((request: SeenRequest) => Reply)>;

/** A server on a free loopback port that plays a script. It is ended after the current test. */
export async function scriptedServer(routes: Routes, options: { tls?: boolean } = {}): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const onRequest = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers,
      body: await textOf(incoming),
    };
    seen.push(request);
    const route = routes[`${request.method} ${request.path.replace(/\?.*/, '')}`] ?? routes['*'] ?? NOT_FOUND;
    play(typeof route === 'function' ? route(request) : route, outgoing);
  };
  const server = options.tls ? https.createServer(selfSigned(), onRequest) : http.createServer(onRequest);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const url = `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  return { url, baseUrl: `${url}/v1`, port, seen, open: () => sockets.size };
}

/** What llama-server says to an unknown route. */
const NOT_FOUND: Reply = {
  status: 404,
  body: { error: { message: 'File Not Found', type: 'not_found_error', code: 404 } },
};

function play(reply: Reply, outgoing: ServerResponse): void {
  const socket = outgoing.socket;
  if ('stream' in reply) return void playStream(reply, outgoing);
  if (!('fault' in reply)) {
    const { status = 200, headers = {}, body = '' } = reply;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const type = typeof body === 'string' ? 'text/plain' : 'application/json';
    outgoing.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text), ...headers });
    outgoing.end(text);
    return;
  }
  if (reply.fault === 'close') socket?.end();
  else if (reply.fault === 'reset') socket?.resetAndDestroy();
  else if (reply.fault === 'not-http') socket?.end('SSH-2.0-OpenSSH_9.9\r\n');
  else if (reply.fault === 'half') {
    outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
    outgoing.write('{"data":[', () => socket?.end());
  } else if (reply.fault === 'headers-only') {
    outgoing.writeHead(200, { 'content-type': 'application/json' });
    outgoing.flushHeaders();
  } else if (reply.fault === 'trickle') {
    outgoing.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => outgoing.write(' '), 50);
    outgoing.once('close', () => clearInterval(timer));
  }
}

async function playStream({ stream, end = 'end', headers }: StreamReply, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
  outgoing.flushHeaders();
  for (const step of stream) {
    if (typeof step === 'number') await pause(step);
    else {
      const text = typeof step === 'string' ? step : `data: ${JSON.stringify(step)}\n\n`;
      await new Promise<void>((resolve) => outgoing.write(text, () => resolve()));
    }
  }
  if (end === 'end') outgoing.end();
  if (end === 'close') outgoing.socket?.end();
  if (end === 'reset') outgoing.socket?.resetAndDestroy();
}

/** Over only when what was written before has been looked at on the other side too, which may be in this process. */
async function pause(ms: number): Promise<void> {
  await sleep(ms);
  for (let turns = 0; turns < 3; turns += 1) await turn();
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** A certificate that nobody trusts, made for these tests. */
const selfSigned = () => ({
  key: readFileSync(new URL('../fixtures/tls/self-signed.key', import.meta.url)),
  cert: readFileSync(new URL('../fixtures/tls/self-signed.crt', import.meta.url)),
});
