/** An endpoint's address without a login or a query, in which keys may stand, and without final slashes. */
export function addressOf(baseUrl: string): string {
  if (!URL.canParse(baseUrl)) return baseUrl;
  const { protocol, host, pathname } = new URL(baseUrl);
  return host === '' ? baseUrl : `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;
}

/** Host and port, which is enough to tell endpoints apart on a screen. */
export const shortAddress = (address: string): string =>
  URL.canParse(address) ? new URL(address).host || address : address;
