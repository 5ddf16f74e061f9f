import type { Host } from '@hermes-ops/contract';
import type { AgentEvent } from '../loop/events.ts';
import { checkEndpoint, windowOf } from './check-endpoint.ts';
import type { OpenChat } from './open-chat.ts';

/** What a server does that is being started anew. */
const AWAY: ReadonlySet<string> = new Set(['unreachable', 'cut', 'loading']);
const AWAY_CODES: ReadonlySet<string> = new Set([
  'agent.endpoint-down',
  'agent.endpoint-silent',
  'agent.endpoint-loading',
  'agent.answer-broken',
]);
/** What a user may have answered with a larger window. */
const FULL: ReadonlySet<string> = new Set(['agent.context-full', 'agent.window-too-small']);

/** Whether the server may have been started anew, with another window, since it was asked about it. */
export const maybeRestarted = (event: AgentEvent): boolean =>
  event.type === 'retry'
    ? AWAY.has(event.failure)
    : event.type === 'error' && (AWAY_CODES.has(event.code) || FULL.has(event.code));

/**
 * Asks for the window once more: nothing else tells of a larger one, while a smaller one refuses a prompt. False where the
 * server could not be asked; what was known stays then, and where it does not say. Never rejects.
 */
export async function learnWindow(host: Host, chat: OpenChat, given: AbortSignal): Promise<boolean> {
  const [main] = chat.deps.targets;
  const signal = AbortSignal.any([host.signal, chat.ended, given]);
  const facts = await checkEndpoint({ ...host, signal }, main.target).catch(() => undefined);
  if (!facts) return false;
  const { settings, window, targets } = chat.deps;
  // Another model may have been chosen meanwhile.
  if (facts.contextTokens !== undefined && targets[0] === main)
    window.contextTokens = windowOf(settings.contextTokens, facts.contextTokens);
  return true;
}
