import { emitMessages, messageBody } from './emit-messages.ts';
import { emitResponses, responseBody } from './emit-responses.ts';
import type { Answer, Api } from './types.ts';

/** A piece of a streamed answer and what it belongs to, so that a script can stop in the middle of that. */
export interface Frame {
  text: string;
  part: 'head' | 'reasoning' | 'text' | 'argument' | 'end';
}

interface EmitOptions {
  usage: boolean;
  progress: boolean;
  flatCalls?: boolean;
}

export function emit(api: Api, answer: Answer, options: EmitOptions): Frame[] {
  if (api === 'responses') return emitResponses(answer);
  return api === 'messages' ? emitMessages(answer) : emitChat(answer, options);
}

export function wholeBody(api: Api, answer: Answer): object {
  if (api === 'responses') return responseBody(answer);
  return api === 'messages' ? messageBody(answer) : chatBody(answer);
}

/** Pieces of at most 12 characters, none of them torn. */
export const pieces = (text: string, size = 12): string[] =>
  (text.length > 4000 ? text.match(/.{1,400}/gsu) : text.match(new RegExp(`.{1,${size}}`, 'gsu'))) ?? [];

/** llama.cpp's `timings`: times in ms, speeds in tok/s. */
export function timings({ promptTokens, cachedTokens, completionTokens, speeds }: Answer): object {
  const promptN = promptTokens - cachedTokens;
  const perMs = (count: number, speed: number) => (count / speed) * 1000;
  return {
    cache_n: cachedTokens,
    prompt_n: promptN,
    prompt_ms: perMs(promptN, speeds.pp),
    prompt_per_token_ms: 1000 / speeds.pp,
    prompt_per_second: speeds.pp,
    predicted_n: completionTokens,
    predicted_ms: perMs(completionTokens, speeds.tg),
    predicted_per_token_ms: 1000 / speeds.tg,
    predicted_per_second: speeds.tg,
  };
}

const chatUsage = ({ promptTokens, cachedTokens, completionTokens }: Answer) => ({
  completion_tokens: completionTokens,
  prompt_tokens: promptTokens,
  total_tokens: promptTokens + completionTokens,
  prompt_tokens_details: { cached_tokens: cachedTokens },
});

function emitChat(answer: Answer, { usage, progress, flatCalls }: EmitOptions): Frame[] {
  const base = {
    created: 1_795_339_581,
    id: answer.id,
    model: answer.model,
    system_fingerprint: 'b11669-Debian',
    object: 'chat.completion.chunk',
  };
  const frame = (part: Frame['part'], choices: object[], more: object = {}): Frame => ({
    part,
    text: `data: ${JSON.stringify({ choices, ...base, ...more })}\n\n`,
  });
  const delta = (part: Frame['part'], content: object, finish: string | null = null, more: object = {}) =>
    frame(part, [{ finish_reason: finish, index: 0, delta: content }], more);
  const head = { role: 'assistant', content: null };
  const total = answer.promptTokens;
  const progressed = [answer.cachedTokens, total].map((processed) =>
    delta('head', head, null, { prompt_progress: { total, cache: answer.cachedTokens, processed, time_ms: 1 } }),
  );
  const calls = answer.calls.flatMap((call, index) => {
    const [first = '', ...rest] = flatCalls ? [call.arguments] : pieces(call.arguments);
    const opening = {
      index: flatCalls ? 0 : index,
      id: call.id,
      type: 'function',
      function: { name: call.name, arguments: first },
    };
    return [
      delta('argument', { tool_calls: [opening] }),
      ...rest.map((piece) => delta('argument', { tool_calls: [{ index, function: { arguments: piece } }] })),
    ];
  });
  const last = usage
    ? [delta('end', {}, answer.finish), frame('end', [], { usage: chatUsage(answer), timings: timings(answer) })]
    : [delta('end', {}, answer.finish, { timings: timings(answer) })];
  return [
    ...(progress ? progressed : []),
    delta('head', head),
    ...pieces(answer.reasoning).map((piece) => delta('reasoning', { reasoning_content: piece })),
    ...pieces(answer.text).map((piece) => delta('text', { content: piece })),
    ...calls,
    ...last,
    { part: 'end', text: 'data: [DONE]\n\n' },
  ];
}

function chatBody(answer: Answer): object {
  const tool_calls = answer.calls.map(({ id, name, arguments: args }) => ({
    type: 'function',
    function: { name, arguments: args },
    id,
  }));
  const message = {
    role: 'assistant',
    content: answer.text,
    ...(answer.reasoning ? { reasoning_content: answer.reasoning } : {}),
    ...(tool_calls.length > 0 ? { tool_calls } : {}),
  };
  return {
    choices: [{ finish_reason: answer.finish, index: 0, message }],
    created: 1_795_339_580,
    model: answer.model,
    system_fingerprint: 'b11669-Debian',
    object: 'chat.completion',
    usage: chatUsage(answer),
    id: answer.id,
    timings: timings(answer),
  };
}
