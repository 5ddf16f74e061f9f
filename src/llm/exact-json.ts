import { isObject } from '../endpoint/index.ts';
import type { Json } from './wire.ts';

/** What Node has of the proposal `JSON.parse source text access`, and TypeScript's libraries do not describe yet. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;

/** Only numbers of many digits, or with an exponent, can lose something. */
const MAY_LOSE = /\d{16}|\de/i;

/** Also what a double holds may be written in other digits: 1152921504606846976 (2 to the 60th) as 1152921504606847000. */
const loses = (value: number, source: string): boolean =>
  !Number.isFinite(value) || (/^-?\d+$/.test(source) && !Number.isSafeInteger(value) && String(value) !== source);

const keeping: Reviver = (_key, value, { source }) =>
  typeof value === 'number' && source !== undefined && loses(value, source) ? rawJSON(source) : value;

/**
 * As `JSON.parse`, but an integer whose digits would change, and a number beyond a double, stay what was sent: objects that
 * `JSON.stringify` writes byte for byte (`JSON.rawJSON`). They are no numbers to anybody else. Throws SyntaxErrors.
 */
export const parseExact = (text: string): unknown =>
  MAY_LOSE.test(text) ? JSON.parse(text, keeping as (key: string, value: unknown) => unknown) : JSON.parse(text);

/** The same for a text that should be an object; undefined for anything else. */
export function exactObject(text: string): Json | undefined {
  try {
    const value = parseExact(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
