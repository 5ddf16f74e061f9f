import type { ChatAnswer } from '@hermes-ops/contract';
import { onOneLine } from '@hermes-ops/plugin-kit/neutral';
import { plural } from '@hermes-ops/plugin-kit/numbers';
import { ask } from './ask.ts';
import { cacheLoss } from './cache-loss.ts';
import { closeTurn as closeConversation, NOTE } from './conversation.ts';
import type { AskTarget, LoopDeps, Turn } from './deps.ts';
import type { TurnCall, TurnDocument } from './events.ts';
import { type Failure, INTERRUPTED } from './failure.ts';
import { createGuard, type GuardVerdict } from './guard.ts';
import { runCall } from './run-call.ts';
import { storeAnswer } from './store-answer.ts';
import { findTextCall } from './text-calls.ts';
import { noThinkingHelps } from './thinking.ts';
import { makeRoom } from './window.ts';

type Step = 'again' | 'done' | Failure;

/**
 * One message of the user until the model answers without a tool call, or until something ends the turn: then the
 * conversation is closed so that the next message finds roles that alternate. Never throws for anything that the model,
 * the server or a tool did. Throws what the store says: what came before waits in the conversation then, and nothing is
 * sent before it is stored.
 */
export async function runTurn(deps: LoopDeps, message: string, signal: AbortSignal): Promise<TurnDocument> {
  const { conversation, settings } = deps;
  const started = performance.now();
  const turn: Turn = {
    requests: 0,
    calls: [],
    usage: { promptTokens: 0, cachedTokens: 0, completionTokens: 0 },
    text: '',
    denials: 0,
    rounds: 0,
    askedAgain: false,
  };
  const guard = createGuard(settings.guard);
  // A turn before this one may have been ended by the disk, say, with calls left open and an answer that waits for room.
  closeTurn(deps, NOTE.failed, 'error');
  conversation.append({ role: 'user', content: message });
  let step: Step = 'again';
  try {
    while (step === 'again') {
      step = signal.aborted ? INTERRUPTED : await oneStep(deps, turn, guard, signal);
    }
  } catch (error) {
    closeQuietly(deps);
    throw error;
  }
  const failure = step === 'done' ? undefined : step;
  if (failure) {
    if (failure.code === 'agent.context-full') dropUnanswered(deps);
    closeTurn(deps, noteFor(failure), failure.code === INTERRUPTED.code ? 'interrupted' : 'error');
    deps.emit({ type: 'error', ...failure });
  }
  deps.draft.clear();
  return {
    schemaVersion: 1,
    sessionId: conversation.id,
    text: turn.text.toWellFormed(),
    turns: turn.requests,
    toolCalls: turn.calls,
    usage: turn.usage,
    durationMs: Math.round(performance.now() - started),
    ...(failure ? { error: failure } : {}),
  };
}

/**
 * A message that is too large for what the window has left is taken out of the prompt again (the store keeps it), so that
 * a shorter one can be tried.
 */
function dropUnanswered({ conversation, dropped }: LoopDeps): void {
  const last = conversation.messages.at(-1);
  if (last?.role !== 'user') return;
  conversation.log.replaceRange(conversation.id, last.seq, last.seq, []);
  conversation.reload();
  if (!last.replacement) dropped?.(last.content ?? '');
}

/**
 * As the conversation's own. What waited is in the store before anything is put behind it, so its draft goes first: a disk
 * that fills within this must not leave both, because who resumes would then have the text twice.
 */
function closeTurn({ conversation, draft }: LoopDeps, note: string, status: 'interrupted' | 'error'): void {
  conversation.save();
  draft.clear();
  closeConversation(conversation, note, status);
}

/** What ended the turn is the error to report; where the store cannot be written either, the next turn closes this one. */
function closeQuietly(deps: LoopDeps): void {
  try {
    closeTurn(deps, NOTE.failed, 'error');
  } catch {
    try {
      deps.conversation.reload();
    } catch {
      // It can be read no more than written: the error that ended the turn says why.
    }
  }
}

