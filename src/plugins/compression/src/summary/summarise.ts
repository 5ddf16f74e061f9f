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
  /** Time for all of it, where the config says it, in s. */
  ceilingSeconds: number | undefined;
}

export interface Summary {
  /** Empty: no model could write one. */
  text: string;
  /** Who wrote it. */
  way: Way | undefined;
  /** What went wrong before, each in one line. */
  failures: string[];
  /** Nothing answers where the main model should be. */
  mainDown: boolean;
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

/** Least time for one of the models where the config sets no limit, and the longest that a timer takes, in ms. */
const PATIENCE_MS = 180_000;
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Asks for the summary: whoever was chosen, once more where that may help, then the next one, each with its share of the
 * time. Whoever fails is left in peace for a while, unless the user asks for it himself. Never throws.
 */
export async function summarise(host: SummaryHost, task: Task): Promise<Summary> {
  const { choice, state } = task;
  const failures: string[] = [];
  const begun = performance.now();
  let mainDown = false;
  for (const [i, way] of choice.order.entries()) {
    const pause = state.reason === 'asked' ? undefined : await cooledDown(host, way);
    if (pause) {
      failures.push(`${way.model} at ${way.url} is not asked for ${pause} after it failed`);
      continue;
    }
    const limit = timeFor(task, way, { spentMs: performance.now() - begun, others: choice.order.length - i - 1 });
    const asked = await askUntil(host, task, way, limit);
    if (state.signal.aborted) break;
    failures.push(...asked.said);
    if (way.by === 'main') mainDown = asked.down;
    // A server that is down costs no time, and may be there again at the next moment.
    if (!asked.down) await rest(host, way, asked.text !== undefined && asked.by === undefined ? 'well' : 'failed');
    if (asked.text !== undefined) {
      return { text: asked.text, way: { ...way, ...asked.by }, failures: [...new Set(failures)], mainDown };
    }
  }
  return { text: '', way: undefined, failures: [...new Set(failures)], mainDown };
}

/** In ms: a fair share of what the config allows, else more than twice of what is expected. */
function timeFor({ ceilingSeconds }: Task, way: Way, { spentMs, others }: { spentMs: number; others: number }): number {
  const ms =
    ceilingSeconds === undefined
      ? Math.max(PATIENCE_MS, 2_500 * way.seconds)
      : (ceilingSeconds * 1_000 - spentMs) / (others + 1);
  return Math.min(LONGEST_MS, Math.max(1, Math.ceil(ms)));
}

interface Answered {
  /** The summary, where there is one. */
  text?: string;
  /** Who wrote it, where that is somebody else than was asked first. */
  by?: Pick<Way, 'model' | 'url'>;
  said: string[];
  down: boolean;
}

/** One of them, twice where that may help, what is finished being kept. */
async function askUntil(host: SummaryHost, task: Task, way: Way, limitMs: number): Promise<Answered> {
  const { state } = task;
  const signal = AbortSignal.any([state.signal, AbortSignal.timeout(limitMs)]);
  const finished: Finished = { parts: 0, summary: task.wishes.previous };
  const failures: string[] = [];
  let down = false;
  for (let attempt = 0; attempt < 2; attempt++) {
    state.progress?.(`compressing: ${way.model} writes the summary, about ${seconds(way)}`);
    const ask = way.by === 'main' ? askMain(host, task, signal) : askAuxiliary(host, task, finished, signal);
    const { checked, refusal, said, by = way } = await ask;
    failures.push(...said);
    const other = by.model === way.model && by.url === way.url ? {} : { by };
    if (checked?.ok) return { text: checked.text, ...other, said: failures, down: false };
    if (signal.aborted) {
      failures.push(`${by.model} at ${by.url}: no summary came within ${Math.ceil(limitMs / 1_000)} s`);
      return { said: failures, down: false };
    }
    failures.push(`${by.model} at ${by.url}: ${checked ? checked.why : refusalText(refusal)}`);
    down = refusal?.failure === 'unreachable';
    if (refusal && (FINAL.has(refusal.failure) || refusal.status === 402)) break;
  }
  return { said: failures, down };
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

/** Pieces that are summed up, and what came of them. */
interface Finished {
  parts: number;
  summary: string;
}

/** One request for each piece, each with the summary so far. */
async function askAuxiliary(host: SummaryHost, task: Task, finished: Finished, signal: AbortSignal): Promise<Asked> {
  const { wishes, parts, partAnswerTokens, source, choice, state } = task;
  const [auxiliary, endpoint] = await Promise.all([host.auxiliary(), host.endpoint()]);
  // Where nobody else is named the main model is asked here as well, because its window is too small for the whole.
  const elsewhere = choice.order.some(({ by }) => by === 'main');
  const said: string[] = [];
  let by: { by?: Pick<Way, 'model' | 'url'> } = {};
  for (const [i, part] of parts.entries()) {
    if (i < finished.parts) continue;
    const { summary: previous } = finished;
    const messages = freshRequest(part, { ...wishes, previous }, { number: i + 1, of: parts.length });
    const request = { messages, session: state.sessionId, maxTokens: partAnswerTokens, signal };
    const { result, route, failures } = await auxiliary.ask('compression', request, { elsewhere });
    if (route) by = { by: { model: route.target.model, url: endpoint.displayUrl(route.target.baseUrl) } };
    said.push(...failures);
    if (!result.ok) return { refusal: result, said, ...by };
    const checked = checkSummary(result, source);
    if (!checked.ok) return { checked, said, ...by };
    finished.summary = await host.mask(checked.text);
    finished.parts = i + 1;
  }
  return { checked: { ok: true, text: finished.summary }, said, ...by };
}

/** The conversation as the server has it in its cache, and one message behind it. */
async function askMain(host: SummaryHost, task: Task, signal: AbortSignal): Promise<Asked> {
  const { state, aligned, wishes, source } = task;
  const { system, tools, target, sendReasoning, steering, extraBody = {} } = state;
  const instruction: ChatMessage = { role: 'user', content: trailingInstruction(wishes) };
  const messages = [...requestMessages(system, aligned, { sendReasoning, steering }), ...turnFor(aligned), instruction];
  const maxTokens = Math.max(64, Math.min(wishes.tokens + THOUGHTS, roomFor(task)));
  const limit = await (await host.auxiliary()).promptLimitMs(target, state.promptTokens, maxTokens);
  const plain = target.apiMode === undefined || target.apiMode === 'chat_completions';
  const request = {
    task: 'compression',
    session: state.sessionId,
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
  const instruction = textTokens(trailingInstruction(wishes), source.charsPerToken);
  return contextTokens - (promptTokens - left) - instruction - 64;
}

/** The user's side may follow only behind the model's: in the middle of a chain of calls the model gets a word in between. */
const turnFor = (aligned: readonly SessionMessage[]): ChatMessage[] =>
  aligned.at(-1)?.role === 'tool' ? [{ role: 'assistant', content: '[paused here]' }] : [];
