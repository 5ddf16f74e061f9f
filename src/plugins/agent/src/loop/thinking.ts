import { thinkingFields, unsentEffort } from '@hermes-ops/plugin-kit/thinking';
import type { AgentSettings } from '../settings.ts';
import type { AskTarget } from './deps.ts';

/** Fields of the server's own in a request. What the config says about the main model is meant for that one alone. */
export const extraBodyFor = (
  { extraBody, thinking }: AgentSettings,
  asked: Pick<AskTarget, 'target' | 'main' | 'llamaServer'>,
): Record<string, unknown> => ({ ...(asked.main ? extraBody : {}), ...thinkingFields(thinking, asked) });

/** Whether `agent.reasoning_effort: none` would make another request of it: where it is not sent, or not meant for that model, it does nothing. */
export function noThinkingHelps(
  { thinking }: AgentSettings,
  asked: Pick<AskTarget, 'target' | 'main' | 'llamaServer'>,
): boolean {
  const without = thinkingFields({ ...thinking, effort: 'none' }, asked);
  return JSON.stringify(without) !== JSON.stringify(thinkingFields(thinking, asked));
}

/** That what the user said of the model's thinking cannot be told to it; undefined where it can, or nothing was said. */
export function unsentNotice({ thinking }: AgentSettings, asked: Pick<AskTarget, 'target' | 'main' | 'llamaServer'>) {
  const unsent = unsentEffort(thinking, asked);
  if (!unsent) return undefined;
  return {
    code: 'agent.effort-not-sent' as const,
    text: `\`${unsent.key}\` (${unsent.effort}) has no effect in the API mode anthropic_messages: \`${asked.target.model}\` decides itself how much it thinks`,
    try: ['hermes config explain model.api_mode   (chat_completions takes it, where the server speaks that)'],
  };
}