const noteFor = ({ code }: Failure): string =>
  code === INTERRUPTED.code
    ? NOTE.interrupted
    : code === 'agent.loop' || code === 'agent.max-turns' || code === 'agent.denied'
      ? NOTE.stopped
      : NOTE.failed;

const tooManyTurns = (limit: number): Failure => ({
  code: 'agent.max-turns',
  message: `the turn was ended after ${limit} rounds of tool calls (\`agent.max_turns\`)`,
  try: ['Say how to go on: the session keeps what was done.', 'hermes config explain agent.max_turns'],
});

/** One request and the calls that it brings. */
async function oneStep(
  deps: LoopDeps,
  turn: Turn,
  guard: ReturnType<typeof createGuard>,
  signal: AbortSignal,
): Promise<Step> {
  const room = await makeRoom({ ...deps, contextTokens: deps.window.contextTokens, signal }, 'before-request');
  if (!room.ok) return room.failure;
  const asked = await ask(deps, turn, signal);
  if (!asked.ok) return asked.failure;
  const { answer } = asked;
  count(deps, turn, answer, asked.asked);
  const { model } = asked.asked.target;
  if (isEmpty(answer) && !turn.askedAgain) {
    turn.askedAgain = true;
    if (answer.usage) deps.conversation.log.addUsage(deps.conversation.id, answer.usage, model);
    return 'again';
  }
  const calls = storeAnswer(deps.conversation, answer, model);
  const left = answer.toolCalls.length - calls.length;
  deps.draft.clear();
  turn.text = answer.text;
  if (calls.length === 0) return withoutCalls(deps, answer, asked.asked);
  const limit = deps.settings.maxTurns;
  if (limit !== undefined && turn.rounds >= limit) return tooManyTurns(limit);
  turn.rounds += 1;
  if (left > 0) {
    const text = `the model asked for ${answer.toolCalls.length} calls in one answer; the last ${left} are left out`;
    deps.emit({ type: 'notice', code: 'agent.calls-left-out', text });
  }
  for (const call of calls) {
    const result = await runCall(deps, call, signal);
    const verdict = guard.after({
      name: call.call.function.name,
      args: call.raw ?? call.call.function.arguments,
      result: result.text,
      failed: result.status !== 'ok',
      stray: result.stray,
      round: turn.rounds,
    });
    const said = verdict.act === 'go-on' ? result.text : `${result.text}\n${verdict.words}`;
    const content = left > 0 && call === calls.at(-1) ? `${said}\n${notDone(left, calls.length)}` : said;
    const {
      id: tool_call_id,
      function: { name: toolName },
    } = call.call;
    deps.conversation.keep({ role: 'tool', content, tool_call_id, toolName, status: result.status });
    turn.calls.push({ name: toolName, arguments: result.args, status: result.status });
    const end = afterCall(deps, turn, result.status, verdict);
    if (end) return end;
  }
  const more = signal.aborted ? undefined : deps.steer?.();
  if (more !== undefined) deps.conversation.keep({ role: 'user', content: more });
  return 'again';
}

const notDone = (left: number, most: number): string =>
  `[Of that answer ${left} more calls were left out: at most ${most} are carried out at a time. Call again what is still needed.]`;

/** Whether the turn ends with this call; calls that are still open are then answered by `closeTurn`. */
function afterCall(deps: LoopDeps, turn: Turn, status: TurnCall['status'], verdict: GuardVerdict): Failure | undefined {
  const { settings, interactive } = deps;
  if (status === 'interrupted') return INTERRUPTED;
  turn.denials = status === 'denied' ? turn.denials + 1 : 0;
  if (settings.approvals.denialLimit > 0 && turn.denials >= settings.approvals.denialLimit) {
    const message = `the turn was ended after ${turn.denials} refused calls in a row (\`approvals.denial_breaker_threshold\`)`;
    return { code: 'agent.denied', message, try: ['Say what should be done instead.'] };
  }
  const stops = interactive ? settings.guardStopsInteractive : settings.guardStopsUnattended;
  if (verdict.act !== 'stop') return undefined;
  if (!stops && !verdict.again) return undefined;
  return { code: 'agent.loop', message: verdict.message, try: verdict.try };
}

