/** Stands for a text that is only known when the command runs. */
const UNKNOWN = '\uFFFC';

/**
 * A variable that would make a word longer counts as unknown: those that hold each other would double in length with every
 * assignment. What is written out is never cut, for a danger behind it would not be seen.
 */
const MAX_WORD = 100_000;

export interface Values {
  /** Of variables that the command assigns, and of HOME, PWD and the like. */
  get(name: string): string | undefined;
}

const ANSI: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  e: '\x1b',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

/**
 * The words that one word of a command becomes: quotes and escapes removed, known variables replaced, unknown ones empty
 * (as bash does with unset ones), `$IFS` and `{a,b}` split. Never throws; made for finding what is dangerous, not for
 * proving that something is harmless.
 */
export function decodeWord(raw: string, values: Values): string[] {
  if (/^\{[^{}'"\s]*,[^{}'"\s]*\}$/.test(raw))
    return raw
      .slice(1, -1)
      .split(',')
      .flatMap((part) => decodeWord(part, values));
  const words: string[] = [''];
  const add = (text: string): void => {
    words[words.length - 1] += text;
  };
  let quote = '';
  for (let at = 0; at < raw.length; at += 1) {
    const char = raw[at] ?? '';
    if (quote === "'") {
      if (char === "'") quote = '';
      else add(char);
    } else if (char === "'" && quote === '') quote = "'";
    else if (char === '"') quote = quote === '"' ? '' : '"';
    else if (char === '\\') {
      at += 1;
      if (raw[at] !== '\n')
        add(quote === '"' && !/["$`\\]/.test(raw[at] ?? '') ? `\\${raw[at] ?? ''}` : (raw[at] ?? ''));
    } else if (char === '$' && raw[at + 1] === "'" && quote === '') {
      const end = ansiEnd(raw, at + 2);
      add(ansi(raw.slice(at + 2, end)));
      at = end;
    } else if (char === '$') {
      const { text, length, splits } = expansion(raw.slice(at, at + 200), values);
      if (splits && quote === '') words.push('');
      else add((words.at(-1) ?? '').length + text.length > MAX_WORD ? UNKNOWN : text);
      at += length - 1;
    } else if (char === '`') {
      const end = raw.indexOf('`', at + 1);
      add(UNKNOWN);
      at = end === -1 ? raw.length : end;
    } else if (char === '~' && at === 0 && /^~(?:\/|$)/.test(raw)) add(values.get('HOME') ?? '~');
    else if (char === '~' && at === 0 && /^~\+(?:\/|$)/.test(raw)) {
      add(values.get('PWD') ?? '~+');
      at += 1;
    } else if (char === '~' && at === 0 && /^~[a-z_][\w-]*(?:\/|$)/.test(raw)) add(homeOf(raw));
    else add(char);
  }
  return words;
}

/** Where `~name` usually lies; the name is still to follow. */
const homeOf = (raw: string): string => (/^~root(?:\/|$)/.test(raw) ? '/' : '/home/');

function ansiEnd(raw: string, from: number): number {
  let at = from;
  while (at < raw.length && raw[at] !== "'") at += raw[at] === '\\' ? 2 : 1;
  return at;
}

const ansi = (text: string): string =>
  text.replace(/\\(x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|[0-7]{1,3}|.)/gs, (_whole, code: string) => {
    const digits = /^[xuU]/.test(code)
      ? Number.parseInt(code.slice(1), 16)
      : /^[0-7]/.test(code)
        ? Number.parseInt(code, 8)
        : -1;
    if (digits >= 0 && digits <= 0x10ffff) return String.fromCodePoint(digits);
    return ANSI[code] ?? code;
  });

function expansion(rest: string, values: Values): { text: string; length: number; splits?: boolean } {
  const name = /^\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\})/.exec(rest);
  if (name) {
    const known = name[1] ?? name[2] ?? '';
    return { text: values.get(known) ?? '', length: name[0].length, splits: known === 'IFS' };
  }
  // `${x:?}` ends the shell where x is unset; `${x:-y}` is y then.
  const checked = /^\$\{[A-Za-z0-9_@*]+:?\?[^}]*\}/.exec(rest);
  if (checked) return { text: UNKNOWN, length: checked[0].length };
  const other = /^\$\{([A-Za-z0-9_]+):?[-=]([^}$`]*)\}/.exec(rest);
  if (other) return { text: values.get(other[1] ?? '') ?? other[2] ?? '', length: other[0].length };
  // `${x%/}` and the like: taken for the whole, of which hardly anything is cut.
  const cut = /^\$\{([A-Za-z_][A-Za-z0-9_]*)(?:%%?|##?|\/\/?|:0|@)[^}$`]*\}/.exec(rest);
  if (cut) return { text: values.get(cut[1] ?? '') ?? '', length: cut[0].length };
  if (rest.startsWith('$(') || rest.startsWith('${')) return { text: UNKNOWN, length: closing(rest) };
  if (/^\$[0-9@*#?!$-]/.test(rest)) return { text: '', length: 2 };
  return { text: '$', length: 1 };
}

/** Length up to the bracket that closes the first one. */
function closing(rest: string): number {
  let open = 0;
  for (let at = 1; at < rest.length; at += 1) {
    if ('({'.includes(rest[at] ?? '')) open += 1;
    if (')}'.includes(rest[at] ?? '')) open -= 1;
    if (open === 0) return at + 1;
  }
  return rest.length;
}
