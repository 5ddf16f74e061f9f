import { count, plural } from '@hermes-ops/plugin-kit/numbers';
import { CHIPS, isChip, replaceChips, splitAtChips } from './clean.ts';
import type { Editor, Paste } from './state.ts';

/** Longer pastes are shown as a chip. */
const MOST = { lines: 5, characters: 500 };
/** UTF-16 units. Text that comes any other way is one only from here on, as every draw reads the line with the caret. */
const HEAVY = 20_000;

type Pastes = Pick<Editor, 'pastes' | 'pasted'>;

/** A last line feed ends a line and begins none. */
const linesIn = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

/** Code points. */
const charactersIn = (text: string): number => text.replace(/[\udc00-\udfff]/g, '').length;

export const isLong = (text: string): boolean =>
  text.length > MOST.characters * 2 || linesIn(text) > MOST.lines || charactersIn(text) > MOST.characters;

export const isHeavy = (text: string): boolean => text.length > HEAVY;

/** What to put in for a clean text: itself, or the chip that it is now kept under. Without a free chip it stays text. */
export function withPaste(
  { pastes, pasted }: Pastes,
  text: string,
  asChip: (text: string) => boolean,
): Pastes & { put: string } {
  const room = CHIPS.last - CHIPS.first + 1;
  if (!asChip(text) || pastes.size >= room) return { pastes, pasted, put: text };
  const charOf = (number: number): string => String.fromCodePoint(CHIPS.first + (number % room));
  let number = pasted + 1;
  while (pastes.has(charOf(number))) number += 1;
  const chip = charOf(number);
  const lines = linesIn(text);
  const size = lines > 1 ? plural(lines, 'line') : `${count(charactersIn(text))} characters`;
  const paste: Paste = { number, label: `[Pasted #${number}, ${size}]`, text };
  return { pastes: new Map(pastes).set(chip, paste), pasted: number, put: chip };
}

/** A text of the editor with its pastes put in. */
export const expand = (text: string, { pastes }: Pick<Editor, 'pastes'>): string =>
  replaceChips(text, (chip) => pastes.get(chip)?.text ?? '');

/** The pastes in what is being written, in its order, each once: for a viewer. */
export function pastesOf({ text, pastes }: Editor): Paste[] {
  return [...new Set(splitAtChips(text).filter(isChip))].flatMap((chip) => pastes.get(chip) ?? []);
}

/** Only those that one of the texts holds. */
export function pastesIn(texts: readonly string[], pastes: Editor['pastes']): Editor['pastes'] {
  if (pastes.size === 0) return pastes;
  const held = new Set(texts.flatMap((text) => splitAtChips(text).filter(isChip)));
  return new Map([...pastes].filter(([chip]) => held.has(chip)));
}
