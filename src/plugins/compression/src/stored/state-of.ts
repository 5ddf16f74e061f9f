import type { AgentSessions, ContextState, Host } from '@hermes-ops/contract';
import { sizePrompt } from '@hermes-ops/plugin-kit/estimate';
import { section } from '@hermes-ops/plugin-kit/objects';
import { readThinking, thinkingFields } from '@hermes-ops/plugin-kit/thinking';
import { compressionsIn } from '../parts.ts';
import type { MainModel } from './main-model.ts';

export interface Wanted {
  sessions: AgentSessions;
  id: string;
  model: MainModel;
  focus?: string | undefined;
  progress?: (text: string | undefined) => void;
}

/** A stored session as the chat would hand it to the engine when its user types /compress. */
export async function stateOf(host: Pick<Host, 'freshConfig' | 'signal'>, wanted: Wanted): Promise<ContextState> {
  const { sessions, id, model, focus, progress } = wanted;
  const [beginning, messages, rewrites, { value }] = await Promise.all([
    sessions.beginning(id),
    sessions.messages(id),
    sessions.rewrites(id),
    host.freshConfig(),
  ]);
  const fixedTokens = compressionsIn(rewrites).at(-1)?.note.fixedTokens;
  const [main, agent] = [section(value['model']), section(value['agent'])];
  const echo = main['reasoning_echo'] === true || agent['reasoning_echo'] === true;
  return {
    sessionId: id,
    ...beginning,
    messages,
    sendReasoning: model.local || echo,
    // Nobody has asked its template.
    steering: !model.local,
    target: model.target,
    extraBody: { ...section(main['extra_body']), ...thinkingFields(readThinking(agent), { ...model, main: true }) },
    promptTokens: sizePrompt({ ...beginning, messages, fixedTokens }).tokens,
    ...(fixedTokens === undefined ? {} : { fixedTokens }),
    contextTokens: model.window.tokens,
    reason: 'asked',
    ...(focus === undefined ? {} : { focus }),
    signal: host.signal,
    ...(progress ? { progress } : {}),
  };
}
