import type { Host } from '@hermes-ops/contract';
import type { AgentEvent, Emit, TurnDocument } from '../loop/events.ts';
import { runTurn } from '../loop/turn.ts';
import { createLineScreen } from '../render/line-screen.ts';
import { sessionApprover } from './approvals.ts';
import { assertFits } from './assert-fits.ts';
import { type OpenChat, openChat } from './open-chat.ts';
import type { OpenOptions } from './open-conversation.ts';
import { plainOutput } from './output.ts';

export interface OneShotOptions extends OpenOptions {
  prompt: string;
  /** `text` prints the answer, `json` nothing (the command prints the document), `events` JSON Lines. */
  form: 'text' | 'json' | 'events';
}

/** One message, one answer. The document's `error` says why the turn did not end by itself. */
export async function oneShot(host: Host, options: OneShotOptions): Promise<TurnDocument> {
  // Installed before anything else, so that Ctrl-C is heard from the start.
  const { signal } = host;
  const chat = await openChat(host, options);
  try {
    const emit = emitter(host, options.form, chat.deps.settings.showReasoning);
    emit(initEvent(chat));
    for (const notice of chat.notices) emit({ type: 'notice', ...notice });
    await assertFits(chat, options.prompt);
    const interactive = host.ui.canPrompt() && options.form === 'text';
    const approver = sessionApprover(host, {
      settings: chat.deps.settings,
      prompter: interactive ? () => opened(host, signal) : undefined,
      say: host.ui.err,
      turn: () => signal,
    });
    const document = await runTurn({ ...chat.deps, emit, approver, interactive }, options.prompt, signal);
    emit({ type: 'result', ...document });
    return document;
  } finally {
    await chat.close();
  }
}

/** The terminal for one question. */
function opened(host: Host, signal: AbortSignal) {
  const prompter = host.ui.prompter({ signal });
  return { prompter, done: () => prompter.close() };
}

function initEvent({ deps, resumed, url }: OpenChat): AgentEvent {
  const { conversation, targets, window, environment } = deps;
  const [{ model }] = targets;
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
  if (form === 'events') return (event) => host.ui.out(JSON.stringify(event));
  // Thoughts are no part of an answer that goes into a pipe.
  const output = plainOutput(host);
  return createLineScreen({ output, showReasoning: showReasoning && output.terminal, framed: false });
}

/** With `--json` the screen stays empty but for what the user should know. */
const noticesOnly = (host: Host): Emit => {
  return (event) => {
    if (event.type === 'notice') host.ui.err(`note: ${event.text}`);
  };
};
