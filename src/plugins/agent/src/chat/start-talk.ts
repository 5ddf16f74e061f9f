import type { Host, SessionMessage } from '@hermes-ops/contract';
import { neutralise } from '@hermes-ops/plugin-kit/neutral';
import type { Approver } from '../approvals/approver.ts';
import { nextPromptTokens } from '../loop/conversation.ts';
import type { Emit, TurnDocument } from '../loop/events.ts';
import { type Failure, INTERRUPTED } from '../loop/failure.ts';
import { runTurn } from '../loop/turn.ts';
import { typedLine } from '../sessions/typed-line.ts';
import type { NewMessage } from '../sessions/types.ts';
import { sessionApprover } from './approvals.ts';
import { assertFits } from './assert-fits.ts';
import { runCommand } from './commands/registry.ts';
import { sayEndedJobs } from './ended-jobs.ts';
import { learnTemplate } from './learn-template.ts';
import { learnWindow, maybeRestarted } from './learn-window.ts';
import { makeTitle } from './make-title.ts';
import { keepLast, notKept } from './not-kept.ts';
import { type OpenChat, openChat } from './open-chat.ts';
import type { OpenOptions } from './open-conversation.ts';
import { openUnlessStopped } from './open-unless-stopped.ts';
import type { Surface, Talk } from './talk.ts';
import { tellAuxiliary } from './tell-auxiliary.ts';

const failureOf = ({ code, message, try: hints }: Failure): Failure => ({ code, message, try: hints });

