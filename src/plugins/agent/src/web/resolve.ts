import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { classOf } from './address-class.ts';
import { hostOf } from './url.ts';

/** All addresses of a name, as the system's resolver has them. Rejects where there is none. */
export type Resolve = (host: string) => Promise<{ address: string; family: number }[]>;

export const systemResolve: Resolve = (host) => lookup(host, { all: true, verbatim: true });

export type Resolved = { ok: true; addresses: { address: string; family: number }[] } | { ok: false; why: string };

/**
 * The addresses that a connection to a URL's host may use. Every one of them has to be allowed: a name that has a private
 * address beside a public one is refused as a whole.
 */
export async function allowedAddresses(url: URL, resolve: Resolve, allowPrivate: boolean): Promise<Resolved> {
  const host = hostOf(url);
  const no = (why: string): Resolved => ({ ok: false, why });
  if (host === '') return no('the URL names no host');
  if (!allowPrivate && /(?:^|\.)localhost$/.test(host)) return no(`${host} is this machine. ${PRIVATE}`);
  const addresses = isIP(host) === 0 ? await resolve(host).catch(() => []) : [{ address: host, family: isIP(host) }];
  if (addresses.length === 0) return no(`${host} has no address: the name may be wrong, or there is no network`);
  for (const { address } of addresses) {
    const shown = address === host ? host : `${host} (${address})`;
    const found = classOf(address);
    if (found === 'never')
      return no(`${shown} is an address where a network or a cloud answers for itself: never opened`);
    if (found === 'private' && !allowPrivate) return no(`${shown} is a private address. ${PRIVATE}`);
  }
  return { ok: true, addresses };
}

const PRIVATE = 'Private addresses are not opened (security.allow_private_urls is false)';
