import { createNeutraliser } from '@hermes-ops/plugin-kit/neutral';
import { spell } from '@hermes-ops/plugin-kit/unseen';

/**
 * The characters that stand for pastes: the end of the last private-use plane, which no icon font in use fills. They get
 * into a text by `addPaste` alone: what is typed or pasted has them spelled.
 */
export const CHIPS = { first: 0x10f000, last: 0x10fffd };
const CHIP = /[\u{10f000}-\u{10fffd}]/gu;

export const isChip = (char: string): boolean => (char.codePointAt(0) ?? 0) >= CHIPS.first;

/** The text with something else for each of its chips. */
export const replaceChips = (text: string, by: (chip: string) => string): string => text.replace(CHIP, by);

/** Its parts, every second one a chip. */
export const splitAtChips = (text: string): string[] => text.split(/([\u{10f000}-\u{10fffd}])/u);

/**
 * What was typed, pasted or remembered, as the editor keeps it: well formed, lines ended by LF, nothing in it that acts on
 * a terminal or hides. `before` is what it is put behind, since a joiner by itself shows nothing but belongs to the letter
 * before it. Line by line, as most lines hold nothing that has to be looked at by the character.
 */
export function clean(text: string, before = ''): string {
  const neutraliser = createNeutraliser();
  neutraliser.push(before);
  const lines = replaceChips(text.toWellFormed().replace(/\r\n?/g, '\n'), spell).split('\n');
  return lines.map((line, index) => neutraliser.push(index === 0 ? line : `\n${line}`)).join('') + neutraliser.end();
}
