import { thinkingFields } from '@hermes-ops/plugin-kit/thinking';
import type { AgentSettings } from '../settings.ts';
import type { AskTarget } from './deps.ts';

/** Fields of the server's own in a request. What the config says about the main model is meant for that one alone. */
export const extraBodyFor = (
  { extraBody, thinking }: AgentSettings,
  asked: Pick<AskTarget, 'target' | 'main' | 'llamaServer'>,
): Record<string, unknown> => ({ ...(asked.main ? extraBody : {}), ...thinkingFields(thinking, asked) });
