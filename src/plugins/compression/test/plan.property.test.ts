import type { SessionMessage } from '@hermes-ops/contract';
import { messageChars, sizePrompt } from '@hermes-ops/plugin-kit/estimate';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAccount } from '../src/account/marks.ts';
import { assemble } from '../src/plan/assemble.ts';
import { type Item, messageOf, toEdits } from '../src/plan/items.ts';
import { inOrder } from '../src/plan/order.ts';
import { planFor, planProactive } from '../src/plan/plan.ts';
import { conversation, orderFault, SEARCH, settingsOf } from './conversations.ts';

const RUNS = { numRuns: Number(process.env['HERMES_TEST_N'] ?? 100) };
const BEGINNING = { system: 'You are a test.', tools: [SEARCH] };

const settings = fc
  .record({
    target_ratio: fc.constantFrom(0.1, 0.2, 0.5),
    protect_last_n: fc.nat(25),
    protect_first_n: fc.nat(5),
    hygiene_hard_message_limit: fc.constantFrom(8, 400),
    tail_mode: fc.constantFrom('lean', 'legacy'),
    min_tail_user_messages: fc.constantFrom(1, 3),
    tail_assistant_max_chars: fc.constantFrom(0, 200),
  })
  .map(settingsOf);

const stateOf = (
  messages: readonly SessionMessage[],
  contextTokens: number | undefined,
  reason: 'asked' | 'overflow' | 'before-request',
) => ({
  ...BEGINNING,
  messages,
  contextTokens,
  reason,
  promptTokens: sizePrompt({ ...BEGINNING, messages }).tokens,
});

/** What a store makes of the edits: hidden messages go, new ones get the next numbers. */
function applied(messages: readonly SessionMessage[], items: readonly Item[]): SessionMessage[] {
  const result = [...messages];
  let seq = messages.reduce((most, one) => Math.max(most, one.seq), 0);
  for (const { from, to, by } of toEdits(messages, items)) {
    const [first, last] = [from, to].map((one) => result.findIndex((message) => message.seq === one)) as [
      number,
      number,
    ];
    expect(first).toBeGreaterThanOrEqual(0);
    expect(last).toBeGreaterThanOrEqual(first);
    result.splice(
      first,
      last - first + 1,
      ...by.map((one) => ({ ...one, seq: ++seq, time: messages[0]?.time ?? '', replacement: true as const })),
    );
  }
  return result;
}

const shown = ({ role, content, tool_calls, tool_call_id, reasoning }: Partial<SessionMessage>) => ({
  role,
  content,
  tool_calls,
  tool_call_id,
  reasoning,
});

test('edits make of the conversation exactly what was planned, whatever stays and whatever comes', () => {
  fc.assert(
    fc.property(conversation, fc.infiniteStream(fc.nat(4)), (messages, luck) => {
      const items = messages.flatMap((_, i): Item[] => {
        const put: Item = { put: { role: 'user', content: `new ${i}` } };
        return [[{ keep: i }], [], [put], [{ keep: i }, put], [put, { keep: i }]][
          luck.next().value as number
        ] as Item[];
      });
      expect(applied(messages, items).map(shown)).toEqual(items.map((item) => shown(messageOf(messages, item))));
    }),
    RUNS,
  );
});

test('whatever was broken comes out in an order that the strictest template takes, and what is sound stays', () => {
  fc.assert(
    fc.property(conversation, (messages) => {
      const items = inOrder(
        messages,
        messages.map((_, keep) => ({ keep })),
      );
      const result = items.map((item) => messageOf(messages, item));
      expect(orderFault(result)).toBeUndefined();
      const again = inOrder(
        result.map((one, i) => ({ ...one, seq: i, time: '' })),
        result.map((_, keep) => ({ keep })),
      );
      expect(again.every((item, i) => 'keep' in item && item.keep === i)).toBe(true);
    }),
    RUNS,
  );
});

