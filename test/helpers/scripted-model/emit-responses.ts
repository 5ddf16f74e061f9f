import { type Frame, pieces, timings } from './emit.ts';
import type { Answer } from './types.ts';

const event = (part: Frame['part'], type: string, data: object): Frame => ({
  part,
  text: `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`,
});

const idOf = (answer: Answer): string => answer.id.replace(/^chatcmpl-/, '');

function items(answer: Answer): object[] {
  const id = idOf(answer);
  const reasoning = {
    id: `rs_${id}`,
    summary: [],
    type: 'reasoning',
    content: [{ text: answer.reasoning, type: 'reasoning_text' }],
    encrypted_content: '',
    status: 'completed',
  };
  const message = {
    type: 'message',
    status: 'completed',
    id: `msg_${id}`,
    content: [{ type: 'output_text', annotations: [], logprobs: [], text: answer.text }],
    role: 'assistant',
  };
  return [
    ...(answer.reasoning ? [reasoning] : []),
    ...(answer.text ? [message] : []),
    ...answer.calls.map((call) => ({
      id: `fc_${call.id}`,
      type: 'function_call',
      status: 'completed',
      arguments: call.arguments,
      call_id: `call_${call.id}`,
      name: call.name,
    })),
  ];
}

/** llama-server says `completed` even of an answer that was cut by its limit. */
export function responseBody(answer: Answer): object {
  return {
    completed_at: 1_795_339_281,
    created_at: 1_795_339_281,
    id: `resp_${idOf(answer)}`,
    model: answer.model,
    object: 'response',
    output: items(answer),
    status: 'completed',
    usage: {
      input_tokens: answer.promptTokens,
      output_tokens: answer.completionTokens,
      total_tokens: answer.promptTokens + answer.completionTokens,
      input_tokens_details: { cached_tokens: answer.cachedTokens },
    },
  };
}

export function emitResponses(answer: Answer): Frame[] {
  const id = idOf(answer);
  const response = { id: `resp_${id}`, object: 'response', status: 'in_progress' };
  const frames = ['response.created', 'response.in_progress'].map((type) => event('head', type, { response }));
  const reasoning = { id: `rs_${id}`, summary: [], type: 'reasoning', content: [], status: 'in_progress' };
  if (answer.reasoning) {
    frames.push(event('reasoning', 'response.output_item.added', { item: reasoning }));
    for (const delta of pieces(answer.reasoning)) {
      frames.push(event('reasoning', 'response.reasoning_text.delta', { item_id: reasoning.id, delta }));
    }
  }
  const done = items(answer) as { type: string }[];
  const ended = (type: string) =>
    done.filter((item) => item.type === type).map((item) => event('text', 'response.output_item.done', { item }));
  frames.push(...ended('reasoning'));
  if (answer.text) {
    const item = { content: [], id: `msg_${id}`, role: 'assistant', status: 'in_progress', type: 'message' };
    const of = { item_id: item.id };
    const part = { type: 'output_text', annotations: [], logprobs: [], text: answer.text };
    frames.push(event('head', 'response.output_item.added', { item }));
    frames.push(event('head', 'response.content_part.added', { ...of, part: { type: 'output_text', text: '' } }));
    for (const delta of pieces(answer.text)) frames.push(event('text', 'response.output_text.delta', { ...of, delta }));
    frames.push(event('text', 'response.output_text.done', { ...of, text: answer.text }));
    frames.push(event('text', 'response.content_part.done', { ...of, part }), ...ended('message'));
  }
  for (const call of answer.calls) {
    const item = {
      arguments: '',
      call_id: `call_${call.id}`,
      name: call.name,
      type: 'function_call',
      status: 'in_progress',
    };
    const item_id = `fc_${call.id}`;
    frames.push(event('argument', 'response.output_item.added', { item: { id: item_id, ...item } }));
    for (const delta of pieces(call.arguments)) {
      frames.push(event('argument', 'response.function_call_arguments.delta', { delta, item_id }));
    }
  }
  frames.push(...ended('function_call').map((frame): Frame => ({ ...frame, part: 'end' })));
  const { completed_at: _, ...body } = responseBody(answer) as { completed_at: number };
  frames.push(event('end', 'response.completed', { response: body, timings: timings(answer) }));
  return frames;
}
