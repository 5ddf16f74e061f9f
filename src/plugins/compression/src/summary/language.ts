const SCRIPTS: readonly (readonly [name: string, letters: RegExp])[] = [
  ['Japanese', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['Korean', /\p{Script=Hangul}/gu],
  ['Chinese', /\p{Script=Han}/gu],
  ['Russian', /\p{Script=Cyrillic}/gu],
  ['Arabic', /\p{Script=Arabic}/gu],
  ['Hindi', /\p{Script=Devanagari}/gu],
  ['Greek', /\p{Script=Greek}/gu],
];

/** Fewer letters say nothing about a language. */
const ENOUGH = 8;

/**
 * The language of a text where its script tells it; undefined for Latin letters, which many languages share. A character
 * of Chinese says as much as three letters.
 */
export function languageOf(text: string): string | undefined {
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  for (const [name, letters] of SCRIPTS) {
    const count = text.match(letters)?.length ?? 0;
    if (count >= ENOUGH && count * 3 >= latin) return name;
  }
  return undefined;
}

/** Whether a summary is not in the user's language, as far as scripts tell: names and code in Latin letters are no sign. */
export function isOtherLanguage(summary: string, user: string): boolean {
  const [wanted, got] = [languageOf(user), languageOf(summary)];
  if (wanted === got || (user.match(/\p{L}/gu)?.length ?? 0) < ENOUGH) return false;
  // Japanese without kana is read as Chinese.
  if (wanted === 'Japanese' && got === 'Chinese') return false;
  if (got !== undefined) return true;
  const letters = summary.match(/\p{L}/gu)?.length ?? 0;
  return letters > 200;
}
