import { isIPv4, isIPv6 } from 'node:net';

/** Whether two URLs name the same place: letter case of the host, a default port and final slashes do not matter. */
export const sameAddress = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && canonical(a) === canonical(b);

function canonical(url: string): string {
  const typed = String(url).trim().replace(/\/+$/, '');
  return URL.canParse(typed) ? new URL(typed).href.replace(/\/+$/, '') : typed;
}

/** Whether the URL names this very machine. */
export function isLoopback(url: string): boolean {
  const host = hostOf(url);
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^(127\.|0\.0\.0\.0$)/.test(host);
}

/**
 * Whether the URL lies on this machine or the user's own network: loopback, RFC 1918, link-local, carrier-grade NAT
 * (RFC 6598, used by Tailscale), unique local IPv6, names without a dot or with an ending that is used only inside.
 */
export function isLocal(url: string): boolean {
  const host = hostOf(url);
  if (isLoopback(url)) return true;
  if (isIPv4(host)) return isPrivateIPv4(host);
  if (isIPv6(host)) return /^(fe[89ab]|f[cd])/i.test(host) || /^::ffff:/i.test(host);
  return host !== '' && (!host.includes('.') || /\.(local|internal|lan|home|home\.arpa|ts\.net)$/.test(host));
}

function isPrivateIPv4(host: string): boolean {
  const [a = 0, b = 0] = host.split('.').map(Number);
  if (a === 10 || (a === 192 && b === 168) || (a === 169 && b === 254)) return true;
  return (a === 172 && b >= 16 && b <= 31) || (a === 100 && b >= 64 && b <= 127);
}

/** Lower-case host name without port and brackets; empty when the text is no URL. */
const hostOf = (url: string): string =>
  URL.canParse(url)
    ? new URL(url).hostname
        .replace(/^\[|\]$/g, '')
        .replace(/\.$/, '')
        .toLowerCase()
    : '';
