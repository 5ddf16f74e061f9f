import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server that hangs up on every request for an answer, after longer than anybody should wait for it again and again. */
export async function hangsUp(): Promise<{ baseUrl: string; asked(): number }> {
  let asked = 0;
  const server = createServer((incoming, outgoing) => {
    if (incoming.method === 'GET') return void outgoing.writeHead(404).end();
    asked += 1;
    setTimeout(() => incoming.socket.destroy(), 1_100);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked: () => asked };
}
