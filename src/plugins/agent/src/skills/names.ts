/** The open format: lower case letters, digits and single hyphens. */
const SPECIFIED = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const IN_OTHER_SCRIPTS = /^[\p{L}\p{N}\p{M}]+(?:-[\p{L}\p{N}\p{M}]+)*$/u;
/** What is read besides: letters of all scripts, points and underscores. Never a blank, a slash or anything unseen. */
const USABLE = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}._-]*$/u;
const LONGEST = 64;

/** What is wrong with a name by the format's own rules; undefined: nothing. Letters of other scripts are a matter of taste. */
export function nameFault(name: string): ['error' | 'warning', string] | undefined {
  if (Array.from(name).length > LONGEST) return ['error', `has more than ${LONGEST} characters`];
  if (SPECIFIED.test(name)) return undefined;
  if (IN_OTHER_SCRIPTS.test(name) && name === name.toLowerCase().normalize('NFKC'))
    return ['warning', 'has other letters than a to z, which other programs may refuse'];
  return ['error', 'may hold lower case letters, digits and single hyphens'];
}

/** The name in one spelling, or undefined where it cannot be typed and told apart. */
export function usableName(given: string | undefined): string | undefined {
  const name = given?.normalize('NFC');
  return name !== undefined && USABLE.test(name) && Array.from(name).length <= LONGEST ? name : undefined;
}

/** Names that pass for one another are one name: letters of other widths, other cases. */
export const sameName = (name: string): string => name.normalize('NFKC').toLowerCase();
