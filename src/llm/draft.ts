import type { ChatAnswer, ChatEvent, Timings, Usage } from '../contract/index.ts';
import { type CallPiece, createCallAssembler, finishReasonOf } from './tool-calls.ts';
import { asNumber, asObject, type Json } from './wire.ts';

/** An answer as far as it has come. */
export interface Draft {
  model: string;
  text: string;
  reasoning: string;
  calls: ReturnType<typeof createCallAssembler>;
  /** The server's word for why it ended, once it has announced the end: `length` or any other. */
  finish: string | undefined;
  usage: Usage | undefined;
  timings: Timings | undefined;
  /** Nothing more is expected: the rest of the stream need not be read. */
  complete: boolean;
  /** The index of the choice that is read, as it was sent, once it has said something. */
  choice: unknown;
  /** Something came that belongs to an answer, were it only its beginning. */
  begun: boolean;
  /** What came first that no server should send, in words. It counts only where the answer holds nothing. */
  fault: string | undefined;
}

export const createDraft = (): Draft => ({
  model: '',
  text: '',
  reasoning: '',
  calls: createCallAssembler(),
  finish: undefined,
  usage: undefined,
  timings: undefined,
  complete: false,
  choice: undefined,
  begun: false,
  fault: undefined,
});

export const hasContent = ({ text, reasoning, calls }: Draft): boolean =>
  text !== '' || reasoning !== '' || calls.calls(true).length > 0;

/**
 * Why the events that came are no answer; undefined where they are one, or the beginning of one. `over`: the server said
 * that it was at its end, so that nothing was lost on the way.
 */
export function notAnAnswer(draft: Draft, over: boolean): string | undefined {
  if (hasContent(draft) || (draft.begun && !over)) return undefined;
  return draft.fault ?? (draft.begun || !over ? undefined : 'none of the events is a part of an answer');
}

/** Adds to the text and says so; nothing for an empty piece. */
export function* addText(draft: Draft, text: string): Generator<ChatEvent> {
  if (text === '') return;
  draft.text += text;
  yield { type: 'text', text };
}

export function* addReasoning(draft: Draft, text: string): Generator<ChatEvent> {
  if (text === '') return;
  draft.reasoning += text;
  yield { type: 'reasoning', text };
}

export function* addCall(draft: Draft, piece: CallPiece): Generator<ChatEvent> {
  const name = draft.calls.add(piece);
  if (name !== undefined) yield { type: 'tool-call', name };
}

/** llama-server's `prompt_progress`, one for each batch of the prompt, in chat completions and Responses. */
export function* progressOf(event: Json, draft: Draft): Generator<ChatEvent> {
  if (!event['prompt_progress']) return;
  draft.begun = true;
  const progress = asObject(event['prompt_progress']);
  yield {
    type: 'progress',
    total: asNumber(progress['total']),
    cached: asNumber(progress['cache']),
    processed: asNumber(progress['processed']),
    ms: asNumber(progress['time_ms']),
  };
}

/** The answer of a stream that has ended as it should. */
export function answerOf(draft: Draft): Omit<ChatAnswer, 'ms'> {
  const { model, text, reasoning, finish = '', usage, timings } = draft;
  const toolCalls = draft.calls.calls(finish === 'length');
  return {
    ok: true,
    model,
    text,
    ...(reasoning ? { reasoning } : {}),
    toolCalls,
    finishReason: finishReasonOf(finish, toolCalls.length),
    ...(usage ? { usage } : {}),
    ...(timings ? { timings } : {}),
  };
}
