import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { completion } from './scripted-llama.ts';

/**
 * A server that hangs up on so many requests for an answer, after longer than anybody should wait for it again and again;
 * those behind are answered.
 */
export async function hangsUp(times = Number.POSITIVE_INFINITY): Promise<{ baseUrl: string; asked(): number }> {
  let asked = 0;
  const server = createServer((incoming, outgoing) => {
    if (incoming.method === 'GET') return void outgoing.writeHead(404).end();
    asked += 1;
    if (asked > times) return void outgoing.end(JSON.stringify(completion('{}')));
    setTimeout(() => incoming.socket.destroy(), 1_100);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked: () => asked };
}
