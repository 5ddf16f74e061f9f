import type { ChatResult, LlmRoom } from '../contract/index.ts';
import { displayUrl } from '../endpoint/index.ts';
import { chatCompletions } from './chat-completions.ts';
import { anthropicMessages } from './messages.ts';
import { codexResponses } from './responses.ts';
import { appendUsage } from './usage.ts';
import type { ModeCall } from './wire.ts';

export { appendUsage } from './usage.ts';

const CALLS = {
  chat_completions: chatCompletions,
  codex_responses: codexResponses,
  anthropic_messages: anthropicMessages,
} as const satisfies Record<string, ModeCall>;

/** The room. `ops` is the folder of the usage ledger; a ledger that cannot be written does not fail a call. */
export const createLlmRoom = ({ ops }: { ops: string }): LlmRoom => ({
  async chat(target, request) {
    const started = performance.now();
    const outcome = await CALLS[target.apiMode ?? 'chat_completions'](target, request);
    const result: ChatResult = { ...outcome, ms: Math.round(performance.now() - started) };
    const usage = result.ok ? result.usage : undefined;
    await appendUsage(ops, {
      time: new Date().toISOString(),
      task: request.task,
      model: target.model,
      baseUrl: displayUrl(target.baseUrl),
      promptTokens: usage?.promptTokens ?? 0,
      completionTokens: usage?.completionTokens ?? 0,
      cachedTokens: usage?.cachedTokens ?? 0,
      ms: result.ms,
      ok: result.ok,
    }).catch(() => undefined);
    return result;
  },
});
