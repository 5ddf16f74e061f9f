import fc from 'fast-check';

type Path = (string | number)[];

/** `tail` stands behind the entry of its path, `inside` on a line of its own in the section of its path. */
export interface Comment {
  text: string;
  path: Path;
  at: 'tail' | 'inside';
}

/** A YAML text as a tree of drawn decisions, so that a test knows which comment stands where. */
export interface Doc {
  value: Record<string, unknown>;
  /** Decides style and comments, one number after the other. */
  dice: number[];
  crlf: boolean;
  bom: boolean;
  finalNewline: boolean;
  indentedLists: boolean;
  step: number;
  /** Filled by `render`: the comments, each unique, with the path of the node that they stand in or at. */
  comments: Comment[];
  /** Filled by `render`: first and last line of every entry, by `JSON.stringify(path)`. */
  spans: Map<string, [number, number]>;
}

const key = fc.constantFrom('model', 'default', 'base_url', 'a', 'b', 'c-d', 'name', 'x.y', './m.gguf', 'größe');
const scalar = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    'text',
    'two words',
    'http://h:8000/v1',
    "it's",
    'a # b',
    'off',
    '日本',
    'line\nbreak\n',
    'x: y',
  ),
  fc.constantFrom<unknown>(0, 0.5, 65536, true, false, null),
);

const { node } = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 4, arbitrary: scalar },
    { weight: 3, arbitrary: fc.dictionary(key, tie('node'), { maxKeys: 4, noNullPrototype: true }) },
    { weight: 2, arbitrary: fc.array(tie('node'), { maxLength: 3 }) },
  ),
}));

export const documents: fc.Arbitrary<Doc> = fc.record({
  value: fc.dictionary(key, node, { maxKeys: 5, noNullPrototype: true }),
  dice: fc.array(fc.nat(99), { minLength: 30, maxLength: 30 }),
  crlf: fc.boolean(),
  bom: fc.boolean(),
  finalNewline: fc.boolean(),
  indentedLists: fc.boolean(),
  step: fc.constantFrom(2, 2, 4, 3),
  comments: fc.constant([]),
  spans: fc.constant(new Map()),
});

/** Writes the document by hand-like rules: comments, blank lines, all quoting styles, flow and block. */
export function render(doc: Doc): string {
  let turn = 0;
  const roll = (below: number): boolean => (doc.dice[turn++ % doc.dice.length] ?? 0) < below;
  const comments: Comment[] = [];
  const spans: Doc['spans'] = new Map();
  const lines: string[] = [];
  const comment = (path: Path, at: Comment['at'] = 'inside'): string => {
    const text = `# note ${comments.length} of this: file`;
    comments.push({ text, path, at });
    return text;
  };
  const maybeTail = (path: Path) => (roll(25) ? `  ${comment(path, 'tail')}` : '');
  const above = (indent: number, path: Path) => {
    if (roll(12)) lines.push('');
    if (roll(20)) lines.push(' '.repeat(indent) + comment(path));
  };
  const put = (head: string, value: unknown, indent: number, path: Path) => {
    const from = lines.length;
    if (isMap(value) && Object.keys(value).length > 0 && !roll(20)) {
      lines.push(head + maybeTail(path));
      map(value, indent + doc.step, path);
    } else if (Array.isArray(value) && value.length > 0 && !roll(20)) {
      lines.push(head + maybeTail(path));
      list(value, indent + (doc.indentedLists ? doc.step : 0), path);
    } else if (typeof value === 'string' && value.endsWith('\n') && roll(60)) {
      lines.push(
        `${head} |`,
        ...value
          .trimEnd()
          .split('\n')
          .map((line) => ' '.repeat(indent + doc.step) + line),
      );
    } else lines.push(`${head}${spaced(inline(value, roll))}${maybeTail(path)}`);
    spans.set(JSON.stringify(path), [from, lines.length - 1]);
  };
  const map = (value: Record<string, unknown>, indent: number, path: Path) => {
    for (const [name, item] of Object.entries(value)) {
      above(indent, path);
      put(`${' '.repeat(indent)}${roll(10) ? JSON.stringify(name) : name}:`, item, indent, [...path, name]);
    }
  };
  const list = (value: unknown[], indent: number, path: Path) => {
    for (const [i, item] of value.entries()) {
      above(indent, path);
      const dash = `${' '.repeat(indent)}-`;
      const from = lines.length;
      if (isMap(item) && Object.keys(item).length > 0) {
        map(item, indent + 2, [...path, i]);
        const first = lines.findIndex((line, at) => at >= from && line.trim() !== '' && !line.trim().startsWith('#'));
        lines[first] = `${dash} ${lines[first]?.slice(indent + 2)}`;
      } else lines.push(`${dash}${spaced(inline(item, roll))}${maybeTail([...path, i])}`);
      spans.set(JSON.stringify([...path, i]), [from, lines.length - 1]);
    }
  };
  if (roll(50)) lines.push(comment([]));
  map(doc.value, 0, []);
  if (roll(40)) lines.push('', comment([]));
  doc.comments = comments;
  doc.spans = spans;
  const eol = doc.crlf ? '\r\n' : '\n';
  return (doc.bom ? '\uFEFF' : '') + lines.join(eol) + (doc.finalNewline && lines.length > 0 ? eol : '');
}

const spaced = (text: string): string => (text === '' ? '' : ` ${text}`);

function inline(value: unknown, roll: (below: number) => boolean): string {
  if (value === null) return roll(50) ? '' : 'null';
  if (typeof value === 'string') {
    if (/^[a-z]+$/.test(value) && roll(60)) return value;
    return !value.includes('\n') && roll(50) ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
  }
  // JSON is YAML.
  return typeof value === 'object' ? JSON.stringify(value).replaceAll('":', '": ') : String(value);
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
