export interface PythonToken {
  kind: 'name' | 'number' | 'string' | 'operator' | 'newline';
  text: string;
  /** Of an f-string: the tokens of each expression in it. */
  inside?: PythonToken[][];
}

const OPERATOR = /(?:\*\*|\/\/|==|!=|<=|>=|\+=|-=|\*=|\/=|[()[\]{},:.=<>+\-*/%;])/y;
const NUMBER = /[0-9][0-9_]*(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
/** Only what cannot be told apart from its spelling: no `\x`, `\u` or `\N`. */
const ESCAPE = /^[nt"'\\]$/;
const FORMAT = /^[-+<>=^,.%0-9a-zA-Z_ #]{0,40}$/;

/**
 * Splits a Python script into tokens, or says why it cannot: whatever versions of Python read differently (nested quotes
 * in f-strings, names beyond ASCII, declared encodings) is refused.
 */
export function pythonTokens(script: string, depth = 0): PythonToken[] | string {
  const tokens: PythonToken[] = [];
  for (let at = 0; at < script.length; ) {
    const char = script[at] ?? '';
    if (char === ' ' || char === '\t') at += 1;
    else if (char === '\n') {
      tokens.push({ kind: 'newline', text: '\n' });
      at += 1;
    } else if (char === '#') {
      const end = script.indexOf('\n', at);
      const comment = script.slice(at, end === -1 ? undefined : end);
      if (/coding/.test(comment)) return 'an encoding is declared';
      at += comment.length;
    } else if (char === '"' || char === "'" || (/[fF]/.test(char) && /["']/.test(script[at + 1] ?? ''))) {
      const string = readString(script, at, depth);
      if (typeof string === 'string') return string;
      tokens.push(string.token);
      at = string.end;
      if (/["'A-Za-z0-9_]/.test(script[at] ?? '')) return 'a string runs into the next word';
    } else {
      const token = readPlain(script, at);
      if (!token) return `\`${script.slice(at, at + 20)}\` is not understood`;
      tokens.push(token);
      at += token.text.length;
      if (token.kind !== 'operator' && /["']/.test(script[at] ?? '')) return 'a string with an unusual prefix';
    }
  }
  return tokens;
}

function readPlain(script: string, at: number): PythonToken | undefined {
  for (const [kind, pattern] of [
    ['name', NAME],
    ['number', NUMBER],
    ['operator', OPERATOR],
  ] as const) {
    pattern.lastIndex = at;
    const text = pattern.exec(script)?.[0];
    if (text !== undefined) return { kind, text };
  }
  return undefined;
}

function readString(script: string, from: number, depth: number): { token: PythonToken; end: number } | string {
  const formatted = /[fF]/.test(script[from] ?? '');
  let at = formatted ? from + 1 : from;
  const quote = script[at] ?? '';
  if (script.startsWith(quote.repeat(3), at)) return 'a string with three quotes';
  at += 1;
  let text = '';
  const inside: PythonToken[][] = [];
  for (;;) {
    const char = script[at];
    if (char === undefined || char === '\n') return 'a string that is not closed';
    at += 1;
    if (char === quote) return { token: { kind: 'string', text, ...(formatted ? { inside } : {}) }, end: at };
    if (char === '\\') {
      if (!ESCAPE.test(script[at] ?? '')) return 'an escape in a string';
      text += script[at];
      at += 1;
    } else if (formatted && char === '{' && script[at] === '{') {
      at += 1;
    } else if (formatted && char === '}' && script[at] === '}') {
      at += 1;
    } else if (formatted && char === '}') return 'a brace without its partner';
    else if (formatted && char === '{') {
      const field = readField(script, at, quote, depth);
      if (typeof field === 'string') return field;
      inside.push(field.tokens);
      at = field.end;
    } else text += char;
  }
}

/** `EXPRESSION[!r][:FORMAT]}` behind an opening brace. */
function readField(
  script: string,
  from: number,
  quote: string,
  depth: number,
): { tokens: PythonToken[]; end: number } | string {
  const end = script.indexOf('}', from);
  const field = script.slice(from, end);
  if (end === -1 || depth > 0 || /[\n\\{]/.test(field) || field.includes(quote))
    return 'an f-string that is not understood';
  const { expression, format } = splitField(field);
  if (!FORMAT.test(format)) return 'a format that is not understood';
  const tokens = pythonTokens(expression, depth + 1);
  return typeof tokens === 'string' ? tokens : { tokens, end: end + 1 };
}

/** The first colon outside of quotes and brackets begins the format. */
function splitField(field: string): { expression: string; format: string } {
  let open = 0;
  let quote = '';
  for (let at = 0; at < field.length; at += 1) {
    const char = field[at] ?? '';
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if ('(['.includes(char)) open += 1;
    else if (')]'.includes(char)) open -= 1;
    else if (char === ':' && open === 0)
      return { expression: field.slice(0, at).replace(/![rsa]$/, ''), format: field.slice(at + 1) };
  }
  return { expression: field.replace(/![rsa]$/, ''), format: '' };
}
