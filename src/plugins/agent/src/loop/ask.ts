import type { ChatAnswer, ChatRefusal, ChatResult } from '@hermes-ops/contract';
import type { AskTarget, LoopDeps, Turn } from './deps.ts';
import { type Failure, INTERRUPTED, requestFailure } from './failure.ts';
import { ownStartLine } from './own-server.ts';
import { sendRequest } from './request.ts';
import { makeRoom } from './window.ts';

type Asked = { ok: true; answer: ChatAnswer; asked: AskTarget } | { ok: false; failure: Failure };

/** Overflow is answered by making room, refused tools by leaving the plugins' out, anything else by the fallbacks. */
export async function ask(deps: LoopDeps, turn: Turn, signal: AbortSignal): Promise<Asked> {
  const { displayUrl } = await deps.host.endpoint();
  let failure: Failure | undefined;
  let partial: ChatRefusal['partial'];
  for (const asked of deps.targets) {
    const { target } = asked;
    const place = { model: target.model, url: displayUrl(target.baseUrl), apiMode: target.apiMode };
    if (failure) {
      const text = `${failure.message}; asking ${target.model} at ${place.url} instead`;
      deps.emit({ type: 'notice', code: 'agent.fallback', text });
      deps.draft.restart();
    }
    const { result, failure: final } = await askOne(deps, turn, asked, signal);
    if (result.ok) return { ok: true, answer: result, asked };
    if (final) return { ok: false, failure: final };
    // What was shown last is what is kept.
    if (result.partial?.text) partial = result.partial;
    if (result.failure === 'aborted') {
      keepPartial(deps, turn, partial);
      return { ok: false, failure: INTERRUPTED };
    }
    const words = requestFailure(result, { ...place, start: await ownStartLine(deps.host, target.baseUrl) });
    failure = failure ? { ...failure, message: `${failure.message}; ${words.message}` } : words;
  }
  keepPartial(deps, turn, partial);
  return { ok: false, failure: failure ?? INTERRUPTED };
}

/** One endpoint until it answers or refuses for good. `failure`: nobody else would answer it either. */
async function askOne(
  deps: LoopDeps,
  turn: Turn,
  asked: AskTarget,
  signal: AbortSignal,
): Promise<{ result: ChatResult; failure?: Failure }> {
  for (let mended = 0; ; mended++) {
    turn.requests += 1;
    const result = await sendRequest(deps, asked, signal);
    if (result.ok || result.failure === 'aborted' || mended === 2) return { result };
    const mend = await mendRefusal(deps, result, signal);
    if (mend === 'again') continue;
    return mend ? { result, failure: mend } : { result };
  }
}

async function mendRefusal(
  deps: LoopDeps,
  refusal: ChatRefusal,
  signal: AbortSignal,
): Promise<'again' | Failure | undefined> {
  const { conversation, contributed, window } = deps;
  if (refusal.failure === 'overflow') {
    if (refusal.contextTokens) window.contextTokens = refusal.contextTokens;
    const { contextTokens } = window;
    const refusedTokens = refusal.promptTokens;
    const room = await makeRoom({ ...deps, contextTokens, refusedTokens, signal }, 'overflow');
    if (!room.ok) return room.failure;
    return 'again';
  }
  if (refusal.failure === 'grammar' && conversation.tools.some(({ function: { name } }) => contributed.has(name))) {
    conversation.tools = conversation.tools.filter(({ function: { name } }) => !contributed.has(name));
    conversation.log.setToolsJson(conversation.id, JSON.stringify(conversation.tools));
    const text = `the server cannot make a grammar of all tools (${refusal.message}); those of plugins and MCP servers are left out of this session`;
    deps.emit({ type: 'notice', code: 'agent.tools-left-out', text });
    return 'again';
  }
  return undefined;
}

/** What a stream had brought is kept as it came, so that the server's cache still fits. */
function keepPartial({ conversation }: LoopDeps, turn: Turn, partial: ChatRefusal['partial']): void {
  if (!partial?.text) return;
  turn.text = partial.text;
  const reasoning = partial.reasoning ? { reasoning: partial.reasoning } : {};
  conversation.keep({ role: 'assistant', content: turn.text, ...reasoning });
}
