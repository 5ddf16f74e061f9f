import type { ContextState, Host } from '@hermes-ops/contract';
import { sizePrompt } from '@hermes-ops/plugin-kit/estimate';
import { section } from '@hermes-ops/plugin-kit/objects';
import { masked, plainOf } from '@hermes-ops/plugin-kit/plain';
import { type Plan, planFor } from '../plan/plan.ts';
import { positive, readSettings } from '../settings.ts';
import { type ModelDoc, modelDoc, type SessionDoc, sessionDoc } from '../show/model-doc.ts';
import { type ChoiceDoc, choiceDoc, choiceLines } from '../show/ways.ts';
import { mainModel } from '../stored/main-model.ts';
import { type Found, namedSession, storedSessions } from '../stored/session.ts';
import { stateOf } from '../stored/state-of.ts';
import { prepare } from '../summary/prepare.ts';
import { triggerOf } from '../trigger.ts';
import { EXAMPLE, exampleState } from './example.ts';
import type { Facts } from './facts.ts';
import { stepsOf } from './steps.ts';
import { warningsOf } from './warnings.ts';

export interface Explanation extends ModelDoc {
  schemaVersion: 1;
  /** The session that was named; null: none. */
  session: SessionDoc | null;
  steps: string[];
  /** Where the numbers cannot work. */
  warnings: string[];
  /** Who would be asked, for that session or for a made-up conversation at the trigger; null: it cannot be estimated. */
  summary: ChoiceDoc | null;
}

/** `hermes compression explain [SESSION]`. Asks no model. */
export async function explained(host: Host, name: string | undefined) {
  const sessions = await storedSessions(host);
  const named = name === undefined ? undefined : await namedSession(host, name);
  const [model, config] = [await mainModel(host), await host.freshConfig()];
  const settings = readSettings(config, model.target.model);
  const trigger = triggerOf(settings, model.window.tokens);
  const [newest] = named ? [] : await sessions.list({ limit: 1 });
  const known = named ?? (newest && { sessions, session: newest });
  const state = known && (await stateOf(host, { sessions, id: known.session.id, model }));
  const maxTokens = positive(section(config.value['model'])['max_tokens']);
  const facts: Facts = { model, settings, trigger, maxTokens, fixed: known && state && fixedOf(known, state) };
  const judged = named ? state : exampleAt(trigger.tokens, model, state, host.signal);
  const plan = judged && planFor({ state: judged, settings, seen: undefined });
  const choice =
    judged && plan?.kind === 'compress' ? (await prepare(host, { plan, state: judged, settings })).choice : undefined;
  const about = named ? 'this session as it is' : 'a made-up conversation at the trigger';
  const summary =
    choice && judged
      ? [`Summary of ${about}:`, ...choiceLines(choice, judged.promptTokens).map((line) => `    ${line}`)]
      : [`Summary: not estimated, as ${whyNot(judged, plan)}.`];
  const steps = [...stepsOf(facts), summary.join('\n'), MONEY];
  const result: Explanation = {
    schemaVersion: 1,
    session: named ? sessionDoc(named.session) : null,
    ...modelDoc(model, settings),
    steps,
    warnings: warningsOf(facts),
    summary: choice ? choiceDoc(choice) : null,
  };
  const text = await plainOf(host)(linesOf(result).join('\n'), { multiline: true });
  return { result: await masked(host, result), text };
}

const MONEY =
  'Money: a model that its provider bills is never asked instead of a local main model for being faster, only where ' +
  '`auxiliary.compression` names it, or where the local one cannot or fails.';

function fixedOf({ session }: Found, { system, tools, messages }: ContextState): Facts['fixed'] {
  return { tokens: sizePrompt({ system, tools, messages }).fixedTokens, sessionId: session.id };
}

function whyNot(judged: ContextState | undefined, plan: Plan | undefined): string {
  if (!judged) return 'the trigger is not known';
  if (judged.sessionId === EXAMPLE && judged.messages.length === 0) {
    return 'system prompt and tools alone reach the trigger';
  }
  return plan?.kind === 'nothing' ? plan.why : 'no model is needed';
}

/** With the system prompt and tools of a session that there is. */
function exampleAt(
  tokens: number | undefined,
  { target, window }: Facts['model'],
  state: ContextState | undefined,
  signal: AbortSignal,
): ContextState | undefined {
  if (tokens === undefined) return undefined;
  const beginning = { system: state?.system ?? '', tools: state?.tools ?? [] };
  return exampleState(beginning, tokens, { target, contextTokens: window.tokens, signal });
}

const linesOf = ({ model, steps, warnings }: Explanation): string[] => [
  `Where a conversation with ${model} is compressed, and why:`,
  '',
  ...steps.map((step, i) => `${`${i + 1}.`.padEnd(4)}${step}`),
  ...(warnings.length > 0 ? ['', ...warnings.map((warning) => `Warning: ${warning}`)] : []),
];
