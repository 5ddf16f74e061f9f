/** Longer addresses carry something else than an address. */
const LONGEST = 2_000;

export type ParsedUrl = { ok: true; url: URL } | { ok: false; why: string };

/** An address that a page may be fetched from, without its fragment, or why it is none. Nothing is looked up. */
export function parseWebUrl(text: string): ParsedUrl {
  const no = (why: string): ParsedUrl => ({ ok: false, why });
  const typed = text.trim();
  if (typed.length > LONGEST) return no(`the URL is longer than ${LONGEST} characters`);
  if (!URL.canParse(typed)) return no('this is no whole URL: it has to begin with https:// or http://');
  const url = new URL(typed);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return no(`${url.protocol} URLs are not fetched, only https and http`);
  if (url.username !== '' || url.password !== '') return no('URLs with a login in them are not fetched');
  url.hash = '';
  return { ok: true, url };
}

/** Host name as addresses and lists are compared: lower case, without brackets and the dot at the end. */
export const hostOf = (url: URL): string =>
  url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '')
    .toLowerCase();

/**
 * Whether a redirect stays with those whose page was agreed to: the same origin, the same host with https instead of
 * http on the usual ports, or the same name with or without `www.`. Never from https to http.
 */
export function staysThere(from: URL, to: URL): boolean {
  if (from.origin === to.origin) return true;
  if (from.protocol === 'https:' && to.protocol === 'http:') return false;
  const usualPorts = from.port === '' && to.port === '';
  return usualPorts && withoutWww(from) === withoutWww(to);
}

const withoutWww = (url: URL): string => hostOf(url).replace(/^www\.(?=[^.]+\.)/, '');
