import { formatKeyPath } from '../key-path.ts';
import { isSecretKey } from '../mask.ts';
import { setKey, setSecret, shown, unsetKey, variableFor } from './remedy.ts';
import { isFreeText, type TextRule } from './texts.ts';

/** What templates put where a value is to be filled in, whole values only. */
const TEMPLATES: readonly RegExp[] = [
  /^__[A-Z][A-Z0-9_]*__$/i,
  /^<(?!\/|think|thought|reason|tool|https?:|[@#:])[A-Za-z][\w .:|/-]*>$/i,
  /^(?:https?:\/\/)[^/\s]*<[A-Za-z][\w .-]*>/i,
  /^(?:https?:\/\/)your[-_](?:host|server|endpoint|domain|resource|url|ip)(?![a-z])/i,
  /^\[?your[-_][\w.-]+\]?$/i,
  /^your [\w -]*(?:key|token|secret|password|url|model|id|name|here)$/i,
  /^\[?(?:insert|enter|paste|put|add)[-_ ](?:your[-_ ][\w .-]+|[\w .-]*here)\]?$/i,
  /^(?:INSERT|ENTER|PASTE)_[A-Z_]+$/,
  /^replace[-_ ]?(?:me|this|with[-_ ][\w -]+)$/i,
  /^change[-_ ]?(?:me|it|this)!?$/i,
  /^fill[-_ ]?(?:me|this)?[-_ ]?in$/i,
  /^(?:api[-_ ])?(?:key|token|secret|password)[-_ ](?:goes[-_ ])?here$/i,
  /^(?:sk|pk|hf|ghp|gsk|tvly|xox[a-z]|AIza)[-_]?(?:[a-z0-9]{1,6}-)*(?:x{3,}|\.{3}|…|\*{3,}|your[-_].*)$/i,
  /^[\w-]*<(?:your|api|key|token|secret)[\w .-]*>$/i,
  /^\{\{\s*[\w.]+\s*\}\}$/,
];

/** The same, but words that mean something in lists of toolsets or in names. */
const BARE = /^(?:TODO|FIXME|TBD|\.{3}|…|[xX]{3,}|\*{3,}|\?{3,})$/;

/** Keys that want one real value: an address, a key, an id, a name. */
const REAL =
  /(?:url|base|api|key|token|secret|password|env|model|default|provider|name|id|ids|host|user|username|email|path|channel|chat)$/i;

/** What every stand-in has in it; most texts of a config have none of it. */
const HINT = /[<{…]|__|\.{3}|\*{3}|\?{3}|xxx|your|here|change|replace|insert|enter|paste|fill|todo|fixme|tbd/i;

/** Whether a text is a template's stand-in, whatever key it stands under. */
export const isPlaceholder = (text: string): boolean => {
  const value = text.trim();
  return (
    value.length <= 120 && HINT.test(value) && (TEMPLATES.some((pattern) => pattern.test(value)) || BARE.test(value))
  );
};

/** A template's stand-in that was left where a real value is meant. */
export const placeholderRule: TextRule = (place) => {
  const { text, key } = place;
  const value = text.trim();
  if (!isPlaceholder(value) || (BARE.test(value) && !REAL.test(key)) || isFreeText(place)) return undefined;
  const path = [...place.path];
  const secret = isSecretKey(key);
  const variable = variableFor(path, place.data);
  return {
    code: 'config.placeholder',
    severity: 'warning',
    path,
    message: `\`${formatKeyPath(path)}\` still holds ${secret ? "a template's stand-in" : `the stand-in ${shown(value)} of a template`}`,
    suggestion: secret
      ? `${setSecret(variable, 'key')}, then write \${${variable}} here`
      : `${setKey(path, 'VALUE')}, or ${unsetKey(path)}`,
  };
};
