/** Longer names of models are mostly paths, of which the end tells more. */
const NAME_CHARS = 40;

/** The file's name alone where the whole id is long. */
export const shortModel = (model: string): string =>
  model.length > NAME_CHARS ? (model.split(/[\\/]/).at(-1) ?? '') || model : model;

/** An endpoint's address without a login or a query, in which keys may stand, and without final slashes. */
export function addressOf(baseUrl: string): string {
  if (!URL.canParse(baseUrl)) return baseUrl;
  const { protocol, host, pathname } = new URL(baseUrl);
  return host === '' ? baseUrl : `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;
}

/** Host and port, which is enough to tell endpoints apart on a screen. */
export const shortAddress = (address: string): string =>
  URL.canParse(address) ? new URL(address).host || address : address;
