import type { Node, Scalar } from 'yaml';
import { isScalar } from 'yaml';
import type { Slot } from './edit-nodes.ts';
import { refused } from './edit-refused.ts';
import type { Path } from './edit-value.ts';
import { keyText, type Quote } from './emit.ts';
import type { Splice } from './splice.ts';

/** Only the key's own characters change; quotes stay quotes of the same kind. */
export function planRename(text: string, slot: Slot, name: string, path: Path): Splice[] {
  if (slot.kind !== 'pair') throw refused('an item of a list has no name', path);
  const key = slot.pair.key as Node | null;
  const [start, end] = key?.range ?? [0, 0];
  if (!isScalar(key) || start === end || /[\r\n]/.test(text.slice(start, end))) {
    throw refused('its key is written in an unusual way', path);
  }
  return [{ start, end, text: renamedKey(key, name, slot.parent.flow === true) }];
}

export const renamedKey = (key: Scalar, name: string, inFlow: boolean): string => keyText(name, inFlow, quoteOf(key));

function quoteOf({ type }: Scalar): Quote {
  if (type === 'QUOTE_DOUBLE') return 'double';
  return type === 'QUOTE_SINGLE' ? 'single' : undefined;
}
