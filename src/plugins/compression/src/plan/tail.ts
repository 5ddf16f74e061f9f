import type { SessionMessage } from '@hermes-ops/contract';
import type { CompressionSettings } from '../settings.ts';
import type { LayoutInput } from './input.ts';
import { copyOf, type Item, keepAll } from './items.ts';
import { callsById, middleCut, pruned } from './prune.ts';
import type { Unit } from './units.ts';

/** Of the window, for the recent part beyond the protected messages. */
const LEAN_SHARE = 0.025;

/** Characters that stay of a result that nobody has read: for the goal, and where the window is too small for that. */
const READABLE = 1_500;
const SCRAP = 200;

/** Share of the window that what must stay may fill before results that nobody has read are cut. */
const HARD_SHARE = 0.6;

export interface Tail {
  start: number;
  items: Item[];
  tokens: number;
  cut: number;
}

export interface Budget {
  /** Index of the user's last message, which stays also where it stands before the recent part. */
  question: number | undefined;
  /** Tokens for the recent part, and how many more the account can do without. */
  room(withQuestion: boolean): number;
  spare: number;
}

interface Piece extends Unit {
  items: Item[];
  cut: Item[];
  full: number;
  small: number;
}

/** The newest messages: as many as are protected and fit, with their long bodies cut where that helps. */
export function tailOf(input: LayoutInput, units: readonly Unit[], budget: Budget): Tail {
  const { messages, settings, contextTokens, tokensOf } = input;
  const calls = callsById(messages);
  const wanted = Math.max(1, Math.min(settings.protectLast, Math.floor(settings.messageLimit / 2)));
  const lean = (contextTokens ?? 0) * LEAN_SHARE;
  const pieces: Piece[] = [];
  let [tokens, size, users] = [0, 0, 0];
  for (const unit of units.toReversed()) {
    if (unit.kind === 'stray') continue;
    const items = keepAll(unit.start, unit.end).map((item) => shortAnswer(messages, item, settings));
    const full = sizeOf(items, tokensOf);
    const length = unit.end - unit.start;
    if (pieces.length > 0 && size + length > wanted && users >= settings.minTailUserMessages) {
      const more = settings.tailMode === 'legacy' ? tokens + full <= budget.room(false) : tokens + full <= lean;
      if (!more) break;
    }
    const cut = items.map((item): Item => {
      const message = 'keep' in item ? messages[item.keep] : undefined;
      const put = message && message.role !== 'user' ? pruned(message, calls, input.prune) : undefined;
      return put && message ? { put, of: message.seq } : item;
    });
    pieces.push({ ...unit, items, cut, full, small: Math.min(full, sizeOf(cut, tokensOf)) });
    tokens += full;
    size += length;
    if (unit.kind === 'user') users += 1;
  }
  return shrink(input, pieces.reverse(), budget);
}

/** Bodies are cut from the oldest on, then messages are given up, then bodies come back as far as there is room. */
function shrink(input: LayoutInput, pieces: Piece[], { question, room, spare }: Budget): Tail {
  const { messages, contextTokens, fixedTokens, tokensOf } = input;
  // What the model has not read yet stands in the last unit.
  const last = pieces.length - 1;
  const isCut = pieces.map(() => false);
  const roomFrom = (first: number) =>
    room(question !== undefined && question < (pieces[first]?.start ?? messages.length));
  const gain = ({ full, small }: Piece) => full - small;
  let first = 0;
  let total = pieces.reduce((sum, { full }) => sum + full, 0);
  for (const [i, piece] of pieces.entries()) {
    if (i === last || total <= roomFrom(0)) break;
    isCut[i] = true;
    total -= gain(piece);
  }
  for (; first < last && total > roomFrom(first); first++) {
    const piece = pieces[first] as Piece;
    total -= isCut[first] ? piece.small : piece.full;
  }
  for (let i = last - 1; i >= first; i--) {
    const piece = pieces[i] as Piece;
    if (!isCut[i] || total + gain(piece) > roomFrom(first)) continue;
    isCut[i] = false;
    total += gain(piece);
  }
  const chosen = pieces.slice(first).flatMap((piece, i) => (isCut[first + i] ? piece.cut : piece.items));
  const hard = contextTokens === undefined ? Number.POSITIVE_INFINITY : contextTokens * HARD_SHARE - fixedTokens;
  const goal = fitting(input, chosen, roomFrom(first) + spare, READABLE);
  const items = sizeOf(goal, tokensOf) <= hard ? goal : fitting(input, chosen, hard, SCRAP);
  return {
    start: pieces[first]?.start ?? messages.length,
    items,
    tokens: sizeOf(items, tokensOf),
    cut: items.filter((item) => 'put' in item).length,
  };
}

const sizeOf = (items: readonly Item[], tokensOf: LayoutInput['tokensOf']): number =>
  items.reduce((sum, item) => sum + tokensOf(item), 0);

/** Long results that are still whole lose their middle, in proportion, so that all fits; none gets shorter than so many characters. */
function fitting({ messages, tokensOf, prune }: LayoutInput, items: Item[], most: number, least: number): Item[] {
  const size = sizeOf(items, tokensOf);
  if (size <= most) return items;
  const isLong = (item: Item) => {
    const message = 'keep' in item ? messages[item.keep] : undefined;
    return message?.role === 'tool' && (message.content?.length ?? 0) > 1.5 * least;
  };
  const long = sizeOf(items.filter(isLong), tokensOf);
  const share = Math.max(0, (most - (size - long)) / Math.max(1, long));
  return items.map((item) => {
    const message = 'keep' in item && isLong(item) ? messages[item.keep] : undefined;
    if (!message) return item;
    const chars = Math.max(least, (message.content?.length ?? 0) * share);
    return { put: middleCut(message, chars, prune), of: message.seq };
  });
}

/** `tail_assistant_max_chars`. */
function shortAnswer(
  messages: readonly SessionMessage[],
  item: Item,
  { tailAssistantChars: most }: CompressionSettings,
): Item {
  const message = 'keep' in item ? messages[item.keep] : undefined;
  const text = message?.content ?? '';
  if (!message || most === 0 || message.role !== 'assistant' || text.length <= most) return item;
  return { put: { ...copyOf(message), content: `${text.slice(0, most).toWellFormed()}… [cut]` }, of: message.seq };
}
