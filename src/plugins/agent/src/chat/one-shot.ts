import type { Host } from '@hermes-ops/contract';
import type { AskUser } from '../approvals/approver.ts';
import { askOnTerminal } from '../approvals/ask-on-terminal.ts';
import { oneQuestion } from '../approvals/one-question.ts';
import { sayQuestion } from '../approvals/say-question.ts';
import type { AgentEvent, Emit, TurnDocument } from '../loop/events.ts';
import { runTurn } from '../loop/turn.ts';
import type { AskText } from '../mcp/elicit.ts';
import { createLineScreen } from '../render/line-screen.ts';
import { sessionApprover } from './approvals.ts';
import { assertFits } from './assert-fits.ts';
import { sayEndedJobs } from './ended-jobs.ts';
import { keepLast } from './not-kept.ts';
import { type OpenChat, openChat } from './open-chat.ts';
import type { OpenOptions } from './open-conversation.ts';
import { plainOutput } from './output.ts';
import { tellAuxiliary } from './tell-auxiliary.ts';

export interface OneShotOptions extends OpenOptions {
  prompt: string;
  /** `text` prints the answer, `json` nothing (the command prints the document), `events` JSON Lines. */
  form: 'text' | 'json' | 'events';
}

/** One message, one answer. The document's `error` says why the turn did not end by itself. */
export async function oneShot(host: Host, options: OneShotOptions): Promise<TurnDocument> {
  try {
    return await answer(host, options);
  } catch (error) {
    // Whoever reads the events must see how it ended there, too.
    if (options.form === 'events' && host.errors.isUserError(error)) {
      const { code, message, try: hints } = error;
      const event: AgentEvent = { type: 'error', code, message, try: hints };
      host.ui.out(host.ui.json(event, 0));
    }
    throw error;
  }
}

async function answer(given: Host, options: OneShotOptions): Promise<TurnDocument> {
  // Nothing is asked in the background before the conversation is open.
  const host = tellAuxiliary(given, (event) => emit(event));
  // Installed before anything else, so that Ctrl-C is heard from the start.
  const { signal: interrupted } = host;
  const closed = host.ui.outputClosed();
  const signal = AbortSignal.any([interrupted, closed]);
  const interactive = host.ui.canPrompt() && options.form === 'text';
  const asker = interactive
    ? oneQuestion({ ask: askOnce(host, signal), askText: askTextOnce(host, signal) })
    : undefined;
  const asking = asker ? { ...asker, tell: host.ui.err } : {};
  const chat = await openHere(host, { ...options, single: true, ...asking });
  const emit = emitter(host, options.form, chat.deps.settings.showReasoning);
  const hangUp = (): void => hangUpNow(chat);
  process.once('SIGHUP', hangUp);
  try {
    emit(initEvent(chat));
    for (const notice of chat.notices) emit({ type: 'notice', ...notice });
    chat.mcp?.watch((notice) => emit({ type: 'notice', ...notice }));
    await assertFits(chat, options.prompt);
    const approver = sessionApprover(host, {
      session: chat.deps.conversation.id,
      settings: chat.deps.settings,
      ask: asker?.ask,
      say: host.ui.err,
      turn: () => signal,
    });
    const document = await runTurn({ ...chat.deps, emit, approver, interactive }, options.prompt, signal);
    emit({ type: 'result', ...document });
    // Whoever reads has had enough (`| head`): the model was stopped, and that is no failure.
    if (closed.aborted && !interrupted.aborted) return withoutError(document);
    if (interrupted.aborted && options.form === 'text') host.ui.err('interrupted; `hermes chat --continue` goes on');
    return document;
  } finally {
    process.removeListener('SIGHUP', hangUp);
    sayEndedJobs(chat, host.ui.err);
    keepLast(chat, host.ui.err);
    await chat.close();
  }
}

const withoutError = ({ error: _error, ...document }: TurnDocument): TurnDocument => document;

/** Where the terminal goes away meanwhile, what was started already goes with it. */
async function openHere(host: Host, options: OpenOptions): Promise<OpenChat> {
  const gone = new AbortController();
  const hangUp = (): void => gone.abort();
  process.once('SIGHUP', hangUp);
  const signal = AbortSignal.any([host.signal, gone.signal]);
  try {
    const chat = await openChat({ ...host, signal }, options);
    if (gone.signal.aborted) hangUpNow(chat);
    return chat;
  } catch (error) {
    if (gone.signal.aborted) process.kill(process.pid, 'SIGHUP');
    throw error;
  } finally {
    process.removeListener('SIGHUP', hangUp);
  }
}

/** The terminal is gone: what tools have started goes with it. */
function hangUpNow(chat: OpenChat): void {
  chat.kill();
  process.kill(process.pid, 'SIGHUP');
}

/** The terminal is taken for one question at a time. */
function askOnce(host: Host, leaving: AbortSignal): AskUser {
  return async (question, signal) => {
    const prompter = host.ui.prompter({ signal: leaving });
    try {
      return await askOnTerminal(prompter, sayQuestion(host), () => process.stdout.columns ?? 80)(question, signal);
    } finally {
      prompter.close();
    }
  };
}

/** The same for a line. */
function askTextOnce(host: Host, leaving: AbortSignal): AskText {
  return async (prompt, signal) => {
    const prompter = host.ui.prompter({ signal: leaving });
    try {
      return await prompter.askFresh(prompt, { signal });
    } finally {
      prompter.close();
    }
  };
}

function initEvent({ deps, resumed, url }: OpenChat): AgentEvent {
  const { conversation, targets, window, environment } = deps;
  const { model } = targets[0].target;
  return {
    type: 'init',
    sessionId: conversation.id,
    model,
    baseUrl: url,
    ...(window.contextTokens === undefined ? {} : { contextTokens: window.contextTokens }),
    tools: conversation.tools.map(({ function: { name } }) => name),
    cwd: environment.workspace,
    resumed,
  };
}

function emitter(host: Host, form: OneShotOptions['form'], showReasoning: boolean): Emit {
  if (form === 'json') return noticesOnly(host);
  if (form === 'events') return (event) => host.ui.out(host.ui.json(withoutDetail(event), 0));
  const output = plainOutput(host);
  if (output.terminal) return createLineScreen({ output, showReasoning, framed: false });
  // Into a pipe goes the answer alone: not what was thought, said before a call, or taken back by another try.
  const screen = createLineScreen({ output, showReasoning: false, framed: false });
  return (event) => {
    if (event.type === 'result' && event.text !== '') screen({ type: 'text', text: event.text });
    if (event.type !== 'text') screen(event);
  };
}

const withoutDetail = (event: AgentEvent): AgentEvent => {
  if (event.type !== 'approval') return event;
  const { detail: _detail, ...rest } = event;
  return rest;
};

/** With `--json` the screen stays empty but for what the user should know. */
const noticesOnly = (host: Host): Emit => {
  return (event) => {
    if (event.type === 'notice') host.ui.err(`note: ${event.text}`);
  };
};
