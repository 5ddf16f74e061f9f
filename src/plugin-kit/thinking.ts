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
 * llama-server takes the template's own words in Anthropic's mode, too (tried). Others count it in tokens there, which
 * nobody can guess from a word, and Anthropic, once told to think, refuses calls whose signed thoughts do not come back:
 * those are not kept, so it is left to the model.
 */
export function thinkingFields(
  { effort: general, overrides }: Thinking,
  { target, main, llamaServer }: ThinkingModel,
): Record<string, unknown> {
  const effort = overrideFor(overrides, target.model) ?? (main ? general : DEFAULT);
  if (effort === DEFAULT) return {};
  if (target.apiMode === 'codex_responses') return { reasoning: { effort } };
  if (llamaServer)
    return { chat_template_kwargs: effort === 'none' ? { enable_thinking: false } : { reasoning_effort: effort } };
  return target.apiMode === 'anthropic_messages' ? {} : { reasoning_effort: effort };
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
