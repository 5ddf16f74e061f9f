import type { ChatMessage, RangeEdit, SessionMessage } from '@hermes-ops/contract';
import { messageChars } from '@hermes-ops/plugin-kit/estimate';
import { count } from '@hermes-ops/plugin-kit/numbers';
import { withoutPlace } from './conversation.ts';

/** Shorter results are not worth a changed prompt. */
const WORTH_MASKING = 400;

export interface MaskPlan {
  /** Each result by its line. */
  edits: RangeEdit[];
  /** Characters that the prompt loses. */
  saved: number;
  results: number;
}

/**
 * Old tool results as one line each, the newest ones up to `keepChars` and all other messages left as they are. All at once, because each change
 * in the middle of the conversation makes the server read everything behind it again. Undefined: nothing to gain.
 */
export function planMask(messages: readonly SessionMessage[], keepChars: number): MaskPlan | undefined {
  let kept = 0;
  const masked = new Map<number, ChatMessage>();
  // What stands behind the last answer has not been read by the model yet, so it stays, whatever its size.
  const unread = messages.findLastIndex(({ role }) => role === 'assistant');
  for (const [at, message] of [...messages.entries()].toReversed()) {
    if (message.role !== 'tool' || at > unread) continue;
    const chars = message.content?.length ?? 0;
    kept += chars;
    if (kept > keepChars && chars > WORTH_MASKING) masked.set(message.seq, stub(message));
  }
  const touched = messages.filter(({ seq }) => masked.has(seq));
  if (touched.length === 0) return undefined;
  const size = (list: readonly ChatMessage[]) => list.reduce((sum, message) => sum + messageChars(message), 0);
  const edits = touched.map(({ seq }) => ({ from: seq, to: seq, by: [masked.get(seq) as ChatMessage] }));
  return { edits, saved: size(touched) - size([...masked.values()]), results: touched.length };
}

function stub(message: SessionMessage): ChatMessage {
  const length = count((message.content ?? '').length);
  const text = `[Result of ${message.toolName ?? 'the call'}: ${length} characters, left out to save room. Call it again if you need it.]`;
  return { ...withoutPlace(message), content: text };
}
