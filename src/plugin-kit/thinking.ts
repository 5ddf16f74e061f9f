import type { Target } from '@hermes-ops/contract';
import { section } from './objects.ts';

/** How much the user wants models to think (section `agent` of config.yaml). */
export interface Thinking {
  /** `agent.reasoning_effort`. */
  effort: string;
  /** `agent.reasoning_overrides`, by model. */
  overrides: Readonly<Record<string, string>>;
}

export interface ThinkingModel {
  target: Target & { model: string };
  /** What the config says of the main model is meant for this one. */
  main: boolean;
  /** It takes `chat_template_kwargs`. */
  llamaServer: boolean;
}

const DEFAULT = 'medium';

/** Values of the wrong type count as not set. */
export const readThinking = (agent: Readonly<Record<string, unknown>>): Thinking => ({
  effort: effortOf(agent['reasoning_effort']) ?? DEFAULT,
  overrides: Object.fromEntries(
    Object.entries(section(agent['reasoning_overrides'])).flatMap(([model, value]) => {
      const word = effortOf(value);
      return word === undefined ? [] : [[model, word]];
    }),
  ),
});

/**
 * Fields of a request that say how much the model is to think, in the words of each API, and only where the user said
 * something else than the default. An effort that is named for a model is meant for that model, whoever asks it.
 * llama-server takes the template's own words in Anthropic's mode, too (tried; it takes that mode's `thinking` as well, whatever
 * stands in it). Nothing is sent to others there, see `unsentEffort`.
 */
export function thinkingFields(thinking: Thinking, model: ThinkingModel): Record<string, unknown> {
  const { effort } = effortFor(thinking, model);
  const { apiMode } = model.target;
  if (effort === DEFAULT) return {};
  if (apiMode === 'codex_responses') return { reasoning: { effort } };
  if (model.llamaServer)
    return { chat_template_kwargs: effort === 'none' ? { enable_thinking: false } : { reasoning_effort: effort } };
  return apiMode === 'anthropic_messages' ? {} : { reasoning_effort: effort };
}

/**
 * What the user said of the model's thinking and no request says. Anthropic's `thinking` with a budget in tokens is refused by
 * newer models (https://platform.claude.com/docs/en/build-with-claude/extended-thinking), what came after it by older ones,
 * and either way calls are refused whose signed thoughts do not come back: those are not kept.
 */
export function unsentEffort(thinking: Thinking, model: ThinkingModel): { key: string; effort: string } | undefined {
  const { effort, key } = effortFor(thinking, model);
  const unsent = effort !== DEFAULT && model.target.apiMode === 'anthropic_messages' && !model.llamaServer;
  return unsent ? { key, effort } : undefined;
}

function effortFor({ effort, overrides }: Thinking, { target, main }: ThinkingModel): { effort: string; key: string } {
  const own = overrideFor(overrides, target.model);
  if (own !== undefined) return { effort: own, key: 'agent.reasoning_overrides' };
  return { effort: main ? effort : DEFAULT, key: 'agent.reasoning_effort' };
}

/** A word, `false`, or a map of `enabled` and `effort`; undefined: not set. */
function effortOf(given: unknown): string | undefined {
  if (given === false) return 'none';
  const map = section(given);
  if (map['enabled'] === false) return 'none';
  const word = text(map['effort']) ?? text(given);
  return word === 'off' || word === 'false' ? 'none' : word;
}

/**
 * The effort of the entry that names the model: in whole, or without the provider in front (`anthropic/claude-opus-4.6`).
 * Dots and dashes are the same, and so are capital and small letters.
 */
function overrideFor(overrides: Thinking['overrides'], model: string): string | undefined {
  const wanted = plain(model);
  const entries = Object.entries(overrides).map(([name, effort]) => ({ name: plain(name), effort }));
  const found =
    entries.find(({ name }) => name === wanted) ?? entries.find(({ name }) => name === wanted.split('/').at(-1));
  return found?.effort;
}

const plain = (id: string): string => id.trim().toLowerCase().replaceAll('.', '-');

const text = (given: unknown): string | undefined => (typeof given === 'string' && given !== '' ? given : undefined);
