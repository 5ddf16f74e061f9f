import { isIPv4, isIPv6 } from 'node:net';

/** Routes that people paste along with the address they belong to. */
const PASTED_ROUTE = /\/(chat\/completions|completions|responses|messages|models)$/;

/**
 * An address as the user typed it, in the one form that hermes stores: no query, fragment, trailing slash or pasted
 * route. Undefined when it is not an http(s) URL; nothing is added, because guessing a scheme would hide a typo.
 */
export function normaliseBaseUrl(text: string): string | undefined {
  const trimmed = text.trim();
  if (!/^https?:\/\/[^/]/i.test(trimmed) || !URL.canParse(trimmed)) return undefined;
  const url = new URL(trimmed);
  const path = url.pathname.replace(/\/+$/, '').replace(PASTED_ROUTE, '').replace(/\/+$/, '');
  const login = url.username ? `${url.username}${url.password ? `:${url.password}` : ''}@` : '';
  return `${url.protocol}//${login}${url.host}${path}`;
}

/** True where the path already names an API version, such as `/v1` or `/v1beta/openai`. */
const hasVersion = (url: string): boolean => /\/v\d+[a-z0-9]*(\/openai)?$/.test(url);

/** The address with `/v1`, unless it already names a version. */
export function withV1(baseUrl: string): string {
  const base = baseUrl.replace(/\/+$/, '');
  return hasVersion(base) ? base : `${base}/v1`;
}

/** The address without a final `/v1`. */
export const withoutV1 = (baseUrl: string): string => baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '');

/** Where a server's own routes (`/health`, `/props`) live: the normalised base URL without `/v1`. */
export const rootOf = (baseUrl: string): string => withoutV1(normaliseBaseUrl(baseUrl) ?? baseUrl);

/** Host and port as a person would name the machine (`192.168.5.84:8000`); the text itself when it is no URL. */
export const hostLabel = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);

/** The address without a login inside it, fit to be printed. */
export function displayUrl(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  return parsed.username || parsed.password ? url.replace(/\/\/[^@/]*@/, '//') : url;
}

/** Whether the address names this very machine. */
export function isLoopback(url: string): boolean {
  const host = hostOf(url);
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^(127\.|0\.0\.0\.0$)/.test(host);
}

/**
 * Whether the address lies on this machine or the user's own network: loopback, RFC 1918, link-local, carrier-grade
 * NAT (RFC 6598, used by Tailscale), unique local IPv6, `*.local`, and names without a dot.
 */
export function isLocal(url: string): boolean {
  const host = hostOf(url);
  if (isLoopback(url)) return true;
  if (isIPv4(host)) return isPrivateIPv4(host);
  if (isIPv6(host)) return /^(fe[89ab]|f[cd])/i.test(host) || /^::ffff:/i.test(host);
  return host !== '' && (!host.includes('.') || /\.(local|internal|lan|home\.arpa)$/.test(host));
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
