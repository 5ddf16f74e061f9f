import type { ChatEvent, StreamRequest } from '../contract/index.ts';
import { isObject } from '../endpoint/index.ts';
import type { StreamMode } from './attempt.ts';
import { addCall, addReasoning, addText, type Draft, progressOf } from './draft.ts';
import { serverFault } from './failure.ts';
import { openAiEvents } from './openai-client.ts';
import { readResponse, responsesBody } from './responses.ts';
import { notAnObject } from './shape.ts';
import type { CallPiece } from './tool-calls.ts';
import { asList, asObject, asText, type Json, timingsOf } from './wire.ts';

/** `POST <base>/responses` with `stream: true`. Ends with `response.completed`, `.incomplete` or `.failed`. */
export const responsesStream: StreamMode = {
  events: (target, request, wire) =>
    openAiEvents(target, wire, '/responses', {
      ...responsesBody(target, request),
      stream: true,
      ...(request.progress ? { return_progress: true } : {}),
    }),
  reader,
  readWhole: (body, request) => readResponse(body, request.maxTokens),
};

function reader(request: StreamRequest) {
  /** Calls by the id of their item, which is what deltas name. Two may have one `call_id`, but not one item. */
  const calls = new Map<string, { id: string; index: number }>();
  const called = (item: Json, whole: boolean): CallPiece => {
    const itemId = asText(item['id']);
    const piece = { id: asText(item['call_id']) || itemId, name: asText(item['name']), arguments: item['arguments'] };
    const known = calls.get(itemId);
    if (known || itemId === '' || whole) return { ...known, ...piece, whole };
    const index = calls.size;
    calls.set(itemId, { id: piece.id, index });
    return { ...piece, index };
  };
  /** A model's thoughts and their summary come as two streams; the one that begins first is shown. */
  let thoughts: string | undefined;

  return function* read(event: Json, draft: Draft): Generator<ChatEvent> {
    const type = asText(event['type']);
    const delta = asText(event['delta']);
    yield* progressOf(event, draft);
    if (type === 'error') throw serverFault(event);
    if (type === '') draft.fault ??= 'an event names no `type`';
    if (/^response\.(created|in_progress|completed|incomplete)$|\.delta$/.test(type)) draft.begun = true;
    if (type === 'response.output_text.delta' || type === 'response.refusal.delta') yield* addText(draft, delta);
    else if (/^response\.reasoning.*\.delta$/.test(type)) {
      thoughts ??= type;
      if (type === thoughts) yield* addReasoning(draft, delta);
    } else if (/^response\.output_item\.(added|done)$/.test(type)) {
      const { item: given } = event;
      const item = asObject(given);
      if (isObject(given)) draft.begun = true;
      else draft.fault ??= notAnObject(given, 'item');
      if (item['type'] === 'function_call') yield* addCall(draft, called(item, type.endsWith('done')));
    } else if (type === 'response.function_call_arguments.delta') {
      yield* addCall(draft, { id: '', ...calls.get(asText(event['item_id'])), name: '', arguments: delta });
    } else if (/^response\.(completed|incomplete|failed|cancelled)$/.test(type)) {
      const { response: given } = event;
      const response = asObject(given);
      if (!isObject(given)) draft.fault ??= notAnObject(given, 'response');
      if (type.endsWith('failed')) throw serverFault(response['error'] ?? {});
      if (type.endsWith('cancelled')) return;
      yield* completed(event, response, draft);
    }
  };

  function* completed(event: Json, response: Json, draft: Draft): Generator<ChatEvent> {
    const whole = readResponse({ output: [], ...response }, request.maxTokens);
    for (const item of asList(response['output'])) {
      if (item['type'] === 'function_call') yield* addCall(draft, called(item, true));
    }
    draft.complete = true;
    draft.timings = timingsOf(event['timings']) ?? timingsOf(response['timings']);
    draft.finish = 'stop';
    if (!whole.ok) {
      draft.fault ??= whole.message;
      return;
    }
    // What a server did not stream is in the whole.
    if (draft.reasoning === '') yield* addReasoning(draft, whole.reasoning ?? '');
    if (draft.text === '') yield* addText(draft, whole.text);
    draft.model = whole.model;
    draft.usage = whole.usage;
    draft.finish = whole.finishReason;
  }
}
