import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { blockScalar, inlineScalar, keyToken, type Roll } from './random-yaml-scalars.ts';

type Path = (string | number)[];
type Mapping = Record<string, unknown>;

/** `tail` stands behind the entry of its path, `inside` on a line of its own in the section of its path. */
export interface Comment {
  text: string;
  path: Path;
  at: 'tail' | 'inside';
}

/** A YAML text as a tree of drawn decisions, so that a test knows which comment stands where. */
export interface Doc {
  value: Mapping;
  /** Decides style and comments, one number after the other. */
  dice: number[];
  /** Line ends; `mixed` takes both. */
  eol: 'lf' | 'crlf' | 'mixed';
  bom: boolean;
  finalNewline: boolean;
  indentedLists: boolean;
  step: number;
  /** Lines before and behind the document's own. */
  frame: 'none' | 'start' | 'directive' | 'end';
  /** Maps that get an anchor, because a merge key takes them in elsewhere. */
  shared: Set<unknown>;
  /** Filled by `render`: the comments, each unique, with the path of the node that they stand in or at. */
  comments: Comment[];
  /** Filled by `render`: first and last line of every entry, by `JSON.stringify(path)`. */
  spans: Map<string, [number, number]>;
  /** Filled by `render`: what is written as `{...}` or `[...]`, and entries that share a line with their neighbours. */
  flow: Set<string>;
}

const key = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('model', 'default', 'base_url', 'a', 'b', 'c-d', 'name') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('x.y', './m.gguf', 'größe', 'two words', 'a:b', '#x', "it's", 'say "hi"', '日本', '🚀'),
  },
  { weight: 1, arbitrary: fc.constantFrom('-x', '?q', '0', '007', 'yes', 'null', 'true', '', '{x}', '*a', '&a', '!t') },
);
const scalar = fc.oneof(
  fc.constantFrom<unknown>('', 'text', 'two words', 'http://h:8000/v1', "it's", 'a # b', 'off', '日本', 'x: y', '5'),
  fc.constantFrom<unknown>('one two three four', 'so many words in one text', 'tab\there', 'C:\\new', '- x', ' pad '),
  fc.constantFrom<unknown>('line\nbreak\n', 'a\nb', 'x\n\ny\n\n', '  lead\ntext\n', 'last\n\n\n', '# no note\nx\n'),
  fc.constantFrom<unknown>(0, 0.5, 65536, -1, true, false, null, null),
);

const { node } = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 4, arbitrary: scalar },
    { weight: 3, arbitrary: fc.dictionary(key, tie('node'), { maxKeys: 4, noNullPrototype: true }) },
    { weight: 2, arbitrary: fc.array(tie('node'), { maxLength: 3 }) },
  ),
}));

export const documents: fc.Arbitrary<Doc> = fc
  .record({
    value: fc.dictionary(key, node, { maxKeys: 5, noNullPrototype: true }),
    dice: fc.array(fc.nat(99), { minLength: 60, maxLength: 60 }),
    eol: fc.constantFrom('lf', 'lf', 'crlf', 'mixed'),
    bom: fc.boolean(),
    finalNewline: fc.boolean(),
    indentedLists: fc.boolean(),
    step: fc.constantFrom(2, 2, 4, 3, 1),
    frame: fc.constantFrom('none', 'none', 'none', 'start', 'directive', 'end'),
    merges: fc.array(fc.nat(5), { maxLength: 2 }),
  })
  .map(({ merges, ...drawn }) => ({
    ...drawn,
    ...withMerges(drawn.value, merges),
    comments: [],
    spans: new Map(),
    flow: new Set(),
  }));

/** Some later map takes an earlier one in with `<<`. */
function withMerges(value: Mapping, merges: number[]): { value: Mapping; shared: Set<unknown> } {
  const shared = new Set<unknown>();
  const copy = structuredClone(value);
  const maps = Object.values(copy).filter((it): it is Mapping => isMap(it) && Object.keys(it).length > 0);
  for (const [i, from] of merges.entries()) {
    const source = maps[from];
    const target = maps[from + 1 + i];
    if (!source || !target || '<<' in target || '<<' in source) continue;
    shared.add(source);
    const own = Object.entries(target);
    for (const [name] of own) delete target[name];
    target['<<'] = structuredClone(source);
    for (const [name, item] of own) target[name] = item;
  }
  return { value: copy, shared };
}

