import type { Finding } from '../finding.ts';
import { formatKeyPath } from '../key-path.ts';
import { isPlaceholder } from './placeholder.ts';
import { setSecret, variableFor } from './remedy.ts';
import { holdsSecret } from './secret.ts';
import type { TextRule } from './texts.ts';

const KEY_ENV = /^(?:api_?)?key_?env$/i;

/** Keys that want the name of a variable: not a reference to it, and not the secret itself. */
export const keyEnvRule: TextRule = ({ text, key, path: at, data }) => {
  const value = text.trim();
  if (!KEY_ENV.test(key) || typeof at.at(-1) !== 'string' || /^[A-Za-z_]\w*$/.test(value) || isPlaceholder(value)) {
    return undefined;
  }
  const path = [...at];
  const name = `\`${formatKeyPath(path)}\``;
  const referred = /^(?:\$\{?(?:env:)?|env:|\{env:|%)([A-Za-z_]\w*)[}%]?$/.exec(value)?.[1];
  if (referred !== undefined) {
    return {
      code: 'config.format',
      severity: 'error',
      path,
      message: `${name} wants the bare name of a variable`,
      suggestion: `write ${referred}`,
      fix: { title: `write ${referred}`, edits: [{ path, value: referred }] },
    };
  }
  if (!holdsSecret(value) && !(value.length >= 16 && /\d/.test(value) && !/\s/.test(value))) return undefined;
  const variable = variableFor([...path.slice(0, -1), 'api_key'], data);
  return secret(path, `${name} wants the name of a variable and holds a secret in plain text`, variable);
};

const secret = (path: Finding['path'], message: string, variable: string): Finding => ({
  code: 'config.secret',
  severity: 'warning',
  path,
  message,
  suggestion: `${setSecret(variable, 'secret')}, then write ${variable} here`,
});
