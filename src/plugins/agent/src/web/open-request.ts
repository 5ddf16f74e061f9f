import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { classOf } from './address-class.ts';

export interface OpenRequest {
  url: URL;
  method?: string;
  headers: Record<string, string>;
  body?: string | undefined;
  /** Checked: no other is connected to. */
  addresses: readonly { address: string; family: number }[];
  allowPrivate: boolean;
}

/**
 * One request over a connection of its own to one of the addresses that were checked, whatever the name leads to by then;
 * redirects are answers. `onConnect`: name, TCP and TLS are done. Rejects where no answer begins.
 */
export function openRequest(
  { url, method = 'GET', headers, body, addresses, allowPrivate }: OpenRequest,
  signal: AbortSignal,
  onConnect: () => void,
): Promise<http.IncomingMessage> {
  const lookup: LookupFunction = (_host, { all }, done) => {
    const [first] = addresses;
    if (all) done(null, [...addresses]);
    else done(first ? null : new Error('no address'), first?.address ?? '', first?.family);
  };
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http;
    const outgoing = request(url, { method, headers, agent: false, lookup, signal });
    // More than one may come, and one that nobody hears ends the process.
    outgoing.on('error', reject);
    // One that the server would go on with in another protocol ends without a word, and no signal is heard any more.
    outgoing.once('close', () => reject(Object.assign(new Error('no answer'), { code: 'ECONNRESET' })));
    outgoing.once('response', resolve);
    outgoing.once('socket', (socket) => {
      socket.once('connect', () => {
        const found = classOf(socket.remoteAddress ?? '');
        if (found === 'never' || (found === 'private' && !allowPrivate))
          outgoing.destroy(new Error(`${url.host} is a private address`));
      });
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', onConnect);
    });
    outgoing.end(body);
  });
}
