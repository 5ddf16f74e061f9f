import { isIP } from 'node:net';
import type { Host } from '@hermes-ops/contract';
import { classOf, isLoopback } from '../../web/address-class.ts';
import { type Resolve, systemResolve } from '../../web/resolve.ts';
import { hostOf } from '../../web/url.ts';
import { pinnedFetch } from './pinned-fetch.ts';
import { loginStore } from './store.ts';

/**
 * Where a login may go besides the server's own origin. Who is asked is named by the server, so that each origin needs the
 * user's agreement, and none may be in the user's network when the server is not.
 */
export interface LoginOrigins {
  /** A request to another origin than the server's. Rejects with a TypeError where it may not go there: the SDK passes that on. */
  fetch(url: URL, init: RequestInit | undefined): Promise<Response>;
  /** The same for addresses that are going to be used. */
  check(urls: readonly string[]): Promise<void>;
  /** Origins that were refused since this was asked last because nobody has agreed to them. */
  takeWanted(): string[];
  agree(origins: readonly string[]): Promise<void>;
}

/** A login that cannot go on in a session: the user has to look at where it leads. */
export class LoginLeadsElsewhere extends Error {
  override name = 'LoginLeadsElsewhere';
  constructor(origins: readonly string[]) {
    super(`its login leads to ${origins.join(' and ')}, which you have not agreed to`);
  }
}

export async function loginOrigins(
  host: Host,
  server: string,
  url: string,
  resolve: Resolve = systemResolve,
): Promise<LoginOrigins> {
  const store = await loginStore(host, server, url);
  const own = new URL(url);
  let wanted: string[] = [];
  let ownIsPrivate: Promise<boolean> | undefined;

  const addressesOf = async (to: URL) => {
    const name = hostOf(to);
    return isIP(name) === 0 ? resolve(name).catch(() => []) : [{ address: name, family: isIP(name) }];
  };

  /** The addresses that may be connected to. */
  async function checked(
    to: URL,
  ): Promise<{ addresses: { address: string; family: number }[]; allowPrivate: boolean }> {
    const refused = (why: string): TypeError => new TypeError(`its login leads to ${to.origin}, ${why}`);
    if (!/^https?:$/.test(to.protocol)) throw refused('which is no web address');
    const addresses = await addressesOf(to);
    if (addresses.length === 0) throw refused('which has no address');
    const classes = addresses.map(({ address }) => classOf(address));
    if (classes.includes('never')) throw refused('where a network or a cloud answers for itself');
    ownIsPrivate ??= addressesOf(own).then((all) => all.length > 0 && all.every(({ address }) => isPrivate(address)));
    const allowPrivate = await ownIsPrivate;
    if (classes.includes('private') && !allowPrivate)
      throw refused('a private address, which a server that is not in your network has no business with');
    if (to.protocol === 'http:' && !addresses.every(({ address }) => isLoopback(address)))
      throw refused('where what proves who you are would go unencrypted');
    return { addresses, allowPrivate };
  }

  function assertAgreed(others: readonly URL[]): void {
    const agreed = store.get().origins ?? [];
    const missing = [...new Set(others.map(({ origin }) => origin))].filter((origin) => !agreed.includes(origin));
    if (missing.length === 0) return;
    wanted = missing;
    throw new TypeError(new LoginLeadsElsewhere(missing).message);
  }

  return {
    async fetch(to, init) {
      const pinned = await checked(to);
      assertAgreed([to]);
      return pinnedFetch({ url: to, ...pinned }, init);
    },
    async check(urls) {
      const others = urls.flatMap((one) => URL.parse(one) ?? []).filter(({ origin }) => origin !== own.origin);
      for (const one of others) await checked(one);
      assertAgreed(others);
    },
    takeWanted() {
      const taken = wanted;
      wanted = [];
      return taken;
    },
    agree: (origins) => store.put({ origins: [...new Set([...(store.get().origins ?? []), ...origins])] }),
  };
}

const isPrivate = (address: string): boolean => classOf(address) !== 'public';
