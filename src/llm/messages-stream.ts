import type { ChatEvent, StreamRequest } from '../contract/index.ts';
import { anthropicHeaders, isObject } from '../endpoint/index.ts';
import type { StreamMode } from './attempt.ts';
import { addCall, addReasoning, addText, type Draft } from './draft.ts';
import { jsonHeaders, openEvents, type Wire } from './exchange.ts';
import { FINISH, messagesBody, messagesUrl, messagesUsage, readMessage } from './messages.ts';
import { notAnObject } from './shape.ts';
import { sseEvents } from './sse.ts';
import { asNumber, asObject, asText, type Json, type ModelTarget } from './wire.ts';

/** `POST <base>/messages` with `stream: true`. Ends with `message_stop`. */
export const messagesStream: StreamMode = {
  events,
  reader,
  readWhole: (body) => readMessage(asObject(body)),
};

async function* events(target: ModelTarget, request: StreamRequest, wire: Wire): AsyncGenerator<unknown> {
  const headers = { ...jsonHeaders(), ...anthropicHeaders(target.apiKey) };
  const body = JSON.stringify({ ...messagesBody(target, request), stream: true });
  yield* sseEvents(await openEvents(wire, messagesUrl(target), headers, body));
}

/** What belongs to a part of an answer, by the type of its event. */
const HELD: Readonly<Record<string, string>> = {
  message_start: 'message',
  content_block_start: 'content_block',
  content_block_delta: 'delta',
  message_delta: 'delta',
};

function reader() {
  /** `message_start` counts the prompt, `message_delta` what was generated, some servers all of it at the end. */
  let counts: Json = {};

  return function* read(event: Json, draft: Draft): Generator<ChatEvent> {
    const type = asText(event['type']);
    if (type === '') draft.fault ??= 'an event names no `type`';
    const held = Object.hasOwn(HELD, type) ? HELD[type] : undefined;
    if (held !== undefined && isObject(event[held])) draft.begun = true;
    else if (held !== undefined) draft.fault ??= notAnObject(event[held], held);
    if (type === 'message_start') {
      const message = asObject(event['message']);
      draft.model = asText(message['model']);
      counts = asObject(message['usage']);
    } else if (type === 'content_block_start') {
      yield* blockStart(asNumber(event['index']), asObject(event['content_block']), draft);
    } else if (type === 'content_block_delta') {
      const delta = asObject(event['delta']);
      yield* addReasoning(draft, asText(delta['thinking']));
      yield* addText(draft, asText(delta['text']));
      const json = asText(delta['partial_json']);
      if (json) yield* addCall(draft, { index: asNumber(event['index']), id: '', name: '', arguments: json });
    } else if (type === 'message_delta') {
      counts = { ...counts, ...asObject(event['usage']) };
      draft.usage = messagesUsage(counts);
      const stop = asText(asObject(event['delta'])['stop_reason']);
      if (stop) draft.finish = FINISH[stop] ?? stop;
    } else if (type === 'message_stop') {
      draft.finish ??= '';
      draft.complete = true;
    }
  };
}

function* blockStart(index: number, block: Json, draft: Draft): Generator<ChatEvent> {
  yield* addReasoning(draft, asText(block['thinking']));
  yield* addText(draft, asText(block['text']));
  if (block['type'] !== 'tool_use') return;
  const input = asObject(block['input']);
  const known = Object.keys(input).length > 0;
  yield* addCall(draft, {
    index,
    id: asText(block['id']),
    name: asText(block['name']),
    arguments: known ? input : '',
  });
}
