import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface WebServer {
  url: string;
  port: number;
  seen: IncomingMessage[];
}

type Handler = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

/** A web server on a free loopback port with a handler for each path, `*` for all others. Ended after the test. */
export async function webServer(routes: Record<string, Handler>): Promise<WebServer> {
  const seen: IncomingMessage[] = [];
  const sockets = new Set<Socket>();
  const server = http.createServer((incoming, outgoing) => {
    seen.push(incoming);
    const handler = routes[(incoming.url ?? '').replace(/\?.*/, '')] ?? routes['*'];
    if (handler) handler(incoming, outgoing);
    else outgoing.writeHead(404).end('nothing here');
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, seen };
}

/** Sends a body of a type. */
export const sends =
  (type: string, body: string | Uint8Array, headers: Record<string, string> = {}): Handler =>
  (_incoming, outgoing) =>
    void outgoing.writeHead(200, { 'content-type': type, ...headers }).end(body);

export const html = (body: string): Handler => sends('text/html; charset=utf-8', body);

export const redirects =
  (to: string, status = 302): Handler =>
  (_incoming, outgoing) =>
    void outgoing.writeHead(status, { location: to }).end();
