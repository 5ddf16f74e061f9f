import type { AgentSettings } from '../settings.ts';
import type { AskTarget, ModelTarget } from './deps.ts';

/**
 * Fields of the server's own in a request. What the config says about the main model is meant for that one alone; an effort
 * that it names for a model is meant for that model, whoever asks it.
 */
export function extraBodyFor(
  settings: AgentSettings,
  { target, main, llamaServer }: Pick<AskTarget, 'target' | 'main' | 'llamaServer'>,
): Record<string, unknown> {
  const effort = overrideFor(settings.reasoningOverrides, target.model) ?? (main ? settings.reasoningEffort : DEFAULT);
  return { ...(main ? settings.extraBody : {}), ...thinking(effort, target, llamaServer) };
}

const DEFAULT = 'medium';

/**
 * How much the model is to think, in the words of each API, and only where the user said something else than the default.
 * llama-server takes the template's own words in Anthropic's mode, too (tried). Others count it in tokens there, which
 * nobody can guess from a word, and Anthropic, once told to think, refuses calls whose signed thoughts do not come back:
 * those are not kept, so it is left to the model.
 */
function thinking(effort: string, { apiMode }: ModelTarget, llamaServer: boolean): Record<string, unknown> {
  if (effort === DEFAULT) return {};
  if (apiMode === 'codex_responses') return { reasoning: { effort } };
  if (llamaServer)
    return { chat_template_kwargs: effort === 'none' ? { enable_thinking: false } : { reasoning_effort: effort } };
  return apiMode === 'anthropic_messages' ? {} : { reasoning_effort: effort };
}

/**
 * The effort of the entry that names the model (`agent.reasoning_overrides`): in whole, or without the provider in front
 * (`anthropic/claude-opus-4.6`). Dots and dashes are the same, and so are capital and small letters.
 */
function overrideFor(overrides: Readonly<Record<string, string>>, model: string): string | undefined {
  const wanted = plain(model);
  const entries = Object.entries(overrides).map(([name, effort]) => ({ name: plain(name), effort }));
  const found =
    entries.find(({ name }) => name === wanted) ?? entries.find(({ name }) => name === wanted.split('/').at(-1));
  return found?.effort;
}

const plain = (id: string): string => id.trim().toLowerCase().replaceAll('.', '-');
