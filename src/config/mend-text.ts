import type { Diagnostic } from '../contract/index.ts';
import { isHermesError } from '../errors/hermes-error.ts';
import { editText } from './edit-text.ts';
import type { Edit, Path } from './edit-value.ts';
import type { PlacedFix } from './finding.ts';
import { formatKeyPath } from './key-path.ts';
import { duplicateAt, mergeDuplicate } from './merge-duplicates.ts';
import type { ValidatedFile } from './validate.ts';
import { parseYaml } from './yaml-source.ts';

/** A remedy that was applied. */
export interface Mended {
  title: string;
  code: string;
  /** Dotted path of the finding; empty for the whole file. */
  path: string;
}

/** One that was not, and why. */
export type NotMended = Mended & { reason: string };

export interface FixedText {
  text: string;
  /** About that text. */
  report: ValidatedFile;
  fixed: Mended[];
  notFixed: NotMended[];
  /** False where the text is no YAML: nothing can then be changed in it. */
  readable: boolean;
}

/** A remedy may bring up another one (a moved key that is also misspelled), but not for ever. */
const MAX_ROUNDS = 50;

type Check = (text: string) => ValidatedFile;

/**
 * Applies the remedies of a report and of the reports about what comes out, until there are none or only such as were
 * refused. Each is applied as a whole or not at all; one that would turn a key without effect into an error that only a
 * person can mend is refused. Terminates: no text is visited twice.
 */
export function mendText(start: string, first: ValidatedFile, check: Check): FixedText {
  let state: FixedText = { text: start, report: first, fixed: [], notFixed: [], readable: isReadable(first) };
  const seen = new Set([start]);
  for (let round = 0; state.readable && round < MAX_ROUNDS; round += 1) {
    const before = state.text;
    state = nextState(state, check);
    if (state.text === before || seen.has(state.text)) break;
    seen.add(state.text);
  }
  // What another remedy mended along the way is not left over.
  const open = new Set(state.report.fixes.flatMap(single).map(idOf));
  return { ...state, notFixed: state.notFixed.filter((it) => open.has(idOf(it))) };
}

/** All open remedies at once; where that makes something worse, one by one, to see which does. */
function nextState(state: FixedText, check: Check): FixedText {
  const fixes = openFixes(state);
  const all = applyAll(state, fixes, [], check);
  // A merge only brings to light what the reader of the file did not see.
  if (hopeless(all.report).length <= hopeless(state.report).length || fixes[0]?.merge !== undefined) return all;
  const touched: Path[] = [];
  let now = state;
  const refused: NotMended[] = [];
  for (const fix of fixes) {
    const next = applyAll(now, [fix], touched, check);
    const known = new Set(hopeless(now.report).map(({ message }) => message));
    const worse = next.report.errors > now.report.errors ? hopeless(next.report) : [];
    const brought = worse.find(({ message }) => !known.has(message));
    const { title, code, path } = fix;
    if (brought) refused.push({ title, code, path, reason: `its value does not fit: ${brought.message}` });
    else now = next;
  }
  return { ...now, notFixed: [...now.notFixed, ...refused] };
}

/** Errors that only a person can mend. */
const hopeless = ({ diagnostics }: ValidatedFile): Diagnostic[] =>
  diagnostics.filter(({ severity, fix }) => severity === 'error' && fix === undefined);

/** Findings after which there is no document to edit. */
const UNREADABLE = new Set([
  'config.syntax',
  'config.tab',
  'config.conflict-marker',
  'config.multiple-documents',
  'config.alias-bomb',
  'config.unreadable',
]);

const isReadable = ({ diagnostics }: ValidatedFile): boolean => !diagnostics.some(({ code }) => UNREADABLE.has(code));

const idOf = ({ code, path, title }: Mended): string => JSON.stringify([code, path, title]);

/** The remedies that were not refused yet; merges first, because no edit can be made while a name stands twice. */
function openFixes({ report, notFixed }: FixedText): PlacedFix[] {
  const refused = new Set(notFixed.map(idOf));
  const open = report.fixes.flatMap(single).filter((fix) => !refused.has(idOf(fix)));
  const merge = open.find((fix) => fix.merge !== undefined);
  return merge ? [merge] : open;
}

/** The one note about all older spellings holds edits that have nothing to do with each other. */
function single(fix: PlacedFix): PlacedFix[] {
  if (fix.code !== 'config.legacy') return [fix];
  return fix.edits.map((edit) => ({ ...fix, ...spelled(edit), edits: [edit] }));
}

function spelled({ path, rename, moveTo }: Edit): { title: string; path: string } {
  const now = rename === undefined ? moveTo : [...path.slice(0, -1), rename];
  return { title: `write it as \`${formatKeyPath(now ?? path)}\``, path: formatKeyPath(path) };
}

/** Applies what can be applied to one text. What touches the same place as another one waits for the next round. */
function applyAll(state: FixedText, fixes: readonly PlacedFix[], touched: Path[], check: Check): FixedText {
  const broken = fixes.some(({ merge }) => merge === undefined) ? editable(state.text) : undefined;
  const fixed = [...state.fixed];
  const notFixed = [...state.notFixed];
  let { text } = state;
  for (const fix of fixes) {
    const { title, code, path } = fix;
    const places = fix.edits.flatMap(placesOf);
    if (places.some((place) => touched.some((other) => meets(place, other)))) continue;
    const done = broken ? { reason: broken } : applied(text, fix);
    if ('reason' in done) notFixed.push({ title, code, path, reason: done.reason });
    else if (done.text !== text) {
      text = done.text;
      fixed.push({ title, code, path });
      touched.push(...places);
    }
  }
  return { ...state, text, fixed, notFixed, report: text === state.text ? state.report : check(text) };
}

function applied(text: string, { edits, merge }: PlacedFix): { text: string } | { reason: string } {
  try {
    if (merge === undefined) return { text: editText(text, edits) };
    const source = parseYaml(text);
    const duplicate = duplicateAt(source, merge);
    return { text: duplicate ? mergeDuplicate(source, duplicate) : text };
  } catch (error) {
    if (!isHermesError(error)) throw error;
    return { reason: error.message };
  }
}

/** Why no edit can be made at all; undefined where they can. */
function editable(text: string): string | undefined {
  const { document, placeOf } = parseYaml(text);
  const [fault] = document.errors;
  return fault && `line ${placeOf(fault.pos[0]).line} must be mended by hand first`;
}

/** Where an edit changes what paths lead to; the items behind one that is removed get other numbers. */
const placesOf = ({ path, remove, rename, moveTo }: Edit): Path[] => [
  remove && typeof path.at(-1) === 'number' ? path.slice(0, -1) : path,
  ...(rename === undefined ? [] : [[...path.slice(0, -1), rename]]),
  ...(moveTo ? [moveTo] : []),
];

/** One of the two lies within the other, so that a path may no longer lead to what was meant. */
const meets = (a: Path, b: Path): boolean => {
  const common = Math.min(a.length, b.length);
  return a.slice(0, common).every((step, i) => step === b[i]);
};
