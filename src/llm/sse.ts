import { TextDecoder } from 'node:util';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { parseExact } from './exact-json.ts';
import { serverFault } from './failure.ts';
import { asObject } from './wire.ts';

/** Longer events than this are no model's. */
const MAX_EVENT_CHARS = 8 * 1024 * 1024;

/**
 * The parsed events of an event stream, numbers in them as they were sent, up to `[DONE]` or its end. Throws at what is no
 * JSON, and what the server says where an event is an error.
 */
export async function* sseEvents(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  const ready: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => ready.push(event), maxBufferSize: MAX_EVENT_CHARS });
  for await (const chunk of bytes) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    for (const event of ready.splice(0)) {
      if (isEnd(event)) return;
      yield parsed(event);
    }
  }
  // The last event without the empty line that belongs behind it.
  parser.feed('\n\n');
  for (const event of ready) if (!isEnd(event)) yield parsed(event);
}

const isEnd = ({ data }: EventSourceMessage): boolean => data.startsWith('[DONE]');

function parsed({ event: name, data }: EventSourceMessage): unknown {
  const event = parseExact(data);
  const { type, error } = asObject(event);
  if (name === 'error' || type === 'error' || error) throw serverFault(error ?? event);
  return event;
}