test('a compression keeps order, pairs and protected messages, reaches its goal or says why, and is not done twice', () => {
  fc.assert(
    fc.property(
      conversation,
      settings,
      fc.constantFrom(undefined, 4_096, 16_384, 65_536),
      fc.constantFrom('asked', 'overflow', 'before-request'),
      fc.constantFrom('', '## Goal\nTo go on.\n## Decisions\nPort 8080.'),
      (messages, given, contextTokens, reason, summary) => {
        const state = stateOf(messages, contextTokens, reason);
        const plan = planFor({ state, settings: given, seen: undefined });
        if (plan.kind === 'nothing') {
          expect(plan.why).not.toBe('');
          return;
        }
        const done = plan.kind === 'prune' ? plan : assemble(plan, state, { originals: messages, summary });
        const after = applied(messages, done.items);
        expect(after.map(shown)).toEqual(done.items.map((item) => shown(messageOf(messages, item))));
        const soundBefore = orderFault(messages) === undefined;
        if (plan.kind === 'compress' || soundBefore) expect(orderFault(after)).toBeUndefined();

        const lastUser = messages.findLast(({ role }) => role === 'user');
        if (lastUser) expect(after.filter(({ role }) => role === 'user').map(shown)).toContainEqual(shown(lastUser));
        for (const message of after) {
          const before = messages.find(({ seq }) => seq === message.seq);
          if (before) expect(message).toEqual(before);
        }
        const size = after.reduce((sum, one) => sum + messageChars(one), 0) / plan.sizing.charsPerToken;
        expect(Math.abs(plan.sizing.fixedTokens + size - done.tokensAfter)).toBeLessThan(after.length + 2);
        if (plan.kind === 'compress') {
          // Fillers for broken orders come on top of the plan.
          const slack = 12 * done.items.filter((item) => 'put' in item).length + after.length + 10;
          const { targetTokens, reasons, accountTokens, keptTokens } = plan.layout;
          if (reasons.length === 0)
            expect(size).toBeLessThanOrEqual(Math.max(targetTokens, keptTokens + accountTokens) + slack);
          const accounts = after.filter(isAccount);
          expect(accounts).toHaveLength(1);
          const account = messageChars(accounts[0] as SessionMessage) / plan.sizing.charsPerToken;
          expect(account).toBeLessThanOrEqual(accountTokens * 1.05 + 10);
        }
        const seen = after.reduce((most, { seq }) => Math.max(most, seq), 0);
        const again = planFor({
          state: stateOf(after, contextTokens, reason === 'overflow' ? 'asked' : reason),
          settings: given,
          seen,
        });
        expect(again).toMatchObject({ kind: 'nothing' });
      },
    ),
    RUNS,
  );
});

test('compressions in a row keep one account, in an order that every template takes', () => {
  fc.assert(
    fc.property(fc.array(conversation, { minLength: 2, maxLength: 5 }), settings, (parts, given) => {
      let visible: SessionMessage[] = [];
      const originals: SessionMessage[] = [];
      let next = 1;
      for (const part of parts) {
        const come = part.map((message) => ({ ...message, seq: next++ }));
        originals.push(...come);
        visible = [...visible, ...come];
        const state = stateOf(visible, 65_536, 'asked');
        const plan = planFor({ state, settings: given, seen: undefined });
        if (plan.kind !== 'compress') continue;
        visible = applied(visible, assemble(plan, state, { originals, summary: '' }).items);
        next = visible.reduce((most, { seq }) => Math.max(most, seq), next) + 1;
        expect(visible.filter(isAccount)).toHaveLength(1);
        expect(orderFault(visible)).toBeUndefined();
      }
    }),
    RUNS,
  );
});

test('old results that are pruned for their size alone leave everything else as it is', () => {
  fc.assert(
    fc.property(conversation, settings, (messages, given) => {
      const state = stateOf(messages, 65_536, 'before-request');
      const plan = planProactive({ state, settings: { ...given, pruneMinChars: 500, pruneMinReclaim: 1 } });
      if (plan.kind !== 'prune') return;
      const after = applied(messages, plan.items);
      expect(after).toHaveLength(messages.length);
      expect(plan.tokensAfter).toBeLessThan(state.promptTokens);
      expect(after.at(-1)).toEqual(messages.at(-1));
      for (const [i, message] of after.entries()) {
        expect([message.role, message.tool_call_id]).toEqual([messages[i]?.role, messages[i]?.tool_call_id]);
        if (message.role === 'user' && !message.content?.includes('[a picture]')) expect(message).toEqual(messages[i]);
      }
    }),
    RUNS,
  );
});
