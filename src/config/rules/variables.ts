import { formatKeyPath } from '../key-path.ts';
import { setSecret } from './remedy.ts';
import { isFreeText, type TextRule } from './texts.ts';

/** Everything between `${` and `}`. */
const FORM = /\$\{([^{}]*)\}/g;

const PLAIN = /^(?:env:)?([A-Za-z_][A-Za-z0-9_]*)$/;

/** Forms that look like a source of secrets or a shell's default value. Others, such as `${}`, may be a template's. */
const OTHER = /^[A-Za-z_][\w-]*:/;

/** `${VAR}` that no variable fills, so that the text itself is used; and forms that nothing resolves. One per text. */
export const variablesRule: TextRule = (place, { env }) => {
  if (!place.text.includes('${') || isFreeText(place)) return undefined;
  const inside = [...place.text.matchAll(FORM)].map(([, name = '']) => name.trim());
  const other = inside.find((form) => !PLAIN.test(form) && OTHER.test(form));
  const unset = env
    ? inside
        .map((form) => PLAIN.exec(form)?.[1])
        .filter((name): name is string => name !== undefined && !has(env, name))
    : [];
  const [first] = unset;
  if (other === undefined && first === undefined) return undefined;
  const path = [...place.path];
  const name = `\`${formatKeyPath(path)}\``;
  const base = { code: 'config.unresolved-variable', severity: 'warning', path } as const;
  if (first !== undefined) {
    const names = [...new Set(unset)].map((item) => `\`\${${item}}\``);
    return {
      ...base,
      message: `${name}: ${names.join(' and ')} ${names.length > 1 ? 'are' : 'is'} neither in .env nor in the environment, so the text itself is used`,
      suggestion: setSecret(first, 'value'),
    };
  }
  const [scheme = ''] = (other ?? '').split(':');
  const variable = /^[A-Z_][A-Z0-9_]*$/.test(scheme) ? scheme : 'NAME';
  return {
    ...base,
    message: `${name}: nothing resolves this form: \`\${${variable === 'NAME' ? `${scheme}:…` : `${scheme}:-…`}}\`; only \`\${NAME}\` and \`\${env:NAME}\` are read`,
    suggestion: `put the value into .env with \`hermes config set ${variable} -\` and write \${${variable}}`,
  };
};

const has = (env: Readonly<Record<string, string | undefined>>, name: string): boolean =>
  Object.hasOwn(env, name) && env[name] !== undefined && env[name] !== '';
