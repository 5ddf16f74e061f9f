import type { AgentSettings } from '../settings.ts';
import type { AskTarget, ModelTarget } from './deps.ts';

/** Fields of the server's own in a request; what the config says about the main model is meant for that one alone. */
export const extraBodyFor = (
  settings: AgentSettings,
  { target, main, llamaServer }: AskTarget,
): Record<string, unknown> => (main ? { ...settings.extraBody, ...thinking(settings, target, llamaServer) } : {});

/**
 * How much the model is to think, in the words of each API, and only where the user said something else than the default.
 * Anthropic counts it in tokens that nobody can guess from a word, so there it is left to the model.
 */
function thinking({ reasoningEffort: effort }: AgentSettings, { apiMode }: ModelTarget, llamaServer: boolean) {
  if (effort === 'medium' || apiMode === 'anthropic_messages') return {};
  if (apiMode === 'codex_responses') return { reasoning: { effort } };
  if (!llamaServer) return { reasoning_effort: effort };
  return { chat_template_kwargs: effort === 'none' ? { enable_thinking: false } : { reasoning_effort: effort } };
}