/** An answer that asks for nothing ends the turn; what is wrong with it is said. */
function withoutCalls(deps: LoopDeps, answer: ChatAnswer, asked: AskTarget): Step {
  const { emit } = deps;
  const written = findTextCall(answer.text, new Set(deps.tools.keys()));
  if (written) {
    return {
      code: 'agent.text-call',
      message: `the model wrote a call of ${written.name} as text (${written.form}), so nothing was done: its chat template or the server does not make calls of it`,
      try: [
        'hermes doctor --only endpoint.tool-call',
        'llama-server needs --jinja and a model whose template knows tools.',
      ],
    };
  }
  if (answer.text.trim() === '') return noText(answer, noThinkingHelps(deps.settings, asked));
  if (answer.finishReason === 'length') {
    const text =
      'the answer was cut off: it reached the limit of tokens (`model.max_tokens`, or the end of the window)';
    emit({ type: 'notice', code: 'agent.answer-cut', text });
  }
  return 'done';
}

function noText({ finishReason, reasoning, usage }: ChatAnswer, thinksLess: boolean): Failure {
  const tokens = usage ? plural(usage.completionTokens, 'token') : 'its tokens';
  if (finishReason === 'length' && reasoning) {
    return {
      code: 'agent.only-thoughts',
      message: `the model used ${tokens} for thinking and gave no answer`,
      try: [
        ...(thinksLess ? ['hermes config set agent.reasoning_effort none'] : []),
        'hermes config explain model.max_tokens',
      ],
    };
  }
  const ended = finishReason === 'stop' ? '' : `: the server ended it with \`${onOneLine(finishReason).slice(0, 60)}\``;
  return {
    code: 'agent.empty-answer',
    message: `the model gave an empty answer${ended}`,
    try: ['Ask again.', 'hermes doctor'],
  };
}

/** Nothing at all, as weak models answer now and then; what was only thought is another matter. */
const isEmpty = ({ text, toolCalls, reasoning, finishReason }: ChatAnswer): boolean =>
  text.trim() === '' && toolCalls.length === 0 && !reasoning && finishReason !== 'length';

function count(deps: LoopDeps, turn: Turn, { usage, timings }: ChatAnswer, asked: AskTarget): void {
  if (!usage) return;
  const { conversation, appendOnly } = deps;
  for (const key of ['promptTokens', 'cachedTokens', 'completionTokens'] as const) turn.usage[key] += usage[key];
  const at = conversation.messages.findLastIndex((message) => message.usage);
  const before = conversation.messages[at];
  const same = asked === (conversation.countedBy ?? deps.targets[0]);
  const lost =
    before?.usage && same
      ? cacheLoss({
          before: before.usage,
          now: usage,
          calls: Boolean(before.tool_calls?.length),
          thoughts: Boolean(before.reasoning),
          newTurn: conversation.messages.slice(at).some(({ role }) => role === 'user'),
          rewritten: conversation.rewritten,
          reordered: conversation.reordered,
          appendOnly,
        })
      : undefined;
  conversation.rewritten = false;
  conversation.reordered = undefined;
  conversation.countedBy = asked;
  deps.emit({
    type: 'usage',
    ...usage,
    ...(before?.usage && same
      ? { reusable: Math.min(before.usage.promptTokens + before.usage.completionTokens, usage.promptTokens) }
      : {}),
    ...(lost ? { lost } : {}),
    ...(timings ? { promptPerSecond: timings.promptPerSecond, generatedPerSecond: timings.generatedPerSecond } : {}),
  });
}
