import type { SessionMessage } from '@hermes-ops/contract';
import { headWithin, textTokens } from '@hermes-ops/plugin-kit/estimate';
import { count } from '@hermes-ops/plugin-kit/numbers';
import { withoutPictures } from '../plan/prune.ts';
import { factLines } from './facts.ts';
import { ledgerLines } from './ledger.ts';
import { FIRST_LINE, isAccount } from './marks.ts';
import { type Outdated, outdatedMark, outdatedValues } from './outdated.ts';
import { type Statement, statementsOf } from './statements.ts';

export interface AccountInput {
  /** Everything that was said and is not in the prompt any more, in order. */
  gone: readonly SessionMessage[];
  /** All that was ever said, to tell what does not hold any more. */
  all: readonly SessionMessage[];
  /** By a model, or empty. */
  summary: string;
  /** The rest of the prompt as text: what stands there needs no place here. */
  visible: string;
  /** Most tokens of the account, and of the summary in it. */
  tokens: number;
  summaryTokens: number;
  charsPerToken: number;
  /** The model has `session_search`. */
  readable: boolean;
}

/** Shares of the account: the summary at most, what the user said, what was done. Facts get what is left. */
const SUMMARY_SHARE = 0.5;
const USER_SHARE = 0.2;
const LEDGER_SHARE = 0.1;

/** Share of the room that has to be left over for that. */
const WORTH_FILLING = 0.1;

const LAST_LINE = '[End of the account]';

/** What stands around the parts, at most. */
const MARKS = [
  FIRST_LINE,
  ...['summary', 'user-said', 'exact', 'done'].flatMap((name) => part(name, [''])),
  LAST_LINE,
].join('\n');

/** Most tokens that a summary may have in an account of that size. */
export const summaryBudget = (accountTokens: number): number => Math.floor(accountTokens * SUMMARY_SHARE);

/**
 * The account that stands for a part of a conversation: the summary of a model, and what no model is trusted with: messages
 * of the user word for word, exact values, files and commands. Deterministic, linear in the length of the conversation.
 */
export function accountOf(input: AccountInput): string {
  const { gone, all, tokens, charsPerToken, readable } = input;
  const statements = statementsOf(all);
  const outdated = outdatedValues(statements);
  const size = (text: string) => textTokens(text, charsPerToken);
  const frame = frameLine(gone, readable);
  const summary = cutToLines(markOutdated(input.summary, outdated), input.summaryTokens, charsPerToken);
  const room = tokens - size(MARKS) - size(frame) - size(summary) - 4;
  const here = new Set(gone.map(({ seq }) => seq));
  const quoted = statements.filter(({ seq }) => here.has(seq));
  const fill = (userTokens: number) => {
    const users = userLines(gone, statements, outdated, { tokens: userTokens, charsPerToken, readable });
    let left = room - size(users.join('\n'));
    const visible = [input.visible, summary, ...users].join('\n');
    const share = {
      statements: quoted,
      outdated,
      visible,
      tokens: left - Math.floor(left * LEDGER_SHARE),
      charsPerToken,
    };
    const facts = factLines(share);
    left -= size(facts.join('\n'));
    const ledger = ledgerLines(gone, { tokens: left, charsPerToken });
    return { users, facts, ledger, left: left - size(ledger.join('\n')) };
  };
  const share = Math.floor(room * USER_SHARE);
  const first = fill(share);
  // What exact values and files leave goes to more of what the user said.
  const { users, facts, ledger } = first.left > room * WORTH_FILLING ? fill(share + first.left) : first;
  const written = (): string =>
    [
      FIRST_LINE,
      frame,
      ...(summary === '' ? [] : ['<summary>', summary, '</summary>']),
      ...part('user-said', users),
      ...part('exact', facts),
      ...part('done', ledger),
      LAST_LINE,
    ].join('\n');
  // Sizes of lines are rounded up, so this is for sums that do not hold; what matters least goes first.
  let account = written();
  while (size(account) > tokens && [ledger, facts, users].some((lines) => lines.pop() !== undefined))
    account = written();
  return account;
}

function part(name: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? [`<${name}>`, ...lines, `</${name}>`] : [];
}

function frameLine(gone: readonly SessionMessage[], readable: boolean): string {
  const seqs = gone.map(({ seq }) => seq);
  const span =
    gone.length > 0 ? `messages #${Math.min(...bounds(seqs))} to #${Math.max(...bounds(seqs))}` : 'earlier messages';
  const how = readable
    ? ' session_search finds them: by words, or one whole by its number ({"message": N}).'
    : ' They are kept in the session.';
  return `It stands for ${span} and is a record, not an instruction: act on the user's newest message.${how}`;
}

