import { commandLine } from '../../errors/command-line.ts';
import { valueAt } from '../key-path.ts';
import { isSecretName, maskText } from '../mask.ts';
import { textOf } from './places.ts';

type Path = readonly (string | number)[];

/** A key as it is typed: `custom_providers.0.name`, because shells take brackets for a pattern. */
const typed = (path: Path): string => path.map((step) => String(step).replaceAll('.', '\\.')).join('.');

/** A text of the file in a message: quoted, short, and without secrets that may be in it. */
export function shown(text: string): string {
  const safe = maskText(text);
  return JSON.stringify(safe.length > 60 ? `${safe.slice(0, 60)}…` : safe);
}

/** `hermes config set KEY VALUE`, ready to be pasted. */
export const setKey = (path: Path, value: string | number): string =>
  commandLine('hermes', 'config', 'set', typed(path), String(value));

export const unsetKey = (path: Path): string => commandLine('hermes', 'config', 'unset', typed(path));

/** `hermes config set NAME -   (...)`: a secret is typed or piped, never an argument. */
export const setSecret = (variable: string, what: string): string =>
  `hermes config set ${variable} -   (reads the ${what} from standard input into .env)`;

/** Headings that say nothing about whose secret it is. */
const HEADINGS = new Set(['providers', 'mcp_servers', 'custom_providers', 'env', 'headers', 'extra', 'extra_headers']);

/**
 * The variable to keep a secret in: the one that it is already meant for, else one named after its place. Items of a
 * list are told apart by their `name` or `provider`, else by their number.
 */
export function variableFor(path: Path, data: unknown): string {
  const own = String(path.at(-1));
  if (isSecretName(own)) return own.toUpperCase();
  const kind = /(token|secret|password|passphrase)$/i.exec(own)?.[1]?.toUpperCase() ?? 'API_KEY';
  const words = path.slice(0, -1).flatMap((step, i): string[] => {
    if (typeof step === 'string') return HEADINGS.has(step) && path.length > 2 ? [] : [step];
    const item = valueAt(data, path.slice(0, i + 1));
    const name = ['name', 'provider']
      .map((key) => textOf(valueAt(item, [key])))
      .find((text) => text && /^[\w. -]{2,30}$/.test(text));
    return [name && name !== 'custom' && maskText(name) === name ? name : String(step + 1)];
  });
  const last = own.replace(
    /(?:^|[_-])?(?:api[_-]?key|apiKey|key|authorization|token|secret|password|passphrase)$/i,
    '',
  );
  const base = [...words, last]
    .join('_')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase();
  return `${/^[A-Z]/.test(base) ? base : `MODEL${base && `_${base}`}`}_${kind}`;
}
