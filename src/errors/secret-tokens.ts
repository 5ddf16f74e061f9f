/** A part of a text: offset of its first character and of the one behind its last. */
export interface Part {
  start: number;
  end: number;
}

/** Forms of keys of well-known services and of logins; where a group is named, only that group is the secret. */
const FORMS: readonly RegExp[] = [
  /(?<![A-Za-z0-9])(?:(?:sk|pk)[-_]|gh[a-z]_|github_pat_|hf_|xox[a-z]-|AIza)[\w-]{8,}/dg,
  /(?<![A-Za-z0-9])(?:glpat-|gsk_|xai-|nvapi-|pplx-|tvly-|csk-|r8_)[\w-]{16,}/dg,
  /(?<![A-Za-z0-9])(?:AKIA|ASIA)[0-9A-Z]{16}(?![A-Za-z0-9])/dg,
  /(?<![A-Za-z0-9])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/dg,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?<secret>[^-]+)/dg,
  /\bBearer\s+(?<secret>[^\s"'$]{8,})/dgi,
  /\bBasic\s+(?<secret>(?=[a-z+/]*[\d=])[A-Za-z0-9+/]{8,}={0,2})/dgi,
  /:\/\/[^/\s:@]*:(?<secret>[^/\s@]+)(?=@)/dg,
  /[?&](?:api[_-]?key|key|(?:access_|auth_)?token|secret|password|auth|sig|signature)=(?<secret>[^&\s#"'`]{6,})/dgi,
];

/** What templates have in place of a secret, whole values only. */
const STAND_IN =
  /^(?:<[^<>]*>|\{\{[^{}]*\}\}|__\w+__|\[?your[-_ ][\w .-]+\]?|(?:change|replace|fill)[-_ ]?(?:me|this|it|in)!?|(?:insert|enter|paste|put|add)[-_ ][\w .-]*(?:here|key|token)|(?:[a-z]{1,8}[-_])*(?:AIza)?(?:x{3,}|\*{3,}|\.{3,}|…+|your[-_][\w-]*|<[^<>]*>)|todo|fixme|tbd)$/i;

/** What is shown of a secret already. */
const MASKED = /^(?:[A-Za-z]{1,4}[-_])?….{0,4}$/;

export const isStandIn = (text: string): boolean => text.length <= 80 && (STAND_IN.test(text) || MASKED.test(text));

/** `${NAME}`, `${env:NAME}` and addresses in vaults; not `${NAME:-default}`, whose default may be the secret. */
export const REFERENCE =
  /\$\{(?:(?:env:)?[A-Za-z_]\w{0,79}|(?:vault|file|secret|op|keyring|ssm|aws|gcp|azure):[\w./#:-]{1,120})\}/g;

/** Keys of well-known services, passwords in addresses and authorization headers anywhere in a text. */
export function tokenParts(text: string): Part[] {
  return FORMS.flatMap((form) =>
    [...text.matchAll(form)].flatMap((match): Part[] => {
      const [start, end] = match.indices?.groups?.['secret'] ?? match.indices?.[0] ?? [0, 0];
      const secret = text.slice(start, end);
      return isStandIn(secret) || secret.search(REFERENCE) >= 0 ? [] : [{ start, end }];
    }),
  );
}

/** Of a secret stay at least so many characters unseen, or it is not shown at all. */
const HIDDEN = 8;

/**
 * `sk-…last4`: the last four characters and, where enough stays hidden behind it, the prefix by which services mark their keys.
 * A short secret shows nothing of itself. The only form in which a secret is ever printed.
 */
export function maskSecret(secret: string): string {
  const hidden = secret.length - 4;
  if (hidden < HIDDEN) return '…';
  const prefix = /^[A-Za-z]{1,4}[-_]/.exec(secret)?.[0] ?? '';
  return `${hidden - prefix.length < HIDDEN ? '' : prefix}…${secret.slice(-4)}`;
}

/** The text with each part replaced; parts may overlap and stand in any order. */
export function coverParts(text: string, parts: readonly Part[], cover: (secret: string) => string): string {
  if (parts.length === 0) return text;
  let at = 0;
  const pieces: string[] = [];
  for (const { start, end } of joined(parts)) {
    pieces.push(text.slice(at, start), cover(text.slice(start, end)));
    at = end;
  }
  return pieces.join('') + text.slice(at);
}

/** The same parts in order, those that overlap as one. */
function joined(parts: readonly Part[]): Part[] {
  const all: Part[] = [];
  for (const { start, end } of parts.toSorted((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last && start < last.end) last.end = Math.max(last.end, end);
    else if (end > start) all.push({ start, end });
  }
  return all;
}

/** A text for display without keys of well-known services and passwords in addresses. */
export const maskTokens = (text: string): string => coverParts(text, tokenParts(text), maskSecret);
