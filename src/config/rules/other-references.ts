import type { Finding } from '../finding.ts';
import { formatKeyPath } from '../key-path.ts';
import { isSecretKey } from '../mask.ts';
import { setSecret } from './remedy.ts';
import type { RuleContext } from './rule.ts';
import { isFreeText, type TextPlace, type TextRule } from './texts.ts';

/** How other programs refer to the environment, whole values only. The group is the name of the variable. */
const WHOLE: readonly RegExp[] = [
  /^\$([A-Z_][A-Z0-9_]*)$/,
  /^\$\{([A-Za-z_]\w*)$/,
  /^\$env:([A-Za-z_]\w*)$/i,
  /^%([A-Z_][A-Z0-9_]*)%$/,
  /^\{env:([A-Za-z_]\w*)\}$/i,
  /^env:([A-Za-z_]\w*)$/,
  /^os\.environ(?:\/|\[["']|\.get\(["'])([A-Za-z_]\w*)(?:["'][\])])?$/,
  /^process\.env\.([A-Za-z_]\w*)$/,
];

/** The same within an address. */
const INSIDE: readonly RegExp[] = [/\$([A-Z_][A-Z0-9_]+)/, /\$\{([A-Za-z_]\w*)(?![^/]*\})/, /%([A-Z_]{3,}[A-Z0-9_]*)%/];

const COMMAND = /^(?:\$\(.+\)|`.+`)$/s;

/** A name that only a variable with a secret has. */
const KEY_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:KEY|TOKEN|SECRET|PASSWORD|PAT)$/;

/** A reference in a form that nothing resolves, where a key, an address or the id of a model is meant. */
export const otherReferenceRule: TextRule = (place, context) => {
  const { key, path } = place;
  const secret = isSecretKey(key);
  const address = /^(?:base_?url|api_base|url)$/i.test(key);
  if (!secret && !address && !isModelId(path, key)) return undefined;
  const text = place.text.trim();
  if (!/[$%{`:/.[]|^[A-Z]/.test(text) || isFreeText(place)) return undefined;
  if (COMMAND.test(text)) {
    const suggestion = `${setSecret('NAME', 'value')}, then write \${NAME} here`;
    return finding(place, 'a command in a value is not run, so the text itself is used', suggestion);
  }
  const whole = nameIn(text, WHOLE);
  if (whole !== undefined) {
    const form = text.startsWith('${') ? `\`${text}\` has no closing brace` : `\`${text}\` is not expanded`;
    return finding(place, `${form}, so the text itself is used`, `write \${${whole}}`, whole);
  }
  const bare = secret ? nameOfVariable(text, context) : undefined;
  if (bare !== undefined) {
    return finding(place, `this is the name of a variable, not its value`, `write \${${bare}}`, bare);
  }
  const inside = address ? nameIn(text, INSIDE) : undefined;
  if (inside === undefined) return undefined;
  return finding(
    place,
    `\`${inside}\` is not expanded in this form, so the text itself is used`,
    `write \${${inside}}`,
  );
};

function isModelId(path: TextPlace['path'], key: string): boolean {
  return (key === 'model' || key === 'default') && typeof path.at(-1) === 'string' && MODEL_SECTIONS.has(path[0]);
}

const MODEL_SECTIONS = new Set<unknown>([
  'model',
  'providers',
  'custom_providers',
  'fallback_providers',
  'fallback_model',
  'auxiliary',
  'delegation',
  'model_aliases',
]);

const nameIn = (text: string, forms: readonly RegExp[]): string | undefined =>
  forms.map((form) => form.exec(text)?.[1]).find((name) => name !== undefined);

/** The text itself, where it can only be the name of a variable: one that is set, or one that is called like a key. */
function nameOfVariable(text: string, { env }: RuleContext): string | undefined {
  if (!/^[A-Z][A-Z0-9_]{3,60}$/.test(text)) return undefined;
  const set = env && Object.hasOwn(env, text) && Boolean(env[text]) && text.includes('_');
  return set || KEY_NAME.test(text) ? text : undefined;
}

function finding({ path }: TextPlace, what: string, suggestion: string, variable?: string): Finding {
  const place = [...path];
  const title = `write \${${variable}}`;
  return {
    code: 'config.unresolved-variable',
    severity: 'warning',
    path: place,
    message: `\`${formatKeyPath(place)}\`: ${what}`,
    suggestion,
    ...(variable === undefined ? {} : { fix: { title, edits: [{ path: place, value: `\${${variable}}` }] } }),
  };
}