/** Writes the document by hand-like rules: comments, blank lines, all quoting styles, flow and block. */
export function render(doc: Doc): string {
  let turn = 0;
  const roll: Roll = (below) => {
    turn += 1;
    return ((doc.dice[turn % doc.dice.length] ?? 0) + turn * 7) % 100 < below;
  };
  const comments: Comment[] = [];
  const spans: Doc['spans'] = new Map();
  const flow: Doc['flow'] = new Set();
  const anchors: { name: string; value: unknown }[] = [];
  const lines: string[] = [];
  /** Behind a block scalar: deeper comments and blank lines would be part of it. */
  let scalarIndent: number | undefined;
  let kept = false;
  const push = (...added: string[]) => {
    lines.push(...added);
    scalarIndent = undefined;
    kept = false;
  };
  const comment = (path: Path, at: Comment['at'] = 'inside'): string => {
    const text = `# note ${comments.length} of this: "file" ä`;
    comments.push({ text, path, at });
    return text;
  };
  const gap = () => (roll(50) ? '  ' : roll(50) ? ' ' : roll(50) ? '\t' : ' \t ');
  const tail = (path: Path) => (roll(22) ? gap() + comment(path, 'tail') : roll(8) ? gap() : '');
  const above = (indent: number, path: Path) => {
    // The parser takes a lone tab below a key without a value for indentation.
    const tabs = /["'\]}]$|\w (\w+)$/.test(lines.at(-1) ?? '') && !/ [&!*]\S+$/.test(lines.at(-1) ?? '');
    if (!kept && roll(12)) lines.push(scalarIndent === undefined && roll(30) ? (tabs && roll(60) ? '\t' : '   ') : '');
    while (roll(18)) {
      const odd = roll(60) ? indent : roll(50) ? indent + 1 + (turn % 4) : Math.max(0, indent - 1);
      lines.push(' '.repeat(Math.min(odd, (scalarIndent ?? 99) - 1)) + comment(path));
      kept = false;
    }
  };
  /** Anchor or tag in front of a value, and what is to be done when it is written. */
  const propsFor = (value: unknown): { props: string; done: () => void } => {
    if (!doc.shared.has(value) && !roll(6)) return { props: '', done: () => undefined };
    const name = `a${anchors.length + turn}`;
    return { props: ` &${name}`, done: () => anchors.push({ name, value }) };
  };
  const aliasFor = (value: unknown, always: boolean): string | undefined => {
    const found = anchors.find((it) => isDeepStrictEqual(it.value, value));
    return found && (always || roll(40)) ? `*${found.name}` : undefined;
  };
  const put = (head: string, value: unknown, indent: number, path: Path) => {
    const from = lines.length;
    const alias = aliasFor(value, path.at(-1) === '<<');
    const { props, done } = alias ? { props: '', done: () => undefined } : propsFor(value);
    const block = path.at(-1) !== '<<' && !roll(15);
    if (alias) push(`${head} ${alias}${tail(path)}`);
    else if (isMap(value) && Object.keys(value).length > 0 && block) {
      push(head + props + tail(path));
      map(value, indent + (roll(80) ? doc.step : 1 + (turn % 5)), path);
    } else if (Array.isArray(value) && value.length > 0 && block) {
      push(head + props + tail(path));
      list(value, indent + (doc.indentedLists ? doc.step : 0), path);
    } else if (typeof value === 'object' && value !== null && path.at(-1) !== '<<' && roll(50) && size(value) > 0) {
      flowLines(head + props, value, indent, path);
    } else scalarLines(head + props, value, indent, path);
    done();
    spans.set(JSON.stringify(path), [from, lines.length - 1]);
  };
  const scalarLines = (head: string, value: unknown, indent: number, path: Path) => {
    const asBlock = typeof value === 'string' && roll(50) ? blockScalar(value, indent, roll) : undefined;
    if (asBlock) {
      push(`${head} ${asBlock.header}${tail(path)}`, ...asBlock.lines);
      scalarIndent = asBlock.indent;
      kept = asBlock.kept;
    } else {
      if (typeof value === 'object' && value !== null) flow.add(JSON.stringify(path));
      const [first = '', ...rest] = inlineScalar(value, indent, roll);
      const all = [first && `${head} ${first}`, ...rest];
      if (!first) all[0] = head;
      all.push(all.pop() + tail(path));
      push(...all);
    }
  };
  /** `{...}` or `[...]` over several lines, with comments. */
  const flowLines = (head: string, value: object, indent: number, path: Path) => {
    const isList = Array.isArray(value);
    flow.add(JSON.stringify(path));
    push(`${head} ${isList ? '[' : '{'}${roll(30) ? `  ${comment(path)}` : ''}`);
    const entries = Object.entries(value);
    for (const [i, [name, item]] of entries.entries()) {
      const at = [...path, isList ? i : name];
      const last = i === entries.length - 1;
      if (roll(15)) push(' '.repeat(indent + 2) + comment(path));
      if (roll(6)) push('');
      const text = inlineScalar(item, undefined, roll).join(' ');
      const entry = isList ? text || 'null' : `${keyToken(name, true, roll)}:${text && ` ${text}`}`;
      const lineOf = `${' '.repeat(indent + 1 + (roll(80) ? 1 : 2))}${entry}${last && roll(60) ? '' : ','}`;
      push(lineOf + (roll(25) ? `  ${comment(at, 'tail')}` : ''));
      if (typeof item === 'object' && item !== null) flow.add(JSON.stringify(at));
      spans.set(JSON.stringify(at), [lines.length - 1, lines.length - 1]);
    }
    push(`${' '.repeat(indent + (roll(50) && indent > 0 ? 1 : doc.step))}${isList ? ']' : '}'}${tail(path)}`);
  };
  const map = (value: Mapping, indent: number, path: Path) => {
    for (const [name, item] of Object.entries(value)) {
      above(indent, path);
      const token = name === '<<' ? name : keyToken(name, false, roll);
      const explicit = roll(2) && !(typeof item === 'object' && item !== null) && name !== '<<';
      if (explicit) {
        const from = lines.length;
        push(`${' '.repeat(indent)}? ${token}`);
        put(`${' '.repeat(indent)}:`, item, indent, [...path, name]);
        spans.set(JSON.stringify([...path, name]), [from, lines.length - 1]);
      } else put(`${' '.repeat(indent)}${token}${roll(4) ? ' ' : ''}:`, item, indent, [...path, name]);
    }
    if (roll(8) && !kept && scalarIndent === undefined) lines.push(' '.repeat(indent) + comment(path));
  };
  const list = (value: unknown[], indent: number, path: Path) => {
    for (const [i, item] of value.entries()) {
      above(indent, path);
      const at = [...path, i];
      const dash = `${' '.repeat(indent)}-`;
      const from = lines.length;
      const wide = roll(85) ? 1 : 2 + (turn % 2);
      const block = size(item) > 0 && !roll(15);
      const alias = aliasFor(item, false);
      if (alias) push(`${dash} ${alias}${tail(at)}`);
      else if (block && roll(10)) {
        push(dash + tail(at));
        if (isMap(item)) map(item, indent + 1 + wide, at);
        else list(item as unknown[], indent + 1 + wide, at);
      } else if (block) {
        if (isMap(item)) map(item, indent + 1 + wide, at);
        else list(item as unknown[], indent + 1 + wide, at);
        // What stood before the first entry now stands before the dash.
        const first = lines.findIndex((line, n) => n >= from && line.trim() !== '' && !line.trim().startsWith('#'));
        lines[first] = dash + ' '.repeat(wide) + lines[first]?.slice(indent + 1 + wide);
      } else {
        const { props, done } = propsFor(item);
        if (typeof item === 'object' && item !== null && roll(40) && size(item) > 0)
          flowLines(dash + props, item, indent, at);
        else scalarLines(dash + props, item, indent, at);
        done();
      }
      spans.set(JSON.stringify(at), [from, lines.length - 1]);
    }
  };
  if (doc.frame === 'directive') push('%YAML 1.2');
  if (roll(50) && doc.frame !== 'directive') push(comment([]));
  if (doc.frame === 'directive' || doc.frame === 'start') push(`---${roll(30) ? ` ${comment([])}` : ''}`);
  map(doc.value, 0, []);
  if (roll(40) && !kept) push('', comment([]));
  // Without a line break at its end, a kept blank line would not be one.
  const ended = doc.finalNewline || kept;
  if (doc.frame === 'end') push('...');
  doc.comments = comments;
  doc.spans = spans;
  doc.flow = flow;
  const ends = lines.map((_line, i) =>
    doc.eol === 'crlf' || (doc.eol === 'mixed' && (i * 7) % 5 < 2) ? '\r\n' : '\n',
  );
  const text = lines.map((line, i) => line + (i < lines.length - 1 || ended ? ends[i] : '')).join('');
  return (doc.bom ? '\uFEFF' : '') + text;
}

const isMap = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const size = (value: unknown): number => (typeof value === 'object' && value !== null ? Object.keys(value).length : 0);
