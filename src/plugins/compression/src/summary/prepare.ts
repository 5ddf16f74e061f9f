import type { AuxiliaryRoute, ContextState } from '@hermes-ops/contract';
import { textTokens, tokensOf } from '@hermes-ops/plugin-kit/estimate';
import { isAccount } from '../account/marks.ts';
import type { EngineHost } from '../parts.ts';
import { alignedPart, type CompressPlan, droppedOf } from '../plan/plan.ts';
import type { CompressionSettings } from '../settings.ts';
import { chooseWay, isMainModel } from './choose.ts';
import { covered } from './covered.ts';
import { languageOf } from './language.ts';
import { freshRequest, trailingInstruction, type Wishes } from './request.ts';
import { type Task, THOUGHTS } from './summarise.ts';
import { transcriptParts } from './transcript.ts';

/** Windows in tokens of auxiliary models that do not say theirs. */
const UNKNOWN_WINDOW = { local: 8_192, cloud: 64_000 } as const;

/** How long an endpoint may take to say its window, in ms: one that does not is given a small part at a time. */
const PROBE_MS = 5_000;

/** Share of the window for what a model writes beyond the summary: many think first. */
const BESIDE_SUMMARY = 0.1;

export interface Preparation {
  plan: CompressPlan;
  state: ContextState;
  settings: CompressionSettings;
}

/** Everything that asking for the summary needs; whoever could be asked, and who is. */
export async function prepare(host: EngineHost, { plan, state, settings }: Preparation): Promise<Task> {
  const { messages, target, contextTokens, focus } = state;
  const { charsPerToken } = plan.sizing;
  const dropped = await covered(host, droppedOf(plan, messages));
  const user = messages.filter((one) => one.role === 'user' && !isAccount(one)).map(({ content }) => content ?? '');
  const userText = user.slice(-20).join('\n').slice(-8_000);
  const wishes: Wishes = {
    tokens: plan.summaryTokens,
    language: languageOf(userText),
    focus: focus === undefined ? undefined : await host.mask(focus),
    previous: plan.previous,
  };
  const resolution = await (await host.auxiliary()).resolve('compression');
  const window = resolution.ok ? await windowOf(host, resolution.route, state) : UNKNOWN_WINDOW.local;
  const frame = freshRequest('', wishes, { number: 1, of: 2 })
    .map(({ content }) => content ?? '')
    .join('\n');
  const room = window * (1 - BESIDE_SUMMARY) - textTokens(frame, charsPerToken) - 2 * plan.summaryTokens;
  const parts = transcriptParts(dropped, Math.max(500, Math.floor(room)), charsPerToken);
  const instruction = textTokens(trailingInstruction(wishes), charsPerToken) + 20;
  const aligned = alignedPart(plan, state, instruction + plan.summaryTokens);
  const partTokens = parts.reduce(
    (sum, part) => sum + textTokens(part, charsPerToken) + textTokens(frame, charsPerToken),
    0,
  );
  const choice = await chooseWay(host, {
    target,
    contextTokens,
    resolution,
    ownModel: settings.ownModel,
    sizes: {
      alignedTokens: aligned ? alignedTokens(plan, state, aligned.length) + instruction : Number.POSITIVE_INFINITY,
      cachedTokens: aligned ? cachedTokens(plan, state, aligned.length) : 0,
      freshTokens: partTokens,
      requests: Math.max(1, parts.length),
      summaryTokens: plan.summaryTokens,
    },
  });
  const tokens = tokensOf(dropped, charsPerToken);
  return {
    state,
    choice,
    wishes,
    source: { tokens: Math.max(tokens, textTokens(plan.previous, charsPerToken)), user: userText, charsPerToken },
    parts,
    partAnswerTokens: plan.summaryTokens + Math.min(THOUGHTS, Math.floor(window * BESIDE_SUMMARY)),
    aligned: aligned ?? [],
    ceilingSeconds: settings.ceilingSeconds,
  };
}

/** Tokens of one request to whoever does the task: what the config says, what the endpoint says, or a careful guess. */
async function windowOf(host: EngineHost, route: AuxiliaryRoute, state: ContextState): Promise<number> {
  const { target, contextTokens, local } = route;
  if (contextTokens !== undefined) return contextTokens;
  if (isMainModel(route, state.target) && state.contextTokens) return state.contextTokens;
  if (!local) return UNKNOWN_WINDOW.cloud;
  const report = await (await host.endpoint()).describe(target, {
    modes: false,
    timeoutMs: PROBE_MS,
    signal: state.signal,
  });
  return report.context?.tokens ?? UNKNOWN_WINDOW.local;
}

function alignedTokens({ sizing }: CompressPlan, { messages, promptTokens }: ContextState, length: number): number {
  return Math.max(sizing.fixedTokens, promptTokens - tokensOf(messages.slice(length), sizing.charsPerToken));
}

/** What the server's cache holds of it: the last request that it counted, if nobody else has used its slot since. */
function cachedTokens(plan: CompressPlan, state: ContextState, length: number): number {
  const counted = state.messages.slice(0, length).findLast(({ usage }) => usage)?.usage;
  return counted ? Math.min(alignedTokens(plan, state, length), counted.promptTokens + counted.completionTokens) : 0;
}
