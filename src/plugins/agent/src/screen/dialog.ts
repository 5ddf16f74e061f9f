import type { Answer } from '../approvals/approver.ts';
import { cells, clipped } from '../render/cells.ts';
import type { Paint } from '../render/paint.ts';

/** A question that waits for a key. Times in ms since 1970. */
export interface Dialog {
  /** One line: what would be done. */
  heading: string;
  offers: readonly Answer[];
  /** Rows of the question that are not shown yet; `view` shows them. */
  hidden: number;
  chosen: Answer;
  /** The letters that chose it, or are no answer; how many of them were handed on as meant for the line; when the last key came. */
  letters: { text: string; handed: number; at: number };
  /** Keys count from here on. */
  armedAt: number;
}

/**
 * How long no key may have come before one counts, in ms: who is typing when the question appears means the line, not the
 * question.
 */
export const QUIET_MS = 600;

/** How slowly letters may come and still be one word, in ms: `refuse` ends like the beginning of `session`, `no way` like `yes`. */
export const SLOW_MS = 1_500;

/** What is typed as an answer, from its first letter on. */
const WORDS: Readonly<Record<string, Answer>> = {
  once: 'once',
  yes: 'once',
  session: 'session',
  always: 'always',
  deny: 'deny',
  no: 'deny',
};

const begunBy = (letters: string): Answer | undefined =>
  Object.entries(WORDS).find(([word]) => word.startsWith(letters))?.[1];

const NAMES: Readonly<Record<Answer, string>> = {
  once: '[o]nce',
  session: '[s]ession',
  always: '[a]lways',
  deny: '[d]eny',
};

export const createDialog = (heading: string, offers: readonly Answer[], hidden: number, now: number): Dialog => ({
  heading,
  offers: offered(offers, hidden),
  hidden,
  chosen: 'deny',
  letters: NO_LETTERS,
  armedAt: now + QUIET_MS,
});

const NO_LETTERS = { text: '', handed: 0, at: Number.NEGATIVE_INFINITY };

/** While a part of the question is hidden nobody can agree to more than this one call. */
const offered = (offers: readonly Answer[], hidden: number): Answer[] =>
  offers.filter((offer) => hidden === 0 || offer === 'once' || offer === 'deny');

export interface DialogKey {
  return: boolean;
  escape: boolean;
  leftArrow: boolean;
  rightArrow: boolean;
  tab: boolean;
  backspace?: boolean;
  ctrl?: boolean;
  meta?: boolean;
}

/** Something came that answers nothing, a paste say: no choice stands, and keys count when it is quiet again. */
export const disturbed = (dialog: Dialog, now: number): Dialog => ({
  ...dialog,
  chosen: 'deny',
  letters: NO_LETTERS,
  armedAt: now + QUIET_MS,
});

/** `meant`: what turned out to be typed for the line. */
export type DialogStep = { dialog: Dialog; meant?: string } | { answer: Answer } | { view: true };

/**
 * A letter chooses, Enter confirms; Escape refuses. Backspace takes the choice back, and so do letters that go on to a word which is
 * no answer (`stop`, say). A key that comes too early only makes the wait longer.
 */
export function pressDialog(dialog: Dialog, input: string, key: DialogKey, now: number): DialogStep {
  if (now < dialog.armedAt)
    return { dialog: { ...dialog, letters: { ...dialog.letters, at: now }, armedAt: now + QUIET_MS } };
  if (key.escape) return { answer: 'deny' };
  if (key.return) return { answer: dialog.chosen };
  if (key.backspace) return { dialog: { ...dialog, chosen: 'deny', letters: NO_LETTERS } };
  // Ctrl-O, say, means something else everywhere else.
  const plain = !key.ctrl && !key.meta;
  if (plain && dialog.hidden > 0 && input === 'v') return { view: true };
  const { offers } = dialog;
  const step = key.leftArrow ? -1 : key.rightArrow || key.tab ? 1 : 0;
  if (step === 0) return plain && input !== '' ? typed(dialog, input, now) : { dialog };
  const at = offers.indexOf(dialog.chosen);
  const next = offers[(at + step + offers.length) % offers.length] ?? dialog.chosen;
  return { dialog: { ...dialog, chosen: next, letters: NO_LETTERS } };
}

function typed(dialog: Dialog, input: string, now: number): DialogStep {
  const { text, handed, at } = dialog.letters;
  const word = text + input;
  // Several characters at once are no answer, and what follows them goes on with their word.
  if (input.length > 1) return { dialog: { ...dialog, chosen: 'deny', letters: { text: word, handed, at: now } } };
  // After a pause, or once more, the letter is another choice, unless it goes on with the word: `no` has an `o`.
  const alone = begunBy(word) === undefined && (input === text || now - at >= SLOW_MS);
  const letters = alone ? input : word;
  const answer = begunBy(letters);
  if (answer === undefined) {
    const line = { text: letters, handed: letters.length, at: now };
    return { dialog: { ...disturbed(dialog, now), letters: line }, meant: word.slice(handed) };
  }
  // `on` is the beginning of `once`, or `n` on second thoughts: it refuses until the word goes on.
  const refuses = begunBy(input) === 'deny' && !Object.hasOwn(WORDS, letters);
  const chosen = dialog.offers.includes(answer) && !refuses ? answer : 'deny';
  return { dialog: { ...dialog, chosen, letters: { text: letters, handed: 0, at: now } } };
}

/** What the keys do, in as many words as the row has place for; which answer Enter gives is what stays longest. */
export function dialogLine(dialog: Dialog, now: number, columns: number, paint: Paint): string {
  if (tooNarrow(columns)) return clipped(dialog.chosen, columns);
  const forms = now < dialog.armedAt ? WAITING : armed(dialog, paint);
  return forms.find((form) => cells(form) <= columns) ?? clipped(WAITING.at(-1) ?? '', columns);
}

/** The row has no place for an answer between its marks: nobody sees what Enter would do. */
export const tooNarrow = (columns: number): boolean => columns < 3;

const WAITING = ['Allow? (keys count in a moment)', 'Allow? (a moment)', 'Allow?'];

// The marks of what is chosen take no cells, but cannot be cut.
const armed = (dialog: Dialog, paint: Paint): string[] => [
  inFull(dialog, paint),
  inShort(dialog, paint),
  `${inLetters(dialog, paint)} Enter`,
  `›${dialog.chosen}‹ Enter`,
  inLetters(dialog, paint),
  `›${dialog.chosen.charAt(0)}‹`,
];

function inFull({ offers, chosen, hidden }: Dialog, paint: Paint): string {
  const names = offers.map((offer) => (offer === chosen ? paint('inverse', `›${NAMES[offer]}‹`) : ` ${NAMES[offer]} `));
  return `Allow? ${hidden > 0 ? '[v]iew ' : ''}${names.join('')} then Enter`;
}

function inShort({ offers, chosen, hidden }: Dialog, paint: Paint): string {
  const names = offers.map((offer) => (offer === chosen ? paint('inverse', `›${NAMES[offer]}‹`) : NAMES[offer]));
  return [...(hidden > 0 ? ['[v]iew'] : []), ...names, 'Enter'].join(' ');
}

function inLetters({ offers, chosen, hidden }: Dialog, paint: Paint): string {
  const letters = offers.map((offer) =>
    offer === chosen ? paint('inverse', `›${offer.charAt(0)}‹`) : offer.charAt(0),
  );
  return [...(hidden > 0 ? ['v'] : []), ...letters].join(' ');
}
