/**
 * What a text may hold that shows nothing or acts on a terminal, for everything in this plugin that prints texts of others,
 * keeps them or shows them to a model. Only two places go by less on purpose: shell/clean-output.ts, which takes out
 * controls alone because the model has to read a program's words as they are, and `ui.json` of the host, which escapes
 * whatever formats, since that costs a JSON document nothing.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
const CONTROL = /[\x00-\x1f\x7f-\x9f]/;
/** Without tab and line feed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
export const CONTROL_IN_LINES = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/;
/** Characters that show nothing, turn the direction of writing, or break lines behind the terminal's back. */
export const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
/** After these the joiners and selectors of their scripts are part of a picture or a letter. */
const JOINED = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|[\u{1f1e6}-\u{1f1ff}]|[#*0-9]|\ufe0f|\u20e3/u;
const JOINING_SCRIPT =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Oriya}\p{Script=Sinhala}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Mongolian}]/u;

export const isControl = (char: string): boolean => CONTROL.test(char);

export const isInvisible = (char: string): boolean => INVISIBLE.test(char);

/** Whether an invisible character is part of the picture or letter that it follows. */
export const joins = (char: string, before: string): boolean =>
  (/[\u200d\ufe0e\ufe0f]/.test(char) && JOINED.test(before)) ||
  (/[\u200c\u200d]/.test(char) && JOINING_SCRIPT.test(before));

/** A character by its number: `\u{202e}`. */
export const spell = (char: string): string => `\\u{${(char.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}}`;

/** The text with everything unseen replaced, also line breaks and tabs; what joins stays. */
export function replaceUnseen(text: string, by: (char: string) => string): string {
  let before = '';
  return Array.from(text, (char) => {
    const unseen = isControl(char) || (isInvisible(char) && !joins(char, before));
    before = unseen ? '' : char;
    return unseen ? by(char) : char;
  }).join('');
}
