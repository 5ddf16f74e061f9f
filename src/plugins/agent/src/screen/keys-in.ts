/** By their numbers: controls other than Escape and those that a text may hold, which are line breaks and tabs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
const CONTROLS = /([\x01-\x08\x0b\x0c\x0e-\x1a\x1f])/;

/**
 * The keys in what ink hands on as one: over a slow line, or under fast fingers, Ctrl-U and the text behind it come at once. Enter
 * held down is one Enter. A line break inside a text stays: that is a paste of a terminal that does not say so.
 */
export function keysIn<K extends object>(input: string, key: K): [input: string, key: K][] {
  if (/^\r{2,}$/.test(input)) return [['', { ...key, return: true }]];
  if (input.length < 2 || !CONTROLS.test(input)) return [[input, key]];
  const parts = input.split(CONTROLS).filter((part) => part !== '');
  return parts.map((part) => (CONTROLS.test(part) ? [letterOf(part), { ...key, ctrl: true }] : [part, key]));
}

/** Ctrl-A is 1; above the letters there is only what undo has. */
const letterOf = (control: string): string =>
  String.fromCharCode(control.charCodeAt(0) + (control === '\x1f' ? 64 : 96));
