/** What Node has of the proposal `JSON.parse source text access`, and TypeScript's libraries do not describe yet. */
const { rawJSON, isRawJSON } = JSON as unknown as {
  rawJSON(text: string): unknown;
  isRawJSON(value: unknown): value is { rawJSON: string };
};

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;

/** Also what a double holds may be written in other digits: 1152921504606846976 (2 to the 60th) as 1152921504606847000. */
const loses = (value: number, source: string): boolean =>
  /^-?\d+$/.test(source) && !Number.isSafeInteger(value) && String(value) !== source;

const keeping: Reviver = (_key, value, { source }) =>
  typeof value === 'number' && Number.isFinite(value) && source !== undefined && loses(value, source)
    ? rawJSON(source)
    : value;

/**
 * As `JSON.parse`, but an integer whose digits would change stays what was written: an object that `JSON.stringify` writes
 * byte for byte. Throws SyntaxErrors.
 */
export const parseExact = (text: string): unknown =>
  /\d{16}/.test(text) ? JSON.parse(text, keeping as (key: string, value: unknown) => unknown) : JSON.parse(text);

/** The digits of such an integer; undefined for everything else. */
export const digitsOf = (value: unknown): string | undefined => (isRawJSON(value) ? value.rawJSON : undefined);

/** The first of them in a value. */
export function firstDigits(value: unknown): string | undefined {
  const digits = digitsOf(value);
  if (digits !== undefined || typeof value !== 'object' || value === null) return digits;
  for (const part of Object.values(value)) {
    const found = firstDigits(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
