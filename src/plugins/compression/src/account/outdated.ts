import type { Identifier } from './identifiers.ts';
import type { Statement } from './statements.ts';

/** A value that was said and does not hold any more, or seems not to. */
export interface Outdated {
  /** Message that says so. */
  by: number;
  /** What holds instead, where the same message says it. */
  now?: string;
  /** The message takes this very value back; otherwise it speaks of the same thing with another value. */
  sure: boolean;
}

/** ` (8181 is outdated, now 9191, corrected by #45)`, or a more careful one: behind what still shows the value. */
export const outdatedMark = (value: string, { by, now, sure }: Outdated): string =>
  sure
    ? `${value} is outdated${now ? `, now ${now}` : ''}, corrected by #${by}`
    : `${value}: probably corrected by #${by}${now ? `, ${now}` : ''}`;

interface Told {
  value: string;
  kind: Identifier['kind'];
  seq: number;
  words: ReadonlySet<string>;
}

/** Words right before a value that it does not hold; what is left behind by "from X to Y" has to be followed by the rest. */
const DENIED =
  /(?:\bnot|\binstead of|\brather than|\bno longer(?: \w+)?|\bused to be|\bpreviously|\bformerly|\breplac(?:es|ing)|\bdrop(?:s|ped)?|而不是|并非|不是|不再(?:是|用|使用)?|别再用|取代|代替|原来(?:是|的)|之前(?:是|的)|以前(?:是|的)|旧的)\s*(?:port |the |on |at )?["'`(“]?$/iu;
const LEFT = /(?:\bfrom|从|由|把)\s*["'`(“]?$/iu;
const LEFT_FOR = /^["'`)”]?\s*(?:to\b|改为|改成|换成|变为|到)/iu;

/** Words right behind a value that it does not hold. */
const GIVEN_UP =
  /^["'`)”]?\s*(?:is|was|are|were)?\s*(?:wrong|outdated|obsolete|dead|gone|a typo|no longer|not (?:right|correct|valid)|已过时|已作废|不对|是错的|错了|作废|改为|改成|换成)/iu;

/** Words that say nothing about what a sentence is about. */
const STOP = new Set(
  'the and for with that this from into now then will use our you your are was has have not but its all any can should must please correction actually instead changed update there here which what also just make sure set new old about update thing take took back changed change agreed team morning today work please'.split(
    ' ',
  ),
);

/** Without any of these words nothing is taken back by name; looking closer at every value takes long. */
const SUSPECT =
  /\b(?:not|instead|rather|longer|used|previously|formerly|replac|drop|from|wrong|outdated|obsolete|gone)|不|而|并|别|取|代|原|之前|以前|旧|从|由|把|过时|作废|错/i;

/** Words that more sentences have than this say nothing about what one is about. */
const RARE = 24;
const RARER = 6;

/** Share of the words that a correction and an earlier sentence must have in common, and without a word that says so. */
const ALIKE = 0.2;
const ALIKE_UNSAID = 0.4;

/** Letters of a word that count, so that `session` and `sessions` are the same. */
const STEM = 5;

/**
 * Values that a later message takes back: by name ("not 8181", "instead of X"), by naming another one beside it, or by
 * saying the same of another value of the same kind. A value that is said again afterwards holds again. Linear.
 */
export function outdatedValues(statements: readonly Statement[]): Map<string, Outdated> {
  const outdated = new Map<string, Outdated>();
  const said = new Map<string, number>();
  const index = new Map<string, Told[]>();
  for (const statement of statements) {
    const { identifiers, seq, by, text, corrects } = statement;
    // What the model mentions by the way takes nothing back and confirms nothing.
    if (by === 'model' && !statement.decides && !statement.introduces && !corrects) continue;
    const suspect = SUSPECT.test(text);
    const [denied, known, fresh]: [Identifier[], Identifier[], Identifier[]] = [[], [], []];
    for (const one of identifiers) {
      // What nobody has said before is not taken back, whatever the words around it.
      const before = said.get(one.value);
      const list = before === undefined || before === seq ? fresh : suspect && isDenied(text, one) ? denied : known;
      list.push(one);
    }
    for (const { value } of identifiers) if (!said.has(value)) said.set(value, seq);
    for (const { value } of [...known, ...fresh]) outdated.delete(value);
    const instead = (kind: Identifier['kind']) => [...fresh, ...known].find((one) => one.kind === kind)?.value;
    const mark = ({ value, kind }: Pick<Identifier, 'value' | 'kind'>, sure: boolean, now = instead(kind)): void => {
      outdated.set(value, { by: seq, sure, ...(now === undefined ? {} : { now }) });
    };
    for (const one of denied) mark(one, true);
    const beside = denied.length === 0 ? known.filter(({ kind }) => fresh.some((one) => one.kind === kind)) : [];
    for (const one of beside) if (corrects || by === 'user') mark(one, false);
    const words = wordsOf(statement);
    if (denied.length === 0 && beside.length === 0) {
      for (const { kind, value } of fresh) {
        const old = mostAlike(index, words, { kind, seq, said: corrects });
        if (old && old.value !== value) mark(old, false, value);
      }
    }
    for (const { kind, value } of [...fresh, ...known]) {
      const told = { value, kind, seq, words };
      for (const word of words) {
        const list = index.get(word);
        // Once a word is common nobody looks at who has it.
        if (!list) index.set(word, [told]);
        else if (list.length <= RARE) list.push(told);
      }
    }
  }
  return outdated;
}

function isDenied(text: string, { at, value }: Identifier): boolean {
  const before = text.slice(Math.max(0, at - 32), at);
  const behind = text.slice(at + value.length, at + value.length + 32);
  return DENIED.test(before) || GIVEN_UP.test(behind) || (LEFT.test(before) && LEFT_FOR.test(behind));
}

/** The value of an earlier message about the same: it shares words with this one that few others have. */
function mostAlike(
  index: ReadonlyMap<string, readonly Told[]>,
  words: ReadonlySet<string>,
  { kind, seq, said }: { kind: Identifier['kind']; seq: number; said: boolean },
): Told | undefined {
  const weights = new Map<Told['words'], { told: Told; shared: number; weight: number }>();
  for (const word of words) {
    const list = index.get(word) ?? [];
    if (list.length > (said ? RARE : RARER)) continue;
    for (const told of list) {
      if (told.kind !== kind || told.seq === seq) continue;
      const entry = weights.get(told.words) ?? { told, shared: 0, weight: 0 };
      entry.shared += 1;
      entry.weight += 1 / list.length;
      weights.set(told.words, entry);
    }
  }
  let best: { told: Told; weight: number } | undefined;
  for (const { told, shared, weight } of weights.values()) {
    const share = shared / Math.max(1, Math.min(words.size, told.words.size));
    if (shared < (said ? 1 : 2) || share < (said ? ALIKE : ALIKE_UNSAID)) continue;
    if (!best || weight >= best.weight) best = { told, weight };
  }
  return best?.told;
}

const WIDE = /[\u2e80-\u9fff\uac00-\ud7af]/;

/** Words that say what a sentence is about, without its values; pairs of characters where words are not parted. */
function wordsOf({ text, identifiers }: Statement): Set<string> {
  let about = '';
  let done = 0;
  for (const { at, value } of identifiers) {
    if (at > done) about += `${text.slice(done, at)} `;
    done = Math.max(done, at + value.length);
  }
  about = (about + text.slice(done)).toLowerCase();
  const words = new Set<string>();
  for (const word of about.match(/[a-zß-ɏ]{3,}/g) ?? []) if (!STOP.has(word)) words.add(word.slice(0, STEM));
  if (!WIDE.test(about)) return words;
  for (const run of about.match(/[\u2e80-\u9fff\uac00-\ud7af]{2,}/g) ?? []) {
    for (let i = 0; i + 1 < run.length; i++) words.add(run.slice(i, i + 2));
  }
  return words;
}
