/** Parts of a file name pattern: a character, any one character, or any text. */
type Part = { one: string } | { any: 'one' | 'text' };

/** In bytes, of file systems in use; what is longer is taken for anything. */
const LONGEST_NAME = 255;

/** `[...]` counts as any one character, which is more than it matches. A backslash has no meaning here. */
function parts(pattern: string): Part[] {
  const found: Part[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at] ?? '';
    const end = char === '[' ? pattern.indexOf(']', at + 2) : -1;
    if (char === '*') found.push({ any: 'text' });
    else if (char === '?') found.push({ any: 'one' });
    else if (end > at) {
      found.push({ any: 'one' });
      at = end;
    } else found.push({ one: char.toLowerCase() });
  }
  return found;
}

/**
 * Whether there is a file name that both patterns match, capitals aside. As in a shell, a wildcard at the beginning does
 * not match a dot. Takes time proportional to the product of the lengths.
 */
export function mayBoth(left: string, right: string): boolean {
  if (left.length > LONGEST_NAME || right.length > LONGEST_NAME) return true;
  const [a, b] = [parts(left), parts(right)];
  if (isDot(a[0]) !== isDot(b[0]) && (isDot(a[0]) || isDot(b[0]))) return false;
  const dead = new Set<number>();
  const width = b.length + 1;
  const from = (i: number, j: number): boolean => {
    if (i === a.length && j === b.length) return true;
    const key = i * width + j;
    if (dead.has(key)) return false;
    const [x, y] = [a[i], b[j]];
    const found =
      (isText(x) && (from(i + 1, j) || (y !== undefined && !isText(y) && from(i, j + 1)))) ||
      (isText(y) && (from(i, j + 1) || (x !== undefined && !isText(x) && from(i + 1, j)))) ||
      (x !== undefined && y !== undefined && !isText(x) && !isText(y) && agree(x, y) && from(i + 1, j + 1));
    if (!found) dead.add(key);
    return found;
  };
  return from(0, 0);
}

const isDot = (part: Part | undefined): boolean => part !== undefined && 'one' in part && part.one === '.';
const isText = (part: Part | undefined): boolean => part !== undefined && 'any' in part && part.any === 'text';
const agree = (x: Part, y: Part): boolean => 'any' in x || 'any' in y || x.one === y.one;

/**
 * Whether a text matches a pattern in which `*` stands for any text (of the characters that `allowed` permits) and
 * everything else for itself. Takes time proportional to the product of the lengths, whatever the pattern.
 */
export function matchesText(text: string, pattern: string, allowed: (char: string) => boolean = () => true): boolean {
  let states = new Set(closure(pattern, [0]));
  for (const char of text) {
    const next: number[] = [];
    for (const state of states) {
      if (pattern[state] === '*' && allowed(char)) next.push(state);
      if (pattern.startsWith(char, state)) next.push(state + char.length);
    }
    states = new Set(closure(pattern, next));
    if (states.size === 0) return false;
  }
  return states.has(pattern.length);
}

function closure(pattern: string, states: number[]): number[] {
  const all = [...states];
  for (const state of all) if (pattern[state] === '*') all.push(state + 1);
  return all;
}

export const isGlob = (text: string): boolean => /[*?[]/.test(text);
