import type { Identifier } from './identifiers.ts';
import type { Statement } from './statements.ts';

/** A value that was said and does not hold any more. */
export interface Outdated {
  /** Message that says so. */
  by: number;
  /** What holds instead, where the same sentence says it. */
  now?: string;
}

interface Told {
  value: string;
  /** Made when they are needed, and once. */
  words(): Set<string>;
}

/** Words right before a value that it does not hold; what is left behind by "from X to Y" has to be followed by the rest. */
const DENIED =
  /(?:\bnot|\binstead of|\brather than|\bno longer(?: \w+)?|\bused to be|\bpreviously|\bformerly|\breplac(?:es|ing)|\bdrop(?:s|ped)?|而不是|并非|不是|不再(?:是|用|使用)?|别再用|取代|代替|原来(?:是|的)|之前(?:是|的)|以前(?:是|的)|旧的)\s*(?:port |the |on |at )?["'`(“]?$/iu;
const LEFT = /(?:\bfrom|从|由|把)\s*["'`(“]?$/iu;
const LEFT_FOR = /^["'`)”]?\s*(?:to\b|改为|改成|换成|变为|到)/iu;

/** Words right behind a value that it does not hold. */
const GIVEN_UP =
  /^["'`)”]?\s*(?:is|was|are|were)?\s*(?:wrong|outdated|obsolete|gone|no longer|not (?:right|correct|valid)|已过时|已作废|不对|是错的|错了|作废|改为|改成|换成)/iu;

/** Words that say nothing about what a sentence is about. */
const STOP = new Set(
  'the and for with that this from into now then will use our you your are was has have not but its all any can should must please correction actually instead changed update there here which what also just make sure set new old about update thing take took back changed change agreed team morning today work please'.split(
    ' ',
  ),
);

/** Without any of these words nothing is taken back by name; looking closer at every value takes long. */
const SUSPECT =
  /\b(?:not|instead|rather|longer|used|previously|formerly|replac|drop|from|wrong|outdated|obsolete|gone)|不|而|并|别|取|代|原|之前|以前|旧|从|由|把|过时|作废|错/i;

/** How many earlier sentences are held against a correction that does not name what it corrects. */
const CANDIDATES = 2_000;

/** Share of the words of a correction that an earlier sentence has to have, so that it is about the same. */
const ALIKE = 0.25;

/** Letters of a word that count, so that `session` and `sessions` are the same. */
const STEM = 5;

/**
 * Values that a later sentence takes back: by name ("not 8181", "instead of X"), or by a correction that says the same of
 * another value of the same kind. A value that is said again afterwards holds again.
 */
export function outdatedValues(statements: readonly Statement[]): Map<string, Outdated> {
  const outdated = new Map<string, Outdated>();
  const said = new Set<string>();
  const told = new Map<string, Told[]>();
  for (const statement of statements) {
    const { identifiers, seq, by, text } = statement;
    // What the model mentions by the way takes nothing back and confirms nothing.
    const counts = by === 'user' || statement.decides || statement.corrects;
    const suspect = counts && SUSPECT.test(text);
    const holding: Identifier[] = [];
    const denied: Identifier[] = [];
    for (const one of identifiers) {
      // What nobody has said before is not taken back, whatever the words around it.
      const list = suspect && said.has(one.value) && isDenied(text, one) ? denied : holding;
      list.push(one);
    }
    for (const { value } of identifiers) said.add(value);
    if (!counts) continue;
    for (const { value } of holding) outdated.delete(value);
    for (const { value, kind } of denied) {
      const now = holding.find((one) => one.kind === kind)?.value;
      outdated.set(value, { by: seq, ...(now === undefined ? {} : { now }) });
    }
    if (statement.corrects && denied.length === 0) {
      for (const { kind, value } of holding) {
        const old = mostAlike(told.get(kind) ?? [], statement, value);
        if (old) outdated.set(old, { by: seq, now: value });
      }
    }
    const words = once(() => wordsOf(statement));
    for (const { kind, value } of holding) {
      const list = told.get(kind);
      if (list) list.push({ value, words });
      else told.set(kind, [{ value, words }]);
    }
  }
  return outdated;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function isDenied(text: string, { at, value }: Identifier): boolean {
  const before = text.slice(Math.max(0, at - 32), at);
  const behind = text.slice(at + value.length, at + value.length + 32);
  return DENIED.test(before) || GIVEN_UP.test(behind) || (LEFT.test(before) && LEFT_FOR.test(behind));
}

/** The value of the earlier sentence that shares most words with a correction, those that few sentences have counting more. */
function mostAlike(told: readonly Told[], statement: Statement, value: string): string | undefined {
  const words = [...wordsOf(statement)];
  const candidates = told.slice(-CANDIDATES).filter((one) => one.value !== value);
  const common = candidates.map((one) => {
    const theirs = one.words();
    return words.filter((word) => theirs.has(word));
  });
  const frequency = new Map<string, number>();
  for (const word of common.flat()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  let best: string | undefined;
  let most = 0;
  for (const [i, shared] of common.entries()) {
    const weight = shared.reduce((sum, word) => sum + 1 / (frequency.get(word) ?? 1), 0) + shared.length / 100;
    if (shared.length < Math.max(2, words.length * ALIKE) || weight < most) continue;
    best = candidates[i]?.value;
    most = weight;
  }
  return best;
}

/** Words that say what a sentence is about, without its values; pairs of characters where words are not parted. */
function wordsOf({ text, identifiers }: Statement): Set<string> {
  let about = text;
  for (const { value } of identifiers) about = about.replace(value, ' ');
  const latin = about.toLowerCase().match(/[\p{Script=Latin}]{3,}/gu) ?? [];
  const runs = about.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]{2,}/gu) ?? [];
  const pairs = runs.flatMap((run) => Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2)));
  return new Set([...latin.filter((word) => !STOP.has(word)).map((word) => word.slice(0, STEM)), ...pairs]);
}
