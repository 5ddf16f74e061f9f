import { argumentsOf, fill, lastUser, nextStep } from './brain.ts';
import { templateError, tokensOf } from './template.ts';
import type { Answer, Fault, Received, Script, Step } from './types.ts';

export interface Refusal {
  status: number;
  message: string;
  type: string;
  more?: object;
}

/** What is wrong with a request itself, in llama-server's words. */
export function refusalOf(script: Script, received: Received): Refusal | undefined {
  const { messages, promptTokens, tools } = received;
  const nCtx = script.nCtx ?? 65_536;
  const wrong = script.strict === false || tools.length === 0 ? undefined : templateError(messages);
  if (wrong) {
    return { ...wrong, type: wrong.status === 400 ? 'invalid_request_error' : 'server_error' };
  }
  if (promptTokens > nCtx) return overflow(promptTokens, nCtx);
  if (script.demandReasoning) {
    const last = messages.findLastIndex(({ role }) => role === 'user');
    const silent = messages
      .slice(last)
      .some((one) => one.role === 'assistant' && one.calls.length > 0 && !one.reasoning);
    const message = 'The reasoning_content in the thinking mode must be passed back to the API.';
    if (silent) return { status: 400, message, type: 'invalid_request_error' };
  }
  return undefined;
}

export const overflow = (sent: number, nCtx: number): Refusal => ({
  status: 400,
  message: `request (${sent} tokens) exceeds the available context size (${nCtx} tokens), try increasing it`,
  type: 'exceed_context_size_error',
  more: { n_prompt_tokens: sent, n_ctx: nCtx },
});

/** Letters and digits, as many as llama-server's ids have; no two alike within a server. */
const identify = (count: number): string => `s${String(count).padStart(5, '0')}`.padEnd(32, 'x');

/** The answer to one request, and the fault that is played instead or before it is complete. */
export function answerOf(
  script: Script,
  received: Received,
  count: number,
  faults: (step: Step) => Fault | undefined,
): { answer: Answer; step: Step; fault?: Fault } {
  const place = nextStep(script, received);
  const side = received.tools.length === 0;
  const words = lastUser(received.messages).split(/\s+/).slice(0, 4).join(' ');
  const nothing: Step = side
    ? { say: `About ${words}` }
    : { say: `I cannot find anything about "${words}" in my script.` };
  const step = side ? nothing : (place?.step ?? nothing);
  const fault = faults(step);
  const empty = fault && 'empty' in fault;
  const text = empty ? '' : fill((step.say ?? '').repeat(step.repeat ?? 1), received);
  const calls = (empty ? [] : (step.calls ?? [])).map((call, index) => ({
    id: call.id ?? identify(count * 10 + index),
    name: call.tool,
    arguments: argumentsOf(call, received.tools, received),
  }));
  const reasoning = empty ? '' : fill(step.reasoning ?? '', received);
  const answer: Answer = {
    id: `chatcmpl-${identify(count)}`,
    model: script.models?.[0] ?? 'scripted.gguf',
    reasoning,
    text,
    calls,
    finish: step.finish ?? (calls.length > 0 && !script.flatCalls ? 'tool_calls' : 'stop'),
    promptTokens: received.promptTokens,
    cachedTokens: received.cachedTokens,
    completionTokens: tokensOf(reasoning + text + calls.map((one) => one.arguments).join('')) + 1,
    speeds: script.speeds ?? { pp: 812.5, tg: 43.25 },
  };
  return { answer, step, ...(fault ? { fault } : {}) };
}
