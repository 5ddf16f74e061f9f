import { setTimeout as sleep } from 'node:timers/promises';
import type { Host, LinePrompter } from '@hermes-ops/contract';
import { neutralise } from '@hermes-ops/plugin-kit/neutral';
import type { Approver } from '../approvals/approver.ts';
import { askOnTerminal } from '../approvals/ask-on-terminal.ts';
import { nextPromptTokens } from '../loop/conversation.ts';
import type { Emit } from '../loop/events.ts';
import type { Failure } from '../loop/failure.ts';
import { runTurn } from '../loop/turn.ts';
import { createLineScreen } from '../render/line-screen.ts';
import { statusLine } from '../render/status-line.ts';
import { sessionApprover } from './approvals.ts';
import { assertFits } from './assert-fits.ts';
import { makeTitle } from './make-title.ts';
import { sayEndedJobs } from './one-shot.ts';
import { type OpenChat, openChat } from './open-chat.ts';
import type { OpenOptions } from './open-conversation.ts';
import { screenOutput } from './output.ts';
import { runSlashCommand } from './slash-commands.ts';

/** How long a turn may take to come to its end when the user leaves in the middle of it. */
const GRACE_MS = 1_000;

/** A conversation on a terminal. */
interface Talk {
  host: Host;
  chat: OpenChat;
  prompter: LinePrompter;
  approver: Approver;
  emit: Emit;
  /** ms since 1970. */
  begun: number;
  /** The turn that is under way; aborted by Ctrl-C. */
  turn: AbortController | undefined;
}

/**
 * A conversation line by line on a terminal, until the user leaves or the terminal goes away. What goes wrong in a turn is
 * said and does not end it. The first Ctrl-C stops the model and the tools, a second one leaves.
 */
export async function converse(host: Host, options: OpenOptions): Promise<void> {
  const left = Promise.withResolvers<NodeJS.Signals>();
  let talk: Talk | undefined;
  const interrupt = (): void => {
    if (!talk?.turn || talk.turn.signal.aborted) left.resolve('SIGINT');
    else {
      talk.turn.abort();
      // What was typed ahead was meant for a turn that came to its end.
      prompter.dropAhead();
    }
  };
  const prompter = host.ui.prompter({ onInterrupt: interrupt });
  const ask = askOnTerminal(prompter, host.ui.out);
  const chat = await openChat(host, { ...options, ask }).catch((error: unknown) => {
    prompter.close();
    throw error;
  });
  const { settings } = chat.deps;
  talk = {
    host,
    chat,
    prompter,
    approver: sessionApprover(host, {
      settings,
      ask,
      say: host.ui.out,
      turn: () => talk?.turn?.signal ?? host.signal,
    }),
    emit: createLineScreen({ output: screenOutput(), showReasoning: settings.showReasoning, framed: true }),
    begun: Date.now(),
    turn: undefined,
  };
  const hangUp = (): void => left.resolve('SIGHUP');
  const told = (): void => left.resolve('SIGTERM');
  process.on('SIGINT', interrupt);
  process.on('SIGHUP', hangUp);
  host.signal.addEventListener('abort', told);
  try {
    const end = untilTheEnd(talk);
    const signal = await Promise.race([end.then(() => undefined), left.promise]);
    if (signal) await leave(talk, end, signal);
  } finally {
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGHUP', hangUp);
    host.signal.removeEventListener('abort', told);
    prompter.close();
    sayEndedJobs(host, chat);
    await chat.close();
  }
}

/** In the middle of something: what runs is ended, what was said is kept, and nothing may hold the user up for long. */
async function leave({ turn, chat, prompter }: Talk, end: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  turn?.abort();
  chat.kill();
  prompter.close();
  await Promise.race([Promise.allSettled([end, chat.close()]), sleep(GRACE_MS)]);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // The signal arrives a moment later.
  await sleep(GRACE_MS);
}

async function untilTheEnd(talk: Talk): Promise<void> {
  const { prompter } = talk;
  greet(talk);
  for (;;) {
    const line = await prompter.askText('● ').catch(() => undefined);
    if (line === undefined || line === '/quit' || line === '/exit') return;
    if (line === '') continue;
    await answer(talk, line);
  }
}

function greet({ host, chat, emit }: Talk): void {
  const { deps, resumed, url, notices } = chat;
  const { conversation, targets, window } = deps;
  const size =
    window.contextTokens === undefined ? '' : `, context ${window.contextTokens.toLocaleString('en')} tokens`;
  host.ui.out(`⚕ ${neutralise(targets[0].target.model)} at ${url}${size}`);
  const count = conversation.messages.length;
  host.ui.out(
    `session ${conversation.id}${resumed ? `, ${count} messages so far` : ''}; /help says what else can be typed, Ctrl-D leaves`,
  );
  for (const notice of notices) emit({ type: 'notice', ...notice });
}

/** A command, or a message for the model; Ctrl-C stops either. */
async function answer(talk: Talk, line: string): Promise<void> {
  const { host, chat, emit } = talk;
  const turn = new AbortController();
  talk.turn = turn;
  try {
    if (await runSlashCommand(line, { host, chat, emit, signal: turn.signal })) return;
    await oneTurn(talk, line, turn.signal);
  } catch (error) {
    if (!host.errors.isUserError(error)) throw error;
    explain(host, error);
  } finally {
    talk.turn = undefined;
  }
}

async function oneTurn(talk: Talk, line: string, signal: AbortSignal): Promise<void> {
  const { host, chat, emit, approver, begun } = talk;
  const { conversation, targets, window } = chat.deps;
  const started = Date.now();
  if (conversation.messages.length === 0) await assertFits(chat, line);
  const document = await runTurn({ ...chat.deps, emit, approver, interactive: true }, line, signal);
  emit({ type: 'result', ...document });
  if (document.error) explain(host, document.error);
  const counted = conversation.messages.at(-1)?.usage;
  const status = statusLine({
    model: neutralise(targets[0].target.model),
    usedTokens: counted ? counted.promptTokens + counted.completionTokens : nextPromptTokens(conversation),
    estimated: !counted,
    contextTokens: window.contextTokens,
    sessionMs: Date.now() - begun,
    turnMs: Date.now() - started,
    compressions: chat.store.rewrites(conversation.id).filter(({ undone }) => !undone).length,
  });
  host.ui.out(status);
  if (!document.error) makeTitle(host, chat);
}

function explain({ ui }: Host, { code, message, try: hints }: Failure): void {
  ui.out(`┊ ${neutralise(message)} [${code}]`);
  for (const line of hints) ui.out(`┊   try: ${neutralise(line)}`);
}
