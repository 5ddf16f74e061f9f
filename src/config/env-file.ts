import { userError } from '../errors/hermes-error.ts';
import { readText } from './read-file.ts';
import { rewriteFile } from './rewrite.ts';

/** `KEY=value`, `export KEY=value`, spaces around `=`. Groups: everything up to the value, the name. */
const ASSIGNMENT = /^(\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*)/;

/** The variables of a `.env` file; a later line wins. Empty where there is no file. Throws `env.unreadable`. */
export async function readEnvFile(file: string): Promise<Record<string, string>> {
  return parseEnv((await readText(file, 'env.unreadable')) ?? '');
}

export function parseEnv(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const match = ASSIGNMENT.exec(line);
    if (match?.[2]) values[match[2]] = readValue(line.slice(match[0].length)).value;
  }
  return values;
}

/** The line, from 1, on which each variable of a `.env` file gets its value. */
export function envLines(text: string): Record<string, number> {
  const lines: Record<string, number> = {};
  for (const [i, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const name = ASSIGNMENT.exec(line)?.[2];
    if (name) lines[name] = i + 1;
  }
  return lines;
}

/**
 * Sets one variable: on its own line where it stands already, else on a new last line. Every other byte stays. A new
 * file is created with mode 0600. Line breaks are dropped from the value, as the public Hermes Agent does.
 * Throws `env.name`, `env.value`, `env.unreadable`, `config.edit-refused`, `config.locked`,
 * `config.changed-meanwhile`, `home.not-writable`.
 */
export async function setEnvValue(file: string, name: string, value: string): Promise<{ changed: boolean }> {
  const edit = (before: string | undefined) => ({ text: withEnvValue(before ?? '', name, value) });
  const { changed } = await rewriteFile(file, 'env.unreadable', edit);
  return { changed };
}

/**
 * Removes every line that sets a variable, so that no earlier one comes into force; every other byte stays. `changed` is
 * false where none does. Throws what `setEnvValue` throws about the file.
 */
export async function unsetEnvValue(file: string, name: string): Promise<{ changed: boolean }> {
  const edit = (before: string | undefined) => ({ text: withoutEnvValue(before ?? '', name) });
  const { changed } = await rewriteFile(file, 'env.unreadable', edit);
  return { changed };
}

/** The text of a `.env` file without a variable. */
function withoutEnvValue(text: string, name: string): string {
  const bom = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const lines = text.slice(bom.length).split(/(?<=\n)/);
  return bom + lines.filter((line) => ASSIGNMENT.exec(line)?.[2] !== name).join('');
}

/** The text of a `.env` file with one variable set. */
export function withEnvValue(text: string, name: string, value: string): string {
  checkName(name);
  const written = writeValue(value.replace(/[\r\n]+/g, ''));
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  const lines = text.split(/(?<=\n)/);
  const at = lines.findLastIndex((line) => ASSIGNMENT.exec(line.replace(/^\uFEFF/, ''))?.[2] === name);
  const line = lines[at];
  if (line === undefined) {
    const gap = text === '' || text === '\uFEFF' || text.endsWith('\n') ? '' : eol;
    return `${text}${gap}${name}=${written}${eol}`;
  }
  const bom = line.startsWith('\uFEFF') ? '\uFEFF' : '';
  const body = line.slice(bom.length);
  const head = ASSIGNMENT.exec(body)?.[0] ?? '';
  const old = readValue(body.slice(head.length).replace(/\r?\n$/, ''));
  lines[at] = bom + head + written + body.slice(head.length + old.length);
  return lines.join('');
}

/** A value as it stands behind the `=`, and how much of the line it takes; a comment behind it is not part of it. */
function readValue(rest: string): { value: string; length: number } {
  const double = /^"((?:[^"\\]|\\.)*)"/.exec(rest);
  if (double) return { value: unescaped(double[1] ?? ''), length: double[0].length };
  const single = /^'((?:[^'\\]|\\.)*)'/.exec(rest);
  if (single) return { value: (single[1] ?? '').replace(/\\(['\\])/g, '$1'), length: single[0].length };
  const value = rest.replace(/\s+#.*$|^#.*$/, '').trimEnd();
  return { value, length: value.length };
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t' };

const unescaped = (text: string): string => text.replace(/\\(.)/g, (_all, char: string) => ESCAPES[char] ?? char);

/** Quotes only where a reader of `.env` files would otherwise see something else. */
function writeValue(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(value)) {
    throw userError('env.value', 'the value holds control characters', { try: ['Give a single line of text.'] });
  }
  if (!/[\s"'#\\`]/.test(value)) return value;
  return `"${value.replace(/["\\]/g, '\\$&').replaceAll('\t', '\\t')}"`;
}

/** Variables that change how programs run; the public Hermes Agent refuses them too. */
const DENIED =
  /^(LD_|DYLD_|PYTHON|NODE_|GIT_SSH)|^(PATH|SHELL|EDITOR|VISUAL|PAGER|BROWSER|HERMES_(HOME|PROFILE|CONFIG|ENV|YOLO_MODE|REDACT_SECRETS))$/;

function checkName(name: string): void {
  const problem = !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
    ? 'it is not a variable name'
    : DENIED.test(name)
      ? 'it changes how programs run and does not belong into .env'
      : undefined;
  if (problem) {
    throw userError('env.name', `cannot set ${JSON.stringify(name)} in .env: ${problem}`, {
      try: ['Use a name such as DEEPSEEK_API_KEY.'],
    });
  }
}
