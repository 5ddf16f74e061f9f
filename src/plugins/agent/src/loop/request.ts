import type { ChatEvent, ChatResult, StreamRequest } from '@hermes-ops/contract';
import { nextPromptTokens, sentMessages } from './conversation.ts';
import type { AskTarget, LoopDeps } from './deps.ts';
import { extraBodyFor } from './thinking.ts';

/**
 * Bound of an answer in tokens where the config names none (`model.max_tokens`): many services refuse more, and a local
 * model that has lost its way would write until the window is full.
 */
const MAX_ANSWER = 8_192;

/** Tokens that the slowest machine processes within the usual limit. */
const SMALL = 3_000;

/** Silence in s that is told of. */
const SILENCE_S = 5;

/** Tokens kept free behind an answer: the estimate of the prompt may be a little low. */
const SLACK = 64;

/** Sends the conversation and passes on what comes. Never throws. */
export async function sendRequest(deps: LoopDeps, ask: AskTarget, signal: AbortSignal): Promise<ChatResult> {
  const request = requestOf(deps, ask, signal, await patience(deps, ask));
  if (!deps.settings.streaming) {
    const { idleMs = deps.settings.idleMs, progress: _progress, ...plain } = request;
    const result = await deps.llm.chat(ask.target, { ...plain, timeoutMs: idleMs });
    if (result.ok && result.reasoning) deps.emit({ type: 'reasoning', text: result.reasoning });
    if (result.ok && result.text) deps.emit({ type: 'text', text: result.text });
    return result;
  }
  const silence = tellOfSilence(deps);
  try {
    for await (const event of deps.llm.stream(ask.target, request)) {
      silence.broken();
      if (event.type === 'end') return event.result;
      pass(deps, event);
    }
    return { ok: false, failure: 'cut', message: 'the stream ended without a result', ms: 0 };
  } finally {
    silence.end();
  }
}

/** On disk first, so that nothing is shown that a killed process would lose. */
function pass({ emit, draft }: LoopDeps, event: Exclude<ChatEvent, { type: 'end' }>): void {
  switch (event.type) {
    case 'progress': {
      const { total: totalTokens, cached: cachedTokens, processed: processedTokens, ms } = event;
      emit({ type: 'progress', totalTokens, cachedTokens, processedTokens, ms });
      break;
    }
    case 'tool-call':
      emit({ type: 'writing', name: event.name });
      break;
    case 'retry':
      draft.clear();
      emit(event);
      break;
    default:
      draft.add(event.type, event.text);
      emit(event);
  }
}

/** A person in front of a silent screen wants to know that it is the server that is silent. */
function tellOfSilence({ emit }: LoopDeps) {
  let since = Date.now();
  const tell = (): void => {
    const seconds = Math.round((Date.now() - since) / 1000);
    if (seconds >= SILENCE_S) emit({ type: 'waiting', seconds });
  };
  const timer = setInterval(tell, SILENCE_S * 1000);
  return {
    broken: () => {
      since = Date.now();
    },
    end: () => clearInterval(timer),
  };
}

/**
 * Longest silence in ms: what the config says, or what the server's measured speed lets a prompt (and, without streaming,
 * a whole answer) of this size need, whichever is longer.
 */
async function patience({ host, settings, conversation, window }: LoopDeps, { target }: AskTarget): Promise<number> {
  const prompt = nextPromptTokens(conversation);
  const answer = settings.streaming
    ? 0
    : Math.min(settings.maxTokens ?? MAX_ANSWER, window.contextTokens ?? MAX_ANSWER);
  // Even four tokens a second are through with this in time, so nobody has to be asked.
  if (prompt + answer < SMALL) return settings.idleMs;
  const limit = await (await host.auxiliary()).promptLimitMs(target, prompt, answer).catch(() => 0);
  return Math.max(settings.idleMs, limit);
}

function requestOf(deps: LoopDeps, asked: AskTarget, signal: AbortSignal, idleMs: number): StreamRequest {
  const { conversation, settings } = deps;
  const { main, llamaServer, steering } = asked;
  const extraBody = extraBodyFor(settings, asked);
  return {
    task: 'chat',
    session: conversation.id,
    messages: sentMessages(conversation, { steering }),
    ...(conversation.tools.length > 0 ? { tools: conversation.tools } : {}),
    maxTokens: answerBound(deps, main),
    ...(Object.keys(extraBody).length > 0 ? { extraBody } : {}),
    signal,
    idleMs,
    retries: settings.retries,
    progress: llamaServer,
  };
}

/** What the config allows, and no more than the window leaves. */
function answerBound({ settings, window, conversation }: LoopDeps, main: boolean): number {
  const { contextTokens } = window;
  const most = (main ? settings.maxTokens : undefined) ?? MAX_ANSWER;
  if (contextTokens === undefined) return most;
  return Math.max(16, Math.min(most, contextTokens - nextPromptTokens(conversation) - SLACK));
}