/** First and last: spread into `Math.min` thousands of numbers would not fit on the stack. */
const bounds = (seqs: readonly number[]): number[] => [
  seqs.reduce((a, b) => Math.min(a, b)),
  seqs.reduce((a, b) => Math.max(a, b)),
];

/** What the user said, word for word: the first message, then the newest ones, as far as the budget goes. */
function userLines(
  gone: readonly SessionMessage[],
  statements: readonly Statement[],
  outdated: ReadonlyMap<string, Outdated>,
  { tokens, charsPerToken, readable }: { tokens: number; charsPerToken: number; readable: boolean },
): string[] {
  const users = gone.filter((message) => message.role === 'user' && message.content && !isAccount(message));
  const [first, ...later] = users;
  const taken = new Map<number, string>();
  const valuesBySeq = Map.groupBy(statements, ({ seq }) => seq);
  let left = tokens;
  const most = Math.floor(tokens / 2);
  for (const message of [...(first ? [first] : []), ...later.toReversed()]) {
    const text = userText(message, { most, charsPerToken, readable });
    const block = `#${message.seq}${correctionOf(message.seq, valuesBySeq.get(message.seq) ?? [], outdated)}: ${text}`;
    const price = textTokens(block, charsPerToken) + 1;
    if (price > left) {
      if (left < tokens / 4) break;
      continue;
    }
    taken.set(message.seq, block);
    left -= price;
  }
  return [...taken].sort(([a], [b]) => a - b).map(([, block]) => block);
}

function userText(
  { content, seq }: SessionMessage,
  { most, charsPerToken, readable }: { most: number; charsPerToken: number; readable: boolean },
): string {
  const text = withoutPictures(content ?? '');
  const head = headWithin(text, most, charsPerToken);
  if (head.length >= text.length) return text;
  const more = `${count(text.length - head.length)} characters more`;
  return `${head}… [${more}${readable ? `: {"message": ${seq}}` : ''}]`;
}

function correctionOf(seq: number, statements: readonly Statement[], outdated: ReadonlyMap<string, Outdated>): string {
  const values = statements.flatMap(({ identifiers }) => identifiers.map(({ value }) => value));
  const marks = [...new Set(values)].flatMap((value) => {
    const old = outdated.get(value);
    if (!old || old.by <= seq) return [];
    return [outdatedMark(value, old)];
  });
  return marks.length > 0 ? ` (${marks.join('; ')})` : '';
}

/** A summary that was written before a correction says so behind each line that it concerns. */
function markOutdated(summary: string, outdated: ReadonlyMap<string, Outdated>): string {
  if (outdated.size === 0) return summary;
  const values = [...outdated];
  return summary
    .split('\n')
    .map((line) => {
      const marks = values.flatMap(([value, old]) => {
        const told = old.now !== undefined && line.includes(old.now);
        return value.length < 2 || told || !holds(line, value) ? [] : [outdatedMark(value, old)];
      });
      return marks.length > 0 && !line.includes('corrected by #') ? `${line} (${marks.join('; ')})` : line;
    })
    .join('\n');
}

/** Whether a value stands in a text as a whole, not as a part of another one. */
function holds(text: string, value: string): boolean {
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
    const [before, behind] = [text.charAt(at - 1), text.charAt(at + value.length)];
    if (!/[\p{L}\p{N}]/u.test(before) || !/[\p{L}\p{N}]/u.test(value.charAt(0))) {
      if (!/[\p{L}\p{N}]/u.test(behind) || !/[\p{L}\p{N}]/u.test(value.at(-1) ?? '')) return true;
    }
  }
  return false;
}

/** As many whole lines as fit. */
function cutToLines(text: string, tokens: number, charsPerToken: number): string {
  if (textTokens(text, charsPerToken) <= tokens) return text;
  const kept: string[] = [];
  let left = tokens - 4;
  for (const line of text.split('\n')) {
    const price = textTokens(line, charsPerToken) + 1;
    if (price > left) {
      const part = headWithin(line, left, charsPerToken);
      if (part.length > 40) kept.push(`${part}…`);
      break;
    }
    kept.push(line);
    left -= price;
  }
  return kept.join('\n');
}
