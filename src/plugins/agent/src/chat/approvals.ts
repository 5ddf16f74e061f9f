import type { ChatMessage, Host } from '@hermes-ops/contract';
import { neutralise } from '@hermes-ops/plugin-kit/neutral';
import { type Approver, type AskUser, createApprover } from '../approvals/approver.ts';
import type { AgentSettings } from '../settings.ts';

export interface ApprovalOptions {
  /** Id of the session that asks. */
  session: string;
  settings: AgentSettings;
  /** Undefined: nobody can be asked. */
  ask: AskUser | undefined;
  /** Says a line where the question stands. */
  say(line: string): void;
  /** Signal of the turn that asks: Ctrl-C takes the question away, and stops the model that judges in mode `smart`. */
  turn(): AbortSignal;
}

/** Longest judgement in tokens: one word, and what a reasoning model thinks before it. */
const JUDGEMENT_TOKENS = 1_024;

/** Who decides about calls in this session: the config's rules, the user where there is a terminal, a model in mode `smart`. */
export function sessionApprover(host: Host, { session, settings, ask, say, turn }: ApprovalOptions): Approver {
  const { approvals, allowList } = settings;
  const known = [...allowList];
  return createApprover({
    mode: approvals.mode,
    withoutTerminal: approvals.withoutTerminal,
    allowList: known,
    timeoutMs: approvals.timeoutMs,
    smartPolicy: approvals.smartPolicy,
    judge: (messages) => judge(host, { messages, session, signal: turn() }),
    ...(ask
      ? {
          ask: async (question, over) => {
            const signal = AbortSignal.any([over, turn()]);
            // Of a turn that was stopped meanwhile nothing is asked any more.
            signal.throwIfAborted();
            return ask(question, signal);
          },
          saveAlways: async (command) => {
            known.push(command);
            await saveAlways(host, command, say);
          },
        }
      : {}),
  });
}

/** Undefined where nobody answers, or where the question would push the conversation out of the server's only slot. */
async function judge(
  host: Host,
  asked: { messages: ChatMessage[]; session: string; signal: AbortSignal },
): Promise<string | undefined> {
  const auxiliary = await host.auxiliary();
  const request = { ...asked, maxTokens: JUDGEMENT_TOKENS, temperature: 0 };
  const { result } = await auxiliary.ask('approval', request, { mayDisplace: false });
  return result.ok ? result.text : undefined;
}

/** Where the file cannot be read or written that is said, and the answer holds for this session. */
async function saveAlways(host: Host, command: string, say: (line: string) => void): Promise<void> {
  try {
    await addToList(host, command);
  } catch (error) {
    say(`┊ not kept for later sessions: ${neutralise((error as Error).message)}`);
    throw error;
  }
}

/** The list as it is in the file now: another session may have added to it. */
async function addToList(host: Host, command: string): Promise<void> {
  const settings = await host.settings();
  const { value } = await settings.get('command_allowlist');
  const list = Array.isArray(value) ? value.map(String) : [];
  if (list.includes(command)) return;
  const change = await settings.set('command_allowlist', JSON.stringify([...list, command]));
  if (!change.ok) throw new Error(change.message);
}
