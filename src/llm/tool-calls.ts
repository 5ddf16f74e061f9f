import { randomInt } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ToolCall } from '../contract/index.ts';
import { jsonObject } from '../endpoint/index.ts';
import { asObject, asText, type Json } from './wire.ts';

/** A part of a call, as one delta brings it; servers leave out what they like. */
export interface CallPiece {
  index?: number;
  id: string;
  name: string;
  /** Text to append; some servers send the finished object. */
  arguments: unknown;
  /** The arguments are all of them, sent again when the call is finished. */
  whole?: boolean;
}

interface Draft {
  index: number | undefined;
  id: string;
  name: string;
  arguments: string;
}

export interface CallAssembler {
  /** Takes a delta; returns the name of the call when it has just become known. */
  add(piece: CallPiece): string | undefined;
  /** The calls in their order. `cut`: the answer ran into the token limit. */
  calls(cut: boolean): ToolCall[];
}

/**
 * Puts streamed calls together. Copes with what servers do to the protocol: one index for several calls, an id that comes
 * after the name or never, continuations without id, a finished call sent again, arguments as an object.
 */
export function createCallAssembler(): CallAssembler {
  const drafts: Draft[] = [];
  return {
    add(piece) {
      const text = argumentsText(piece.arguments);
      let draft = ownerOf(drafts, piece, text);
      if (!draft) {
        if (!piece.id && !piece.name && !text) return undefined;
        draft = { index: piece.index, id: piece.id, name: '', arguments: '' };
        drafts.push(draft);
      }
      const known = draft.name !== '';
      draft.id ||= piece.id;
      draft.name ||= piece.name;
      if (piece.whole) draft.arguments = (!isWhole(draft.arguments) && text) || draft.arguments;
      else if (!(isWhole(text) && isWhole(draft.arguments))) draft.arguments += text;
      return known || !draft.name ? undefined : draft.name;
    },
    calls: (cut) => finishedCalls(drafts, cut),
  };
}

/** The call that a delta continues; undefined for the first delta of a new one. */
function ownerOf(drafts: readonly Draft[], piece: CallPiece, text: string): Draft | undefined {
  const { index, id, name } = piece;
  if (id) {
    const named = drafts.filter((draft) => draft.id === id && !isNextOfSameId(draft, piece, text));
    const same = named.findLast((draft) => draft.index === index) ?? named.at(-1);
    if (same) return same;
  }
  const last = index === undefined ? drafts.at(-1) : drafts.findLast((draft) => draft.index === index);
  if (!last) return undefined;
  // An id that changes from delta to delta comes without a name; a new call has one, or follows a whole one.
  if (id && last.id) return name || isWhole(last.arguments) ? undefined : last;
  if (!name || !last.name) return last;
  if (name !== last.name) return undefined;
  return isWhole(last.arguments) && text !== last.arguments ? undefined : last;
}

/** Some servers give all calls of an answer the same id: then a name begins the next, unless the same call is sent again. */
function isNextOfSameId(draft: Draft, { index, name, whole }: CallPiece, text: string): boolean {
  if (name === '' || draft.name === '' || whole) return false;
  if (index !== undefined && draft.index !== undefined && index !== draft.index)
    return name !== draft.name || text !== draft.arguments;
  if (!isWhole(text) || !isWhole(draft.arguments)) return false;
  return name !== draft.name || !isDeepStrictEqual(jsonObject(text), jsonObject(draft.arguments));
}

/** Whether a text is a JSON object from end to end. */
const isWhole = (text: string): boolean => text.trimEnd().endsWith('}') && jsonObject(text) !== undefined;

/** Servers that send arguments as an object mean its text. */
export const argumentsText = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : asText(value);

/**
 * Calls as they are kept and sent back: each with an id that no other has (nine letters or digits where it came without,
 * which Mistral's templates insist on), the arguments byte for byte, `{}` where a call needs none. Of an answer that was
 * cut, the last call's missing arguments stay missing: nobody knows what they would have been.
 */
export function finishedCalls(calls: readonly Omit<Draft, 'index'>[], cut: boolean): ToolCall[] {
  const taken = new Set<string>();
  return calls.map(({ id: sent, name, arguments: text }, at) => {
    const given = sent.toWellFormed();
    const id = given && !taken.has(given) ? given : newCallId();
    taken.add(id);
    const missing = text.trim() === '' && !(cut && at === calls.length - 1);
    return { id, type: 'function', function: { name, arguments: missing ? '{}' : text } };
  });
}

/** A call of a chat completion that came as a whole. */
export function wholeCall(call: Json): Omit<Draft, 'index'> {
  const { name, arguments: args } = asObject(call['function']);
  return { id: asText(call['id']), name: asText(name), arguments: argumentsText(args) };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const newCallId = (): string => Array.from({ length: 9 }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** `stop`, `length` or `tool_calls`: some servers say `stop` though they call, or the other way round. */
export function finishReasonOf(said: string, calls: number): string {
  if (said === 'length') return said;
  if (calls > 0) return 'tool_calls';
  return said === '' || said === 'tool_calls' || said === 'function_call' ? 'stop' : said;
}
