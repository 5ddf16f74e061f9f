import type { ChatMessage } from '@hermes-ops/contract';
import type { Review } from '../tools/tool.ts';
import { canBeListed, isAllowed } from './allow-list.ts';
import { judgeMessages, parseJudgement } from './judge.ts';

export type Answer = 'once' | 'session' | 'always' | 'deny';

/** What is put before the user. */
export interface Question {
  review: Review;
  tool: string;
  summary: string;
  /** Never without `deny`; those of calls never without `once`. */
  offers: readonly Answer[];
}

/** Shows a question and reads the answer. Rejects when the dialogue ends or the signal is aborted. */
export type AskUser = (question: Question, signal: AbortSignal) => Promise<Answer>;

export interface ApproverOptions {
  mode: 'manual' | 'smart' | 'off';
  /** Absent: there is no terminal. */
  ask?: AskUser;
  /** What happens without a terminal to what would be asked (`approvals.single_query_mode`). */
  withoutTerminal: 'deny' | 'approve';
  /** `command_allowlist` of the config. */
  allowList: readonly string[];
  /** Adds a command to that list in the config. Absent: "always" is not offered. */
  saveAlways?: (command: string) => Promise<void>;
  /** Puts messages before the model of `auxiliary.approval`; undefined where nobody answers. */
  judge?: (messages: ChatMessage[]) => Promise<string | undefined>;
  /** `approvals.smart_policy`. */
  smartPolicy?: string;
  /** How long a question waits, in ms (`approvals.timeout`). */
  timeoutMs: number;
}

type Allowed = 'unasked' | 'once' | 'session' | 'always' | 'mode-off' | 'smart' | 'list' | 'unattended';
type Refused = 'rule' | 'user' | 'smart' | 'timeout' | 'no-terminal';
type ApprovalDecision =
  /** `earlier`: it was agreed to before, by the list or an answer that was kept. */
  { allowed: true; by: Allowed; earlier?: true } | { allowed: false; by: Refused; why: string };

export interface Approver {
  /** `approvals.mode` of the config until something else is set, for this session. */
  mode: ApproverOptions['mode'];
  /** What the user allowed for the session, as it was asked: the tool, then the exact command, path or arguments. */
  agreed(): string[];
  /** Forgets that; returns how many there were. */
  forget(): number;
  /** An undefined review is that of a call which nobody has to be asked about. Rejects only when the dialogue ends. */
  decide(review: Review | undefined, call: { tool: string; summary: string }): Promise<ApprovalDecision>;
}

const COMMANDS = 'terminal';

/**
 * Decides about calls, for one session: what the user allowed in it is kept here and goes nowhere else. One question at a
 * time. What `refuse` says holds in every mode; what `insist` says is decided by a person or not at all.
 */
export function createApprover(options: ApproverOptions): Approver {
  const kept = new Map<string, 'session' | 'always'>();
  let last: Promise<unknown> = Promise.resolve();

  async function decide(review: Review, tool: string, summary: string): Promise<ApprovalDecision> {
    if (review.refuse !== undefined) return { allowed: false, by: 'rule', why: `never carried out: ${review.refuse}` };
    if (!review.insist) {
      const by = await withoutAsking(review, tool);
      if (by) return by;
    }
    return askUser(review, tool, summary);
  }

  async function withoutAsking(review: Review, tool: string): Promise<ApprovalDecision | undefined> {
    const { remember } = review;
    const before = remember === undefined ? undefined : kept.get(keyOf(tool, remember));
    if (before) return { allowed: true, by: before, earlier: true };
    if (tool === COMMANDS && remember !== undefined && isAllowed(remember, options.allowList))
      return { allowed: true, by: 'list', earlier: true };
    if (approver.mode === 'off') return { allowed: true, by: 'mode-off' };
    if (approver.mode !== 'smart' || !options.judge) return undefined;
    const messages = judgeMessages(review, tool, options.smartPolicy ?? '');
    const judgement = parseJudgement(await options.judge(messages).catch(() => undefined));
    if (judgement === 'approve') return { allowed: true, by: 'smart' };
    return judgement === 'deny'
      ? { allowed: false, by: 'smart', why: `the model that checks calls refused it (${review.reasons.join('; ')})` }
      : undefined;
  }

  async function askUser(review: Review, tool: string, summary: string): Promise<ApprovalDecision> {
    if (!options.ask) {
      if (options.withoutTerminal === 'approve' && !review.insist) return { allowed: true, by: 'unattended' };
      const why = `it needs the user's agreement (${review.reasons.join('; ')}), and there is no terminal to ask on`;
      return { allowed: false, by: 'no-terminal', why };
    }
    const question: Question = { review, tool, summary, offers: offersOf(review, tool) };
    const answer = await within<Answer>(
      options.timeoutMs,
      (signal) => options.ask?.(question, signal) ?? Promise.resolve('deny'),
    );
    if (answer === undefined)
      return { allowed: false, by: 'timeout', why: `nobody agreed within ${Math.round(options.timeoutMs / 1000)} s` };
    if (answer === 'deny' || !question.offers.includes(answer))
      return { allowed: false, by: 'user', why: 'the user refused it' };
    if (answer === 'once' || review.remember === undefined) return { allowed: true, by: 'once' };
    const by = answer === 'always' && (await saved(review.remember)) ? 'always' : 'session';
    kept.set(keyOf(tool, review.remember), by);
    return { allowed: true, by };
  }

  /** Where the config cannot be written, what the user agreed to holds for this session. */
  const saved = async (command: string): Promise<boolean> => {
    if (!options.saveAlways) return false;
    return options.saveAlways(command).then(
      () => true,
      () => false,
    );
  };

  function offersOf({ remember, insist }: Review, tool: string): Answer[] {
    if (remember === undefined || insist) return ['once', 'deny'];
    const always = options.saveAlways && tool === COMMANDS && canBeListed(remember);
    return always ? ['once', 'session', 'always', 'deny'] : ['once', 'session', 'deny'];
  }

  const approver: Approver = {
    mode: options.mode,
    agreed: () => [...kept.keys()].map((key) => key.replace('\0', ': ')),
    forget() {
      const { size } = kept;
      kept.clear();
      return size;
    },
    decide(review, { tool, summary }) {
      if (!review) return Promise.resolve({ allowed: true, by: 'unasked' });
      const turn = last.then(() => decide(review, tool, summary));
      last = turn.catch(() => undefined);
      return turn;
    },
  };
  return approver;
}

/** Byte for byte: another command is another question. */
const keyOf = (tool: string, remember: string): string => `${tool}\0${remember}`;

/** Undefined when the time is over. The work is told by its signal. */
async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([work(controller.signal), over]);
  } finally {
    clearTimeout(timer);
    controller.abort(new Error('the question is over'));
  }
}
