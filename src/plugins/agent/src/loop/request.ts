import type { ChatResult, StreamRequest } from '@hermes-ops/contract';
import { nextPromptTokens, requestMessages } from './conversation.ts';
import type { LoopDeps, ModelTarget } from './deps.ts';

/** Bound of an answer in tokens where neither the config nor the window gives one. */
const MAX_ANSWER = 32_768;

/** The same for endpoints whose window is not known: many refuse more. */
const MAX_ANSWER_UNKNOWN = 8_192;

/** Tokens kept free behind an answer: the estimate of the prompt may be a little low. */
const SLACK = 64;

/** Sends the conversation and passes on what comes. Never throws. */
export async function sendRequest(deps: LoopDeps, target: ModelTarget, signal: AbortSignal): Promise<ChatResult> {
  const request = requestOf(deps, target, signal);
  if (!deps.settings.streaming) {
    const { idleMs, retries: _retries, progress: _progress, ...plain } = request;
    const result = await deps.llm.chat(target, { ...plain, timeoutMs: idleMs ?? 900_000 });
    if (result.ok && result.reasoning) deps.emit({ type: 'reasoning', text: result.reasoning });
    if (result.ok && result.text) deps.emit({ type: 'text', text: result.text });
    return result;
  }
  for await (const event of deps.llm.stream(target, request)) {
    if (event.type === 'end') return event.result;
    if (event.type === 'progress') {
      const { total: totalTokens, cached: cachedTokens, processed: processedTokens } = event;
      deps.emit({ type: 'progress', totalTokens, cachedTokens, processedTokens });
    } else if (event.type !== 'tool-call') deps.emit(event);
  }
  return { ok: false, failure: 'cut', message: 'the stream ended without a result', ms: 0 };
}

function requestOf(deps: LoopDeps, target: ModelTarget, signal: AbortSignal): StreamRequest {
  const { conversation, settings, llamaServer } = deps;
  const main = target === deps.targets[0];
  const extraBody = { ...(main ? settings.extraBody : {}), ...thinking(deps, main) };
  return {
    task: 'chat',
    messages: requestMessages(conversation),
    ...(conversation.tools.length > 0 ? { tools: conversation.tools } : {}),
    maxTokens: answerBound(deps),
    ...(Object.keys(extraBody).length > 0 ? { extraBody } : {}),
    signal,
    idleMs: settings.idleMs,
    retries: settings.retries,
    progress: main && llamaServer,
  };
}

/** How much the model is to think, only where the user said something else than the default. */
function thinking({ settings: { reasoningEffort }, llamaServer }: LoopDeps, main: boolean): Record<string, unknown> {
  if (!main || reasoningEffort === 'medium') return {};
  if (!llamaServer) return { reasoning_effort: reasoningEffort };
  return reasoningEffort === 'none' ? { chat_template_kwargs: { enable_thinking: false } } : {};
}

function answerBound({ settings, window, conversation }: LoopDeps): number {
  const { contextTokens } = window;
  const most = settings.maxTokens ?? (contextTokens === undefined ? MAX_ANSWER_UNKNOWN : MAX_ANSWER);
  if (contextTokens === undefined) return most;
  return Math.max(16, Math.min(most, contextTokens - nextPromptTokens(conversation) - SLACK));
}
