import type { ChatMessage, ChatRefusal, ChatResult, ContextState, Host, SessionMessage } from '@hermes-ops/contract';
import { textTokens, tokensOf } from '@hermes-ops/plugin-kit/estimate';
import { requestMessages } from '@hermes-ops/plugin-kit/prompt';
import { type Checked, checkSummary, type Source } from './check.ts';
import { type Choice, seconds, type Way } from './choose.ts';
import { cooledDown, rest } from './cooldown.ts';
import { freshRequest, trailingInstruction, type Wishes } from './request.ts';

export type SummaryHost = Pick<Host, 'auxiliary' | 'llm' | 'endpoint' | 'mask' | 'ensureOps'>;

export interface Task {
  state: ContextState;
  choice: Choice;
  wishes: Wishes;
  source: Source;
  /** The conversation in pieces for a model that has not seen it, secrets masked. */
  parts: readonly string[];
  /** Most tokens of an answer to one of them: many servers refuse what does not fit into the window with its prompt. */
  partAnswerTokens: number;
  /** Messages that the main model is asked behind, so that its cache fits; roles end with the model's. */
  aligned: readonly SessionMessage[];
  /** Last message that the summary is to cover. */
  lastSeq: number;
  signal: AbortSignal;
}

export interface Summary {
  /** Empty: no model could write one. */
  text: string;
  /** Who wrote it. */
  way: Way | undefined;
  /** What went wrong before, each in one line. */
  failures: string[];
  /** The user stopped it, or its time was over. */
  stopped: boolean;
}

/** Tokens for a model that thinks before it writes. */
export const THOUGHTS = 2_000;

/** Asking again changes nothing about these. */
const FINAL: ReadonlySet<ChatRefusal['failure']> = new Set([
  'unauthorized',
  'not-found',
  'overflow',
  'template',
  'grammar',
]);

/**
 * Asks for the summary: whoever was chosen, once more where that may help, then the next one. Whoever fails is left in
 * peace for a while, unless the user asks for it himself. Never throws.
 */
export async function summarise(host: SummaryHost, task: Task): Promise<Summary> {
  const { choice, state, signal } = task;
  const failures: string[] = [];
  for (const way of choice.order) {
    const asked = state.reason === 'asked';
    const pause = asked ? undefined : await cooledDown(host, way);
    if (pause) {
      failures.push(`${way.model} at ${way.url} is not asked for ${pause} after it failed`);
      continue;
    }
    let down = false;
    for (let attempt = 0; attempt < 2; attempt++) {
      state.progress?.(`compressing: ${way.model} writes the summary, about ${seconds(way)}`);
      const { checked, refusal, said, by = way } = await askWay(host, task, way);
      if (signal.aborted) {
        // Its time was over: the next compression does not wait for it as long again.
        if (!state.signal.aborted) await rest(host, way, 'failed');
        return { text: '', way: undefined, failures, stopped: true };
      }
      failures.push(...said);
      if (checked?.ok) {
        await rest(host, way, 'well');
        return { text: checked.text, way: { ...way, ...by }, failures: [...new Set(failures)], stopped: false };
      }
      failures.push(`${by.model} at ${by.url}: ${checked ? checked.why : refusalText(refusal)}`);
      down = refusal?.failure === 'unreachable';
      if (refusal && (FINAL.has(refusal.failure) || refusal.status === 402)) break;
    }
    // A server that is down costs no time, and may be there again at the next moment.
    if (!down) await rest(host, way, 'failed');
  }
  return { text: '', way: undefined, failures: [...new Set(failures)], stopped: signal.aborted };
}

const refusalText = (refusal: ChatRefusal | undefined): string =>
  refusal ? `${refusal.message}${refusal.status ? ` (HTTP ${refusal.status})` : ''}` : 'no answer';

interface Asked {
  checked?: Checked;
  refusal?: ChatRefusal;
  /** Who answered, where that may be somebody else than was asked first: a fallback of the auxiliary model. */
  by?: Pick<Way, 'model' | 'url'>;
  said: string[];
}

