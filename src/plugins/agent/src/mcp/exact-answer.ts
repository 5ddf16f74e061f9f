import { firstDigits, parseExact } from '@hermes-ops/plugin-kit/exact-json';
import { isObject } from '@hermes-ops/plugin-kit/objects';

/** Where an answer carries its structured part once more, as the text that was sent: the SDK would round its digits. */
const EXACT = 'hermes/structured-content';

/**
 * A message of the protocol before the SDK reads it. Where integers of a structured answer would be rounded, their text goes
 * along; every other message, and what is none, is given back as it is. Never throws.
 */
export function withExact(text: string): string {
  if (!/\d{16}/.test(text) || !text.includes('"structuredContent"')) return text;
  try {
    const message = parseExact(text);
    const changed = (Array.isArray(message) ? message : [message]).filter(carryExact);
    return changed.length === 0 ? text : JSON.stringify(message);
  } catch {
    // No JSON, or deeper than it can be read: whoever reads it next says so.
    return text;
  }
}

function carryExact(message: unknown): boolean {
  const result = isObject(message) ? message['result'] : undefined;
  if (!isObject(result) || firstDigits(result['structuredContent']) === undefined) return false;
  const meta = isObject(result['_meta']) ? result['_meta'] : {};
  result['_meta'] = { ...meta, [EXACT]: JSON.stringify(result['structuredContent']) };
  return true;
}

/** The structured part of an answer, its integers as they were sent. */
export function structuredOf(answer: { structuredContent?: unknown; _meta?: unknown }): unknown {
  const { structuredContent, _meta: meta } = answer;
  const text = isObject(meta) ? meta[EXACT] : undefined;
  if (typeof text !== 'string') return structuredContent;
  try {
    return parseExact(text);
  } catch {
    return structuredContent;
  }
}

/** `withExact` for the body of an HTTP answer: one message, or an event in each line of data. */
export function exactBody(kind: 'json' | 'events'): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let begun: string[] = [];
  const pass = (text: string, controller: TransformStreamDefaultController<Uint8Array>): void => {
    begun.push(text);
    const whole = begun.join('');
    begun = [];
    const exact =
      kind === 'json'
        ? withExact(whole)
        : whole.replace(/(^|[\r\n])(data:)([^\r\n]*)/g, (_all, before, name, data) => before + name + withExact(data));
    if (exact !== '') controller.enqueue(encoder.encode(exact));
  };
  return new TransformStream({
    transform(chunk, controller) {
      const text = decoder.decode(chunk, { stream: true });
      const end = kind === 'json' ? 0 : Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
      if (end > 0) pass(text.slice(0, end), controller);
      begun.push(text.slice(end));
    },
    flush: (controller) => pass(decoder.decode(), controller),
  });
}
