import { setTimeout as sleep } from 'node:timers/promises';
import type { Host, LinePrompter } from '@hermes-ops/contract';
import type { Approver } from '../approvals/approver.ts';
import { nextPromptTokens } from '../loop/conversation.ts';
import type { Emit, TurnDocument } from '../loop/events.ts';
import { runTurn } from '../loop/turn.ts';
import { createLineScreen } from '../render/line-screen.ts';
import { statusLine } from '../render/status-line.ts';
import { sessionApprover } from './approvals.ts';
import { assertFits } from './assert-fits.ts';
import { makeTitle } from './make-title.ts';
import { type OpenChat, openChat } from './open-chat.ts';
import type { OpenOptions } from './open-conversation.ts';
import { screenOutput } from './output.ts';

const HELP = [
  '/quit ends the chat (so do Ctrl-D, and Ctrl-C at the prompt). Ctrl-C stops the model. Everything else goes to the model.',
];

/** How long tools may take to end when the user leaves in the middle of a turn. */
const GRACE_MS = 1_500;

/** A conversation line by line on a terminal, until the user leaves. What goes wrong in a turn is said and does not end it. */
export async function converse(host: Host, options: OpenOptions): Promise<void> {
  const chat = await openChat(host, options);
  const running: Running = { turn: undefined, left: Promise.withResolvers() };
  const interrupt = (): void => {
    if (running.turn && !running.turn.signal.aborted) running.turn.abort();
    else running.left.resolve('left');
  };
  const prompter = host.ui.prompter({ onInterrupt: interrupt });
  process.on('SIGINT', interrupt);
  const talk = new Talk(host, chat, prompter, running).untilTheEnd();
  try {
    const how = await Promise.race([talk, running.left.promise]);
    if (how !== 'left') return;
    prompter.close();
    await Promise.race([chat.close(), sleep(GRACE_MS)]);
    // Whatever still holds the turn up must not keep the user: every message is in the store already.
    process.removeAllListeners('SIGINT');
    process.kill(process.pid, 'SIGINT');
  } finally {
    process.removeListener('SIGINT', interrupt);
    prompter.close();
    await chat.close();
  }
}

interface Running {
  turn: AbortController | undefined;
  /** Resolved by a second Ctrl-C: the first one stops the model and the tools. */
  left: PromiseWithResolvers<'left'>;
}

class Talk {
  private readonly host: Host;
  private readonly chat: OpenChat;
  private readonly prompter: LinePrompter;
  private readonly running: Running;
  private readonly emit: Emit;
  private readonly approver: Approver;
  private readonly begun = Date.now();

  constructor(host: Host, chat: OpenChat, prompter: LinePrompter, running: Running) {
    this.host = host;
    this.chat = chat;
    this.prompter = prompter;
    this.running = running;
    const { settings } = chat.deps;
    const { showReasoning } = settings;
    this.approver = sessionApprover(host, {
      settings,
      prompter: () => ({ prompter, done: () => undefined }),
      say: host.ui.out,
      turn: () => running.turn?.signal ?? host.signal,
    });
    this.emit = createLineScreen({ output: screenOutput(), showReasoning, framed: true });
  }

  async untilTheEnd(): Promise<void> {
    this.greet();
    for (;;) {
      const line = await this.prompter.ask('● ').catch(() => undefined);
      if (line === undefined || line === '/quit' || line === '/exit') return;
      if (line === '') continue;
      if (line === '/help') for (const help of HELP) this.host.ui.out(help);
      else await this.oneTurn(line);
    }
  }

  private greet(): void {
    const { deps, resumed, url, notices } = this.chat;
    const { conversation, targets, window } = deps;
    const size =
      window.contextTokens === undefined ? '' : `, context ${window.contextTokens.toLocaleString('en')} tokens`;
    this.host.ui.out(`⚕ ${targets[0].model} at ${url}${size}`);
    const count = conversation.messages.length;
    this.host.ui.out(
      `session ${conversation.id}${resumed ? `, ${count} messages so far` : ''}; /quit or Ctrl-D leaves`,
    );
    for (const notice of notices) this.emit({ type: 'notice', ...notice });
  }

  private async oneTurn(line: string): Promise<void> {
    const { host, chat, emit } = this;
    const turn = new AbortController();
    this.running.turn = turn;
    const started = Date.now();
    try {
      const { conversation } = chat.deps;
      if (conversation.messages.length === 0) await assertFits(chat, line);
      const document = await runTurn(
        { ...chat.deps, emit, approver: this.approver, interactive: true },
        line,
        turn.signal,
      );
      emit({ type: 'result', ...document });
      this.after(document);
      host.ui.out(statusLine({ ...this.usage(), sessionMs: Date.now() - this.begun, turnMs: Date.now() - started }));
      if (!document.error) makeTitle(host, chat);
    } catch (error) {
      if (!host.errors.isUserError(error)) throw error;
      host.failed(error, { json: false });
      process.exitCode = 0;
    } finally {
      this.running.turn = undefined;
    }
  }

  private after({ error }: TurnDocument): void {
    const { host } = this;
    if (!error) return;
    host.ui.out(`┊ ${error.message} [${error.code}]`);
    for (const line of error.try) host.ui.out(`┊   try: ${line}`);
  }

  private usage() {
    const { conversation, targets, window } = this.chat.deps;
    const counted = conversation.messages.at(-1)?.usage;
    return {
      model: targets[0].model,
      usedTokens: counted ? counted.promptTokens + counted.completionTokens : nextPromptTokens(conversation),
      estimated: !counted,
      contextTokens: window.contextTokens,
    };
  }
}
