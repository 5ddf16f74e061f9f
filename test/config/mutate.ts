import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { ROOT } from '../helpers/cli.ts';

/** Numbers from a seed, so that every document can be made again. */
export interface Dice {
  /** 0 to `below` - 1. */
  int(below: number): number;
  pick<T>(items: readonly T[]): T;
}

/** mulberry32: 32 bits of state, enough for test data. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (below: number) => Math.floor(next() * below);
  return { int, pick: (items) => items[int(items.length)] as never };
}

/** Bytes of the corpus's files, and of the commented example with its settings in force. */
export function originals(): Buffer[] {
  const files = globSync(['test/corpus/{valid,invalid}/**/*.yaml', 'docs/config.example.yaml'], { cwd: ROOT }).sort();
  return files.map((name) => {
    const bytes = readFileSync(join(ROOT, name));
    return name.startsWith('docs') ? Buffer.from(bytes.toString().replaceAll(/^# /gm, '')) : bytes;
  });
}

export const KINDS = ['bytes', 'tokens', 'trees'] as const;

/** One mutated document of the kind. */
export function mutated(kind: (typeof KINDS)[number], all: readonly Buffer[], roll: Dice): Buffer {
  const original = windowOf(roll.pick(all), roll);
  if (kind === 'bytes') return times(1 + roll.int(6), original, (bytes) => byteStep(bytes, roll));
  if (kind === 'tokens') {
    return Buffer.from(times(1 + roll.int(5), original.toString(), (text) => tokenStep(text, roll, all)));
  }
  return Buffer.from(treeText(original.toString(), roll));
}

/** A file longer than 8 KB mostly gives some of its lines, so that 100,000 documents are done in minutes. */
function windowOf(bytes: Buffer, roll: Dice): Buffer {
  const limit = 8192;
  if (bytes.length <= limit || roll.int(20) === 0) return bytes;
  const start = bytes.indexOf(10, roll.int(bytes.length - limit)) + 1;
  return bytes.subarray(start, start + limit);
}

function times<T>(count: number, value: T, step: (value: T) => T): T {
  let result = value;
  for (let i = 0; i < count; i++) result = step(result);
  return result;
}

function byteStep(bytes: Buffer, roll: Dice): Buffer {
  const at = roll.int(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + roll.int(roll.pick([1, 8, 200])));
  const [head, part, tail] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  const random = Buffer.from(Array.from({ length: 1 + roll.int(4) }, () => roll.int(256)));
  const changes = [
    () => [head, tail],
    () => [head, part, part, tail],
    () => [head],
    () => [head, random, part, tail],
    () => [head, random, tail],
    () => [head, Buffer.from(part.map((byte) => byte ^ (1 << roll.int(8)))), tail],
    () => [tail, head],
    () => [roll.pick([BOM, UTF16_LE, UTF16_BE]), bytes],
    () => [roll.pick([BOM, UTF16_LE]), Buffer.from(bytes.toString(), 'utf16le')],
  ];
  return Buffer.concat(roll.pick(changes)());
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_LE = Buffer.from([0xff, 0xfe]);
const UTF16_BE = Buffer.from([0xfe, 0xff]);

const TOKENS =
  `: - ? # [ ] { } , & * ! | > ' " % @ \` << <<: *a &a !!str !secret !!binary !!float !!set !!omap --- ... ~ null true off yes 0777 1:30 1e400
.inf .nan 0x1F 0b1 0o7 +1 -0 1_000 2024-01-01 |- >+2 |9 \${X} \${ \${file:x} "{} '[] "\\x" "\\u12" {a:1} [1,] __proto__ constructor toString <<<<<<<
======= >>>>>>> %YAML`.split(/\s+/);
const SPACES = [
  '\n',
  '\r\n',
  '\r',
  '\t',
  ' ',
  '  ',
  '\n\n',
  '\n\t',
  '\u00a0',
  '\u2028',
  '\u0085',
  '\u0000',
  '\ufeff',
  '\ud800',
  '🚀',
];

/** Moves, doubles, removes or replaces pieces that mean something to YAML. */
function tokenStep(text: string, roll: Dice, all: readonly Buffer[]): string {
  const lines = text.split('\n');
  const at = roll.int(lines.length);
  const line = lines[at] ?? '';
  const put = (...now: string[]) => lines.toSpliced(at, 1, ...now).join('\n');
  const words = line.split(/(\s+|[:,[\]{}"'#-])/);
  const word = roll.int(words.length);
  const token = () => (roll.int(4) === 0 ? roll.pick(SPACES) : roll.pick(TOKENS));
  const changes = [
    () => put(),
    () => put(line, line),
    () => put(`${' '.repeat(1 + roll.int(4))}${line}`),
    () => put(line.replace(/^ {1,2}/, '')),
    () => put(line, token()),
    () => put(words.toSpliced(word, 1, token()).join('')),
    () => put(words.toSpliced(word, 0, token()).join('')),
    () => put(words.toSpliced(word, 1).join('')),
    () => put(line.replace(/:.*/, `: ${roll.pick(TOKENS)}`)),
    () => put(line.replace(/: (.*)/, ': &x $1'), line.replace(/:.*/, 'b: *x')),
    () => lines.toSpliced(roll.int(lines.length), 0, line).join('\n'),
    () => lines.toSpliced(at, 1 + roll.int(5)).join('\n'),
    () => `${text}\n${roll.pick(all).subarray(0, 400)}`,
    () => text.replaceAll('\n', roll.pick(['\r\n', '\r', '\n\n'])),
    () => put(`${line}: `.repeat(1 + roll.int(40))),
    () =>
      put(
        line.slice(0, line.length - line.trimStart().length) +
          roll.pick(['[', '{a: ', '- ', '? ']).repeat(1 + roll.int(1500)),
      ),
  ];
  return roll.pick(changes)();
}

/** Any value, also of shapes that no reader expects. */
const VALUES: readonly unknown[] = [
  ...[
    null,
    '',
    ' ',
    'text',
    'off',
    '80%',
    '64k',
    '180s',
    '[1, 2]',
    '{"a": 1}',
    '$' + '{X}',
    'http://',
    '::',
    'a.b',
    '-',
    '0',
  ],
  ...[0, -1, 1e308, 0.5, 80, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, true, false],
  ...[[], {}, [null], [[]], [{}], { '': null }, { a: { b: { c: [] } } }, { name: 1, base_url: [] }, [{ name: null }]],
];

/** The document as data with some places changed, written again; a document that is no YAML gets a value instead. */
function treeText(text: string, roll: Dice): string {
  let data: unknown;
  try {
    data = parse(text, { logLevel: 'silent' });
  } catch {
    data = structuredClone(roll.pick(VALUES));
  }
  const tree: { root: unknown } = { root: data };
  for (let i = 1 + roll.int(6); i > 0; i--) treeStep(tree, roll);
  try {
    return stringify(tree.root, { collectionStyle: roll.pick(['any', 'any', 'flow', 'block']) }) ?? '';
  } catch {
    return String(tree.root);
  }
}

type Holder = Record<string | number, unknown>;

function treeStep(tree: { root: unknown }, roll: Dice): void {
  const places = placesOf(tree as unknown as Holder, []);
  if (places.length === 0) return;
  const [holder, key] = roll.pick(places);
  const [other, from] = roll.pick(places);
  const value = holder[key];
  const changes = [
    () => set(holder, key, structuredClone(roll.pick(VALUES))),
    () => set(holder, key, structuredClone(other[from])),
    () => set(holder, key, [value]),
    () => set(holder, key, { [roll.pick(NAMES)]: value }),
    () => set(holder, key, jsonOf(value)),
    () =>
      Array.isArray(holder)
        ? holder.push(structuredClone(roll.pick(VALUES)))
        : set(holder, roll.pick(NAMES), structuredClone(value)),
    () => (Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key]),
    () => typeof value === 'number' && set(holder, key, value * roll.pick([-1, 100, 1e-3, 1e6])),
  ];
  roll.pick(changes)();
}

/** Text for what an alias inside its own anchor made endless. */
function jsonOf(value: unknown): string {
  try {
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  } catch {
    return '[...]';
  }
}

/** Also for names such as `__proto__`, which would be lost otherwise. */
const set = (holder: Holder, key: string | number, value: unknown): void => {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
};

const NAMES =
  'model default provider base_url agent compression threshold providers custom_providers auxiliary servers context_length __proto__ 0 a.b'.split(
    ' ',
  );

function placesOf(value: Holder, found: [Holder, string | number][]): [Holder, string | number][] {
  for (const [key, child] of Object.entries(value)) {
    found.push([value, Array.isArray(value) ? Number(key) : key]);
    if (typeof child === 'object' && child !== null && found.length < 3000) placesOf(child as Holder, found);
  }
  return found;
}
