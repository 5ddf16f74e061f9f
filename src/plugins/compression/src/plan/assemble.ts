import type { SessionMessage } from '@hermes-ops/contract';
import { messageChars, textTokens } from '@hermes-ops/plugin-kit/estimate';
import { accountOf } from '../account/account.ts';
import { FIRST_LINE, isAccount, REPLY } from '../account/marks.ts';
import { type Item, keepAll, messageOf } from './items.ts';
import type { Layout } from './layout.ts';
import { inOrder } from './order.ts';
import type { CompressPlan, PlanState } from './plan.ts';

export interface Assembled {
  items: Item[];
  /** As it is in the end. */
  layout: Layout;
  account: string;
  /** Tokens of the prompt afterwards. */
  tokensAfter: number;
  messages: number;
}

export interface Sources {
  /** All that was ever said. */
  originals: readonly SessionMessage[];
  /** The same messages as the account may quote them; left out: as they are. */
  shown?: readonly SessionMessage[];
  summary: string;
}

/** An account that takes less than this share of its room gives the rest to the recent part. */
const ROOMY = 0.9;

/** The conversation with the account in the place of what went. Pure. */
export function assemble(plan: CompressPlan, state: Pick<PlanState, 'messages'>, sources: Sources): Assembled {
  const { layout, sizing } = plan;
  const first = assembleWith(plan, layout, state, sources);
  const used = textTokens(first.account, sizing.charsPerToken);
  if (used >= layout.accountTokens * ROOMY) return first;
  const wider = plan.layoutWith(Math.ceil(used / ROOMY));
  const more = wider.keptTokens > layout.keptTokens && wider.dropped.length > 0;
  return more ? assembleWith(plan, wider, state, sources) : first;
}

function assembleWith(
  { sizing, readable, summaryTokens }: CompressPlan,
  layout: Layout,
  { messages }: Pick<PlanState, 'messages'>,
  { originals, shown: quoted = originals, summary }: Sources,
): Assembled {
  const { head, question, tail } = layout;
  const rest: Item[] = [...(question === undefined ? [] : [{ keep: question }]), ...tail];
  const stay = [...keepAll(0, head), ...rest];
  const kept = new Set(stay.map((item) => ('keep' in item ? messages[item.keep]?.seq : item.of)));
  const shown = stay.map((item) => messageOf(messages, item));
  const visible = shown.map(textOf).join('\n');
  // A message that was put again as it was is not gone.
  const words = new Set(shown.filter(({ role }) => role === 'user').map(({ content }) => content));
  const isGone = (one: SessionMessage) =>
    !kept.has(one.seq) && !isAccount(one) && !(one.role === 'user' && words.has(one.content));
  const account = accountOf({
    gone: quoted.filter((_, i) => isGone(originals[i] as SessionMessage)),
    all: quoted,
    summary,
    visible,
    tokens: layout.accountTokens,
    summaryTokens,
    charsPerToken: sizing.charsPerToken,
    readable,
  });
  const next = rest[0] && messageOf(messages, rest[0]).role;
  const items = inOrder(messages, [
    ...keepAll(0, head),
    { put: { role: 'user', content: account } },
    ...(next === undefined || next === 'user' ? [{ put: { role: 'assistant' as const, content: REPLY } }] : []),
    ...rest,
  ]);
  const chars = items.reduce((sum, item) => sum + messageChars(messageOf(messages, item)), 0);
  return {
    items,
    layout,
    account,
    tokensAfter: sizing.fixedTokens + Math.ceil(chars / sizing.charsPerToken),
    messages: items.length,
  };
}

/** The account with other words for its text, everything else the same: for masking. */
export const withAccount = (assembled: Assembled, account: string): Item[] =>
  assembled.items.map((item) =>
    'put' in item && item.put.content?.startsWith(FIRST_LINE) ? { put: { ...item.put, content: account } } : item,
  );

const textOf = ({ content, tool_calls = [] }: Pick<SessionMessage, 'content' | 'tool_calls'>): string =>
  [content ?? '', ...tool_calls.map(({ function: call }) => call.arguments)].join('\n');
