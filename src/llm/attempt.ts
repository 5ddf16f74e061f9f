import type { ChatEvent, StreamRequest } from '../contract/index.ts';
import { isObject } from '../endpoint/index.ts';
import { answerOf, createDraft, type Draft, hasContent, notAnAnswer } from './draft.ts';
import { exactObject } from './exact-json.ts';
import type { Wire } from './exchange.ts';
import { fromErrorEvent, fromHttpFailure, nothingCame, notStreamed, refusedStatus } from './failure.ts';
import { notAnObject } from './shape.ts';
import { type Attempted, badAnswer, type Json, type ModelTarget, type Outcome, type Refusal } from './wire.ts';

/** How an API mode is streamed. */
export interface StreamMode {
  /** The parsed events of the answer. Throws when they do not come to an end; `wire` then knows more. */
  events(target: ModelTarget, request: StreamRequest, wire: Wire): AsyncIterable<unknown>;
  /** A reader for one answer: takes an event, adds it to the draft, says what it brought. */
  reader(request: StreamRequest): (event: Json, draft: Draft) => Iterable<ChatEvent>;
  /** The answer of a server that does not stream although it was asked to. */
  readWhole(body: unknown, request: StreamRequest): Outcome;
}

/** Once the end is announced, usage follows at once or never. */
const AFTER_END_MS = 5_000;

/** One streamed request; never throws. Left early, it destroys the connection. */
export async function* attempt(
  mode: StreamMode,
  target: ModelTarget,
  request: StreamRequest,
  wire: Wire,
): AsyncGenerator<ChatEvent, Attempted> {
  const draft = createDraft();
  const read = mode.reader(request);
  let thrown: unknown;
  try {
    for await (const event of mode.events(target, request, wire)) {
      if (isObject(event)) yield* read(event, draft);
      else draft.fault ??= notAnObject(event, 'data');
      if (draft.complete) break;
      if (draft.finish !== undefined) wire.connection?.limitIdle(AFTER_END_MS);
    }
  } catch (error) {
    thrown = error;
  } finally {
    wire.connection?.close();
  }
  const whole = wire.whole === undefined ? undefined : exactObject(wire.whole);
  if (whole && !whole['error']) {
    const outcome = mode.readWhole(whole, request);
    if (outcome.ok) yield* eventsOf(outcome);
    return { outcome };
  }
  return ended(draft, wire, thrown, target.apiKey);
}

function ended(draft: Draft, wire: Wire, thrown: unknown, apiKey: string | undefined): Attempted {
  const loss = wire.connection?.loss() ?? wire.loss;
  const stopped = loss?.failure === 'aborted' || wire.signal?.aborted;
  const done = !thrown && /\[DONE\]\s*$/.test(wire.tail);
  // `[DONE]` after text is an end too, though without its reason.
  if (done && draft.finish === undefined && hasContent(draft)) draft.finish = '';
  const strange = thrown || loss || stopped ? undefined : notAnAnswer(draft, done || draft.finish !== undefined);
  if (strange !== undefined) return { outcome: badAnswer(strange) };
  if (draft.finish !== undefined && !stopped) return { outcome: answerOf(draft) };
  if (wire.refusal) return refusedStatus(wire.refusal, apiKey);
  if (wire.whole !== undefined) return { outcome: notStreamed(wire.whole, apiKey) };
  // What a stream ends with is kept, so one without an end brought nothing.
  if (wire.connection && !thrown && !loss && !stopped && wire.tail.trim() === '' && !draft.begun) {
    return { outcome: nothingCame(200) };
  }
  const outcome = brokenOff(wire, thrown, loss, stopped, apiKey);
  const { text, reasoning } = draft;
  return {
    outcome: wire.connection ? { ...outcome, partial: { text, reasoning } } : outcome,
    ...(loss ? { loss: loss.failure } : {}),
  };
}

/** Why a stream did not come to its end, or why there was none. */
function brokenOff(
  wire: Wire,
  thrown: unknown,
  loss: Wire['loss'],
  stopped: boolean | undefined,
  apiKey: string | undefined,
): Refusal {
  if (stopped) return fromHttpFailure('aborted', loss?.failure === 'aborted' ? loss.message : 'stopped');
  if (loss && (!wire.connection || loss.failure === 'timeout')) return fromHttpFailure(loss.failure, loss.message);
  if (loss) return cut(loss.message);
  const said = typeof thrown === 'object' && thrown !== null && 'error' in thrown ? thrown.error : undefined;
  if (said !== undefined) return fromErrorEvent(said, apiKey);
  if (!thrown) return cut('the stream ended without saying that the answer is complete');
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  // A server that dies leaves half a line; half a line with more behind it is a server that speaks another language.
  if (wire.connection?.ended()) return cut('the stream ended within a line');
  return badAnswer(`the answer cannot be read: ${words}`);
}

const cut = (message: string): Refusal => ({ ok: false, failure: 'cut', message });

function* eventsOf({ reasoning, text, toolCalls }: Extract<Outcome, { ok: true }>): Generator<ChatEvent> {
  if (reasoning) yield { type: 'reasoning', text: reasoning };
  if (text) yield { type: 'text', text };
  for (const call of toolCalls) yield { type: 'tool-call', name: call.function.name };
}
