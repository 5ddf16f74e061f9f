import { type Frame, pieces } from './emit.ts';
import type { Answer } from './types.ts';

const STOP: Record<string, string> = { stop: 'end_turn', length: 'max_tokens', tool_calls: 'tool_use' };

const event = (part: Frame['part'], type: string, data: object): Frame => ({
  part,
  text: `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`,
});

const usage = ({ promptTokens, cachedTokens }: Answer, output: number) => ({
  cache_read_input_tokens: cachedTokens,
  input_tokens: promptTokens - cachedTokens,
  output_tokens: output,
});

/** Arguments that are no JSON cannot be sent whole in this API: an empty object stands for them, as at llama-server. */
function inputOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

const blocks = (answer: Answer): object[] => [
  ...(answer.reasoning ? [{ type: 'thinking', thinking: answer.reasoning, signature: '' }] : []),
  ...(answer.text ? [{ type: 'text', text: answer.text }] : []),
  ...answer.calls.map(({ id, name, arguments: args }) => ({ type: 'tool_use', id, name, input: inputOf(args) })),
];

export const messageBody = (answer: Answer): object => ({
  id: answer.id,
  type: 'message',
  role: 'assistant',
  content: blocks(answer),
  model: answer.model,
  stop_reason: STOP[answer.finish] ?? answer.finish,
  stop_sequence: null,
  usage: usage(answer, answer.completionTokens),
});

export function emitMessages(answer: Answer): Frame[] {
  const message = { ...messageBody(answer), content: [], stop_reason: null, usage: usage(answer, 0) };
  const frames = [event('head', 'message_start', { message })];
  let index = 0;
  const block = (part: Frame['part'], start: object, deltas: object[]) => {
    frames.push(event(part, 'content_block_start', { index, content_block: start }));
    for (const delta of deltas) frames.push(event(part, 'content_block_delta', { index, delta }));
    frames.push(event(part, 'content_block_stop', { index }));
    index += 1;
  };
  if (answer.reasoning) {
    const thoughts = pieces(answer.reasoning).map((thinking) => ({ type: 'thinking_delta', thinking }));
    block('reasoning', { type: 'thinking', thinking: '' }, [...thoughts, { type: 'signature_delta', signature: '' }]);
  }
  if (answer.text) {
    const texts = pieces(answer.text).map((text) => ({ type: 'text_delta', text }));
    block('text', { type: 'text', text: '' }, texts);
  }
  for (const { id, name, arguments: args } of answer.calls) {
    const parts = pieces(args).map((partial_json) => ({ type: 'input_json_delta', partial_json }));
    block('argument', { type: 'tool_use', id, name }, parts);
  }
  const delta = { stop_reason: STOP[answer.finish] ?? answer.finish, stop_sequence: null };
  frames.push(event('end', 'message_delta', { delta, usage: { output_tokens: answer.completionTokens } }));
  frames.push(event('end', 'message_stop', {}));
  return frames;
}
