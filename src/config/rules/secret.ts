import { hasReference } from '../interpolate.ts';
import { formatKeyPath, valueAt } from '../key-path.ts';
import { isSecret } from '../mask.ts';
import { SECRET_FLAG } from '../mask-levels.ts';
import { isHiddenKey } from '../mask-names.ts';
import { isPlaceholder } from './placeholder.ts';
import { setSecret, variableFor } from './remedy.ts';
import { isFreeText, type TextPlace, type TextRule } from './texts.ts';

/** Secrets outside of `.env`. References, stand-ins such as `no-key-required` and paths are fine. Never shows the value. */
export const secretRule: TextRule = (place) => {
  const { text, key } = place;
  const flagged = isFlagged(place);
  const under = flagged || (typeof place.path.at(-1) === 'string' && isHiddenKey(key) && !NO_SECRET.test(key));
  if (under ? !isSecret(text) || PATH.test(text) || DUMMY.test(text) : !holdsSecret(text)) return undefined;
  if (hasReference(text) || isPlaceholder(text) || ((!under || /\s/.test(text)) && isFreeText(place))) return undefined;
  const path = [...place.path];
  const name = `\`${formatKeyPath(path)}\``;
  const variable = variableFor(flagged ? [...path.slice(0, -2), 'api_key'] : path, place.data);
  const inside = !under && LOGIN.test(text);
  const [scheme = ''] = /^(?:Bearer|Basic|Token)\s+/i.exec(text) ?? [];
  return {
    code: 'config.secret',
    severity: 'warning',
    path,
    message: under
      ? `${name} is a secret in plain text`
      : `${name} has ${inside ? 'a login' : 'a secret'} in plain text in it`,
    suggestion: `${setSecret(variable, inside ? 'password' : 'secret')}, then write ${scheme}\${${variable}} ${under ? 'here' : 'in its place'}`,
  };
};

/** The word behind `--api-key` in a list of arguments. */
function isFlagged({ path, data }: TextPlace): boolean {
  const index = path.at(-1);
  if (typeof index !== 'number' || index === 0) return false;
  const before = valueAt(data, [...path.slice(0, -1), index - 1]);
  return typeof before === 'string' && SECRET_FLAG.test(before);
}

/** Keys that end like a secret and hold an id. */
const NO_SECRET =
  /(?:^|_)password_hash$|(?:^|_)(?:session|container|routing|idempotency|group|partition|thread|ssh)_key$/i;

/** A file that holds a secret is none, nor is its address in a vault. */
const PATH =
  /^(?:op:\/\/.+|(?:vault|keyring|bitwarden|bws|file|env|aws|gcp|azure):\S+)$|^(?:~|\.{1,2})[\\/]\S*$|^\/(?:[\w.-]+\/)+[\w.-]+$|^[A-Za-z]:\\\S+$/;

/** What keyless servers are given, beyond the words that are masked nowhere. */
const DUMMY =
  /^(?:sk-)?(?:no|not|none|nokey|dummy|fake|test|local|empty|unused|ignored|anything|whatever|lm-studio|ollama|vllm|llama)(?:[-_ ]?(?:an?[-_])?(?:key|api[-_]?key|needed|required|used|secret|token|cpp|local|studio))*$/i;

/** `scheme://user:password@host`, except logins that say nothing, such as `postgres:postgres`. */
const LOGIN = /\b[a-z][a-z0-9+.-]{1,15}:\/\/([^/\s:@"']*):(?!\1@)([^/\s@"'$<>{}]{3,})@[^\s/]/i;

/** Keys of well-known services, by their form, and authorization headers; for texts under any key. */
const TOKEN =
  /(?:^|[\s"'=:,/])(?:sk-(?=[\w-]*\d)[\w-]{20,}|gh[a-z]_\w{20,}|github_pat_\w{20,}|hf_[A-Za-z]{20,}|xox[a-z]-\d[\w-]{15,}|AIza[\w-]{30,})/;
const BEARER = /\bBearer\s+[^\s"'$<>{}]{12,}/i;
const FLAG = /^--?[\w-]*(?:api-?key|token|secret|password)=[^\s$]{8,}$/i;

/** `?api_key=VALUE` in an address. */
const QUERY = /[?&](?:api[-_]?key|key|(?:access|auth)_token|token|secret|password)=[^&\s#$<>{}]{8,}/i;

/** Whether a secret stands in a text, whatever key it stands under. */
export function holdsSecret(text: string): boolean {
  if (text.length < 10 || text.length > 4000) return false;
  const flagged = FLAG.test(text) && !DUMMY.test(text.slice(text.indexOf('=') + 1));
  return (
    flagged || TOKEN.test(text) || BEARER.test(text) || (text.includes('://') && (hasLogin(text) || QUERY.test(text)))
  );
}

function hasLogin(text: string): boolean {
  const password = LOGIN.exec(text)?.[2];
  return password !== undefined && !/^(?:pass(?:word)?|pw|secret|x{3,}|\*{3,})$/i.test(password);
}
