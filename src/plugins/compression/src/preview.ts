import type { Host, SessionMessage } from '@hermes-ops/contract';
import { messageChars } from '@hermes-ops/plugin-kit/estimate';
import { masked, plainOf } from '@hermes-ops/plugin-kit/plain';
import { reasonsOf } from './compress.ts';
import { compressionsIn } from './parts.ts';
import { assemble } from './plan/assemble.ts';
import { type CompressPlan, droppedOf, planFor } from './plan/plan.ts';
import { readSettings } from './settings.ts';
import type { Preview } from './show/documents.ts';
import { modelDoc, sessionDoc } from './show/model-doc.ts';
import { previewLines } from './show/preview-lines.ts';
import { choiceDoc } from './show/ways.ts';
import { mainModel } from './stored/main-model.ts';
import { namedSession } from './stored/session.ts';
import { stateOf } from './stored/state-of.ts';
import { prepare } from './summary/prepare.ts';

/** `hermes compression preview`. Asks no model and changes nothing. */
export async function previewed(host: Host, name: string, focus: string | undefined) {
  const { sessions, session } = await namedSession(host, name);
  const model = await mainModel(host);
  const settings = readSettings(await host.freshConfig(), model.target.model);
  const state = await stateOf(host, { sessions, id: session.id, model, focus });
  const { messages } = state;
  const seen = compressionsIn(await sessions.rewrites(session.id)).at(-1)?.note.seen;
  const plan = planFor({ state, settings, seen });
  const result: Preview = {
    schemaVersion: 1,
    session: sessionDoc(session),
    ...modelDoc(model, settings),
    focus: focus ?? null,
    would: plan.kind,
    why: plan.kind === 'nothing' ? plan.why : null,
    before: { messages: messages.length, tokens: state.promptTokens },
    after: plan.kind === 'prune' ? { messages: plan.items.length, tokens: plan.tokensAfter } : null,
    goes: null,
    stays: null,
    account: null,
    goal: null,
    summary: null,
  };
  const choice = plan.kind === 'compress' ? (await prepare(host, { plan, state, settings })).choice : undefined;
  if (plan.kind === 'compress') {
    const originals = await sessions.messages(session.id, { original: true });
    const after = { messages: assemble(plan, state, { originals, summary: '' }).messages, tokens: plan.tokensAfter };
    Object.assign(result, { after }, partsOf(plan, messages), choice && { summary: choiceDoc(choice) });
  }
  const lines = previewLines(result, { model, settings, choice });
  return { result: await masked(host, result), text: await plainOf(host)(lines.join('\n'), { multiline: true }) };
}

type Parts = Pick<Preview, 'goes' | 'stays' | 'account' | 'goal'>;

function partsOf(plan: CompressPlan, messages: readonly SessionMessage[]): Parts {
  const { layout, sizing, summaryTokens } = plan;
  const dropped = droppedOf(plan, messages);
  const of = (role: SessionMessage['role']) => dropped.filter((one) => one.role === role).length;
  const tokens = Math.ceil(dropped.reduce((sum, one) => sum + messageChars(one), 0) / sizing.charsPerToken);
  const missed = layout.keptTokens + layout.accountTokens > layout.targetTokens;
  return {
    goes: { messages: dropped.length, tokens, user: of('user'), assistant: of('assistant'), tool: of('tool') },
    stays: {
      first: layout.head,
      question: layout.question !== undefined,
      recent: layout.tail.length,
      cut: layout.cut,
    },
    account: { tokens: layout.accountTokens, summary: summaryTokens },
    goal: { tokens: layout.targetTokens, reasons: missed ? reasonsOf(layout.reasons) : [] },
  };
}