const askWay = (host: SummaryHost, task: Task, way: Way): Promise<Asked> =>
  way.by === 'main' ? askMain(host, task) : askAuxiliary(host, task);

/** One request for each piece, each with the summary so far. */
async function askAuxiliary(host: SummaryHost, task: Task): Promise<Asked> {
  const { wishes, parts, partAnswerTokens, source, choice, signal } = task;
  const [auxiliary, endpoint] = await Promise.all([host.auxiliary(), host.endpoint()]);
  // Where nobody else is named the main model is asked here as well, because its window is too small for the whole.
  const elsewhere = choice.order.some(({ by }) => by === 'main');
  let previous = wishes.previous;
  const said: string[] = [];
  let by: { by?: Pick<Way, 'model' | 'url'> } = {};
  for (const [i, part] of parts.entries()) {
    const messages = freshRequest(part, { ...wishes, previous }, { number: i + 1, of: parts.length });
    const request = { messages, maxTokens: partAnswerTokens, signal };
    const { result, route, failures } = await auxiliary.ask('compression', request, { elsewhere });
    if (route) by = { by: { model: route.target.model, url: endpoint.displayUrl(route.target.baseUrl) } };
    said.push(...failures);
    if (!result.ok) return { refusal: result, said, ...by };
    const checked = checkSummary(result, source);
    if (!checked.ok) return { checked, said, ...by };
    previous = await host.mask(checked.text);
  }
  return { checked: { ok: true, text: previous }, said, ...by };
}

/** The conversation as the server has it in its cache, and one message behind it. */
async function askMain(host: SummaryHost, task: Task): Promise<Asked> {
  const { state, aligned, wishes, source, lastSeq, signal } = task;
  const { system, tools, target, sendReasoning, extraBody = {} } = state;
  const instruction: ChatMessage = { role: 'user', content: trailingInstruction(wishes, lastSeq) };
  const messages = [...requestMessages(system, aligned, { sendReasoning }), ...turnFor(aligned), instruction];
  const maxTokens = Math.max(64, Math.min(wishes.tokens + THOUGHTS, roomFor(task)));
  const limit = await (await host.auxiliary()).promptLimitMs(target, state.promptTokens, maxTokens);
  const plain = target.apiMode === undefined || target.apiMode === 'chat_completions';
  const request = {
    task: 'compression',
    messages,
    ...(tools.length > 0 ? { tools: [...tools] } : {}),
    // llama-server writes the same prompt for it; elsewhere it may cost the cache.
    ...(plain && tools.length > 0 ? { toolChoice: 'none' as const } : {}),
    maxTokens,
    ...(Object.keys(extraBody).length > 0 ? { extraBody: { ...extraBody } } : {}),
    signal,
    idleMs: limit,
    retries: 1,
  };
  let result: ChatResult | undefined;
  for await (const event of (await host.llm()).stream(target, request)) {
    if (event.type === 'end') result = event.result;
  }
  if (!result) return { said: [] };
  if (!result.ok) return { refusal: result, said: [] };
  const checked = checkSummary(result, source);
  return { checked: checked.ok ? { ok: true, text: await host.mask(checked.text) } : checked, said: [] };
}

/** What the window leaves for the answer. */
function roomFor({ state, source, aligned, wishes }: Task): number {
  const { contextTokens, messages, promptTokens } = state;
  if (contextTokens === undefined) return Number.POSITIVE_INFINITY;
  const left = tokensOf(messages.slice(aligned.length), source.charsPerToken);
  const instruction = textTokens(trailingInstruction(wishes, 0), source.charsPerToken);
  return contextTokens - (promptTokens - left) - instruction - 64;
}

/** The user's side may follow only behind the model's: in the middle of a chain of calls the model gets a word in between. */
const turnFor = (aligned: readonly SessionMessage[]): ChatMessage[] =>
  aligned.at(-1)?.role === 'tool' ? [{ role: 'assistant', content: '[paused here]' }] : [];
