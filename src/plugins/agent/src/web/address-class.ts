import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** `never`: where clouds and local links answer; not opened even where private addresses may be. */
export type AddressClass = 'public' | 'private' | 'never';

/** Services of clouds that hand out keys, at addresses that their class does not give away: Azure, AWS, Alibaba, Oracle. */
const METADATA = new Set(['168.63.129.16', 'fd00:ec2::254', '100.100.100.200', '192.0.0.192']);

/**
 * What an IP address, as a resolver gives it, leads to. Public is only what is known to be: of IPv6 the global unicast
 * space, and what stands for a public IPv4 address behind the usual translators (RFC 6052, RFC 6145).
 */
export function classOf(text: string): AddressClass {
  const bare = text.replace(/%.*$/, '');
  // The library alone would take shortened forms as well.
  if (isIP(bare) === 0) return 'never';
  const address = ipaddr.parse(bare);
  const range: string = address.range();
  if (METADATA.has(address.toString()) || range === 'linkLocal') return 'never';
  if (address instanceof ipaddr.IPv4) return range === 'unicast' ? 'public' : 'private';
  const { parts } = address as { parts: number[] };
  const inner = innerIPv4(range, parts);
  if (inner) {
    const behind = classOf(inner.address);
    return behind === 'public' && !inner.routed ? 'private' : behind;
  }
  const [first = 0] = parts;
  return range === 'unicast' && first >= 0x2000 && first <= 0x3fff ? 'public' : 'private';
}

/** Whether an IP address is this machine's own. */
export const isLoopback = (text: string): boolean => isIP(text) !== 0 && ipaddr.process(text).range() === 'loopback';

/** The IPv4 address in an IPv6 one. `routed`: it is a usual way to a public address. */
function innerIPv4(range: string, parts: readonly number[]): { address: string; routed: boolean } | undefined {
  const zeros = (from: number, to: number): boolean => parts.slice(from, to).every((part) => part === 0);
  const dotted = (high = 0, low = 0): string => [high >> 8, high & 255, low >> 8, low & 255].join('.');
  const last = dotted(parts[6], parts[7]);
  if (range === 'ipv4Mapped' || range === 'rfc6145') return { address: last, routed: true };
  // 64:ff9b::/96 is the well-known prefix; 64:ff9b:1::/48 belongs to whoever runs the network (RFC 8215).
  if (range === 'rfc6052') return { address: last, routed: zeros(2, 6) };
  if (range === '6to4') return { address: dotted(parts[1], parts[2]), routed: false };
  return zeros(0, 6) && !zeros(6, 7) ? { address: last, routed: false } : undefined;
}
