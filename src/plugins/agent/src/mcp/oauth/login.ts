import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Host } from '@hermes-ops/contract';
import type { OAuthClientProvider } from '@modelcontextprotocol/client';
import type { OAuthSpec } from '../config.ts';
import type { LoginOrigins } from './origins.ts';
import { loginProvider } from './provider.ts';
import { loginStore } from './store.ts';

/** A login that somebody does in a browser, which comes back to this machine. */
export interface Login {
  provider: OAuthClientProvider;
  /** What the browser brought back for the address that was shown last. Rejects when the time is over or it was refused. */
  answered(): Promise<URLSearchParams>;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 for as long as it is open; the port of an earlier login where that is free, because the login page
 * may know no other. `show` gets the address that the user has to open: nothing is started from it.
 */
export async function openLogin(
  host: Host,
  server: string,
  url: string,
  spec: OAuthSpec,
  origins: Pick<LoginOrigins, 'check'>,
  show: (address: URL) => void | Promise<void>,
): Promise<Login> {
  const earlier = (await loginStore(host, server, url)).get().redirect;
  let wanted: { state: string; answer: PromiseWithResolvers<URLSearchParams> } | undefined;
  const receive = (request: IncomingMessage, response: ServerResponse): void => {
    const say = (code: number, text: string) =>
      response.writeHead(code, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }).end(text);
    const own = `127.0.0.1:${(listener.address() as AddressInfo).port}`;
    // Null for what is no address, such as `//`.
    const target = URL.parse(request.url ?? '/', `http://${own}`);
    // Another page of the browser, or a name that was made to point here, is no answer.
    const known = request.method === 'GET' && request.headers.host === own && target?.pathname === '/callback';
    if (!known || !wanted || target.searchParams.get('state') !== wanted.state)
      return void say(400, 'Not expected here.');
    const { answer } = wanted;
    wanted = undefined;
    if (target.searchParams.has('code')) {
      answer.resolve(target.searchParams);
      return void say(200, 'Logged in. This page can be closed.');
    }
    answer.reject(new Error('the login was refused'));
    return void say(200, 'The login was refused. This page can be closed.');
  };
  const listener = createServer(receive);
  const ports = [spec.redirectPort, Number(URL.parse(earlier ?? '')?.port ?? 0), 0];
  await listen(listener, ports);
  const { port } = listener.address() as AddressInfo;
  let answer = Promise.withResolvers<URLSearchParams>();
  const provider = await loginProvider(host, server, url, spec, origins, {
    redirectUrl: `http://127.0.0.1:${port}/callback`,
    async open(address, state) {
      if (!/^https?:$/.test(address.protocol)) throw new Error('the login page is no web page');
      answer = Promise.withResolvers<URLSearchParams>();
      answer.promise.catch(() => undefined);
      wanted = { state, answer };
      await show(address);
    },
  });
  return {
    provider,
    answered() {
      const { promise, reject } = answer;
      const timer = setTimeout(() => reject(new Error('nobody logged in in time')), spec.timeoutMs);
      return promise.finally(() => clearTimeout(timer));
    },
    async close() {
      listener.close();
      listener.closeAllConnections();
    },
  };
}

/** On the first of these ports that is free. */
async function listen(server: ReturnType<typeof createServer>, ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    server.listen(port, '127.0.0.1');
    const free = await Promise.race([
      once(server, 'listening').then(() => true),
      once(server, 'error').then(() => false),
    ]);
    if (free) return;
  }
  throw new Error('no port is free on 127.0.0.1');
}