/** Opens the session. Rejects as `openChat` does. */
export async function startTalk(given: Host, surface: Surface, options: OpenOptions): Promise<Talk> {
  const { ask, askText, emit } = surface;
  const waits = (what: string | undefined): void => surface.waits(what);
  const host = tellAuxiliary(given, emit);
  const watch = ({ mcp }: OpenChat): void => mcp?.watch((notice) => emit({ type: 'notice', ...notice }));
  let chat = await openChat(host, { ...options, ask, askText, tell: surface.out, waits });
  watch(chat);
  /** Open already, while the one before is being closed. */
  let next: OpenChat | undefined;
  let turn: AbortController | undefined;
  let lastTurn = Promise.resolve<TurnDocument | undefined>(undefined);
  let turnMs: number | undefined;
  let cacheShare: number | undefined;
  let refused: string | undefined;
  let unsent: string | undefined;
  let told: NewMessage | undefined;
  /** The server may have another window by now. */
  let stale = false;
  const begun = Date.now();
  /** What the user allows holds for one session. */
  const approverOf = ({ deps: { settings, conversation } }: OpenChat): Approver =>
    sessionApprover(host, {
      session: conversation.id,
      settings,
      ask: surface.ask,
      say: surface.out,
      turn: () => turn?.signal ?? host.signal,
    });
  let approver = approverOf(chat);

  const explain = ({ code, message, try: hints }: Failure): void => {
    surface.out(`┊ ${neutralise(message)} [${code}]`);
    for (const line of hints) surface.out(`┊   try: ${neutralise(line)}`);
  };

  /** Once for each time that it happens. */
  const tellNotKept = (): void => {
    const [waits] = chat.deps.conversation.unsaved;
    if (waits && waits !== told) emit({ type: 'notice', ...notKept(waits) });
    told = waits;
  };

  /** What happens in a turn; with the first answer after a connection was lost the window is asked for. */
  const watching =
    (signal: AbortSignal): Emit =>
    (event) => {
      emit(event);
      if (maybeRestarted(event)) stale = true;
      else if (event.type === 'usage' && stale) void learn(signal);
    };

  async function learn(signal: AbortSignal): Promise<void> {
    stale = false;
    const learnt = await learnWindow(host, chat, signal);
    stale ||= !learnt;
  }

  async function send(text: string, signal: AbortSignal): Promise<void> {
    const started = Date.now();
    surface.begins();
    refused = text;
    unsent = typedLine(text);
    if (stale) await learn(signal);
    if (chat.deps.conversation.messages.length === 0) await fits(text);
    unsent = undefined;
    const { targets, conversation } = chat.deps;
    const last = conversation.messages.at(-1)?.seq ?? 0;
    const came = ({ role, seq, content }: SessionMessage): boolean =>
      role === 'user' && seq > last && content === text.toWellFormed();
    const steer = () => (targets[0].steering ? surface.steer?.() : undefined);
    let dropped: string | undefined;
    const drop = (message: string): void => {
      dropped = message;
    };
    const deps = { ...chat.deps, emit: watching(signal), approver, steer, dropped: drop, interactive: true };
    const answering = runTurn(deps, text, signal).catch((error: unknown) => {
      // What is open of the answer ends before its reason is said.
      if (host.errors.isUserError(error)) emit({ type: 'error', ...failureOf(error) });
      if (conversation.messages.some(came)) refused = undefined;
      else unsent = typedLine(text);
      throw error;
    });
    lastTurn = answering;
    void learnTemplate(host, chat, () => lastTurn);
    const document = await answering;
    refused = dropped;
    emit({ type: 'result', ...document });
    if (document.error) {
      explain(document.error);
      // What the user stopped has been given back; what came behind that is meant for now.
      if (document.error.code !== INTERRUPTED.code)
        surface.failed(dropped === undefined ? undefined : typedLine(dropped));
    }
    turnMs = Date.now() - started;
    const { promptTokens, cachedTokens } = document.usage;
    cacheShare = promptTokens > 0 ? cachedTokens / promptTokens : undefined;
    surface.status(talk.status());
    if (!document.error) makeTitle(host, chat);
  }

  async function fits(text: string): Promise<void> {
    await assertFits(chat, text).catch((error: unknown) => {
      stale = true;
      throw error;
    });
  }

  async function reopen(wanted: OpenOptions): Promise<void> {
    const { maxTurns } = options;
    const kept = maxTurns === undefined ? {} : { maxTurns };
    next = await openUnlessStopped(host, turn?.signal, {
      ...kept,
      ...wanted,
      ask,
      askText,
      tell: surface.out,
      waits,
    });
    sayEndedJobs(chat, surface.out);
    keepLast(chat, surface.out);
    await chat.close();
    [chat, next] = [next, undefined];
    const { mode } = approver;
    approver = approverOf(chat);
    approver.mode = mode;
    turnMs = undefined;
    cacheShare = undefined;
    refused = undefined;
    surface.opened(chat);
    watch(chat);
  }

  const talk: Talk = {
    host,
    surface,
    get approver() {
      return approver;
    },
    get chat() {
      return chat;
    },
    get refused() {
      return refused;
    },
    begun,
    send,
    reopen,
    explain,
    async take(line) {
      const running = new AbortController();
      turn = running;
      try {
        const done = await runCommand(line, talk, running.signal);
        if (done === 'leave') return false;
        if (done === 'message') await send(line.replace(/^\/\//, '/'), running.signal);
        return true;
      } catch (error) {
        if (!host.errors.isUserError(error)) throw error;
        explain(error);
        tellNotKept();
        surface.failed(unsent);
        return true;
      } finally {
        unsent = undefined;
        turn = undefined;
      }
    },
    interrupt() {
      if (!turn || turn.signal.aborted) return false;
      turn.abort();
      return true;
    },
    status() {
      const { conversation, targets, window } = chat.deps;
      const counted = conversation.messages.at(-1)?.usage;
      return {
        model: neutralise(targets[0].target.model),
        usedTokens: counted ? counted.promptTokens + counted.completionTokens : nextPromptTokens(conversation),
        estimated: !counted,
        contextTokens: window.contextTokens,
        sessionMs: Date.now() - begun,
        turnMs,
        compressions: chat.store.rewrites(conversation.id).filter(({ undone }) => !undone).length,
        cacheShare,
        unguarded: approver.mode === 'off',
      };
    },
    kill() {
      turn?.abort();
      chat.kill();
      next?.kill();
    },
    async close() {
      if (!chat.ended.aborted) {
        sayEndedJobs(chat, surface.out);
        keepLast(chat, surface.out);
      }
      await chat.close();
    },
  };
  return talk;
}
