/** True in so many of a hundred cases. */
export type Roll = (below: number) => boolean;

/** A text as a block scalar, with every kind of header; undefined where it cannot be one. */
export function blockScalar(
  value: string,
  parent: number,
  roll: Roll,
): { header: string; lines: string[]; indent: number; kept: boolean } | undefined {
  const body = value.replace(/\n+$/, '');
  if (body === '' || /[\t]/.test(body) || /(^|\n) *(\n|$)/.test(body.replaceAll('\n\n', '\n'))) return undefined;
  const ends = value.length - body.length;
  const by = roll(60) ? 2 : roll(50) ? 1 : 4;
  const words = /^[a-z]+( [a-z]+)*$/.test(body);
  const folded = words && roll(50);
  const chomp = ends === 0 ? '-' : ends > 1 || roll(20) ? '+' : '';
  const digit = body.startsWith(' ') || roll(25) ? String(by) : '';
  const indent = parent + by;
  const parts = folded && roll(70) ? body.replace(' ', '\n').split('\n') : body.split('\n');
  const lines = parts.map((line) => (line === '' ? '' : ' '.repeat(indent) + line));
  for (let i = 1; i < ends; i += 1) lines.push('');
  const header = (folded ? '>' : '|') + (roll(50) ? chomp + digit : digit + chomp);
  return { header, lines, indent, kept: chomp === '+' };
}

/** A key as it may stand in front of its colon. */
export function keyToken(name: string, inFlow: boolean, roll: Roll): string {
  const plain = inFlow ? /^[A-Za-z_.ö\u3040-\u9fff-]+$/ : /^[A-Za-z_./ö\u3040-\u9fff🚀][\w./ö:' -]*$/u;
  // A null key would be another key than the text "null".
  if (plain.test(name) && !/^(null|~)$|^-|: /.test(name) && !roll(12)) return name;
  if (/^\d+$/.test(name) && String(Number(name)) === name && roll(50)) return name;
  return quotes(name, roll);
}

/**
 * A value on its line, or on several where `parent`, the column of what holds it, is given (not inside `[...]`). An
 * empty first line: nothing is written, which means null.
 */
export function inlineScalar(value: unknown, parent: number | undefined, roll: Roll): string[] {
  if (value === null) return [roll(50) && parent !== undefined ? '' : roll(50) ? 'null' : '~'];
  if (typeof value === 'object') return [flowText(value, roll)];
  if (typeof value !== 'string') return [`${roll(4) && typeof value === 'boolean' ? '!!bool ' : ''}${value}`];
  const words = /^[a-z]+( [a-z]+)+$/.test(value);
  const margin = ' '.repeat((parent ?? 0) + (roll(50) ? 2 : 5));
  if (words && parent !== undefined && roll(45)) {
    const broken = value.replaceAll(' ', (space) => (roll(40) ? '\n' : space)).split('\n');
    const quote = roll(40) ? '' : roll(50) ? '"' : "'";
    const escaped = quote === '"' && broken.length === 2 && roll(40);
    const lines = escaped ? [`${broken[0]} \\`, margin + broken[1]] : broken.map((line, i) => (i ? margin : '') + line);
    lines[0] = quote + lines[0];
    return [...lines.slice(0, -1), lines.at(-1) + quote];
  }
  const tag = roll(4) ? '!!str ' : '';
  if (/^[a-z]+( [a-z]+)*$/.test(value) && roll(60)) return [tag + value];
  if (value === '5' && roll(30)) return ['!!str 5'];
  return [tag + quotes(value, roll)];
}

function quotes(text: string, roll: Roll): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they have no place between single quotes
  const single = !/[\u0000-\u001f]/.test(text) && roll(50);
  if (single) return `'${text.replaceAll("'", "''")}'`;
  const escaped = JSON.stringify(text);
  return roll(10)
    ? escaped.replaceAll(/[äöß日]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
    : escaped;
}

/** One line of `{...}` or `[...]`; JSON is YAML, and so are plain words and keys without a value. */
function flowText(value: object, roll: Roll): string {
  const item = (it: unknown): string =>
    it !== null && typeof it === 'object' ? flowText(it, roll) : inlineScalar(it, undefined, roll).join('');
  const pad = roll(30) ? ' ' : '';
  const comma = roll(10) ? ' , ' : ', ';
  if (Array.isArray(value)) return `[${pad}${value.map(item).join(comma)}${pad}]`;
  const entries = Object.entries(value).map(([name, it]) =>
    it === null && roll(40) && name !== '' ? keyToken(name, true, roll) : `${keyToken(name, true, roll)}: ${item(it)}`,
  );
  return `{${pad}${entries.join(comma)}${pad}}`;
}
