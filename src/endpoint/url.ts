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
