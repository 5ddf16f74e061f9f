import type { Host } from '@hermes-ops/contract';
import { REORDERED } from '../loop/cache-loss.ts';
import { wasSteered } from '../loop/conversation.ts';
import type { OpenChat } from './open-chat.ts';
import { isWhole, probeTemplate, takesSteering } from './probe-template.ts';

/**
 * Asks once more what the server did not answer when the session was opened, for it was busy or slow. What it says holds
 * from the next turn on; until it says something everything stays as it is. `turn` is the one that runs, or ran last. Never
 * rejects.
 */
export async function learnTemplate(host: Host, chat: OpenChat, turn: () => Promise<unknown>): Promise<void> {
  const { openTemplate: key } = chat;
  if (key === undefined) return;
  const [main] = chat.deps.targets;
  const { isLocal } = await host.endpoint();
  // An open question would keep a chat from ending that is closed already.
  const signal = AbortSignal.any([host.signal, chat.ended]);
  const verdict = await probeTemplate(host, main.target, key, signal).catch(() => undefined);
  // Within a turn the prompt stays as it was begun.
  for (let over: unknown; over !== turn(); ) {
    over = turn();
    await turn().catch(() => undefined);
  }
  // Another model may have been chosen meanwhile.
  if (!isWhole(verdict) || chat.deps.targets[0] !== main) return;
  chat.openTemplate = undefined;
  const { conversation } = chat.deps;
  const before = main.steering;
  main.steering = takesSteering(verdict, isLocal(main.target.baseUrl));
  if (main.steering !== before && wasSteered(conversation)) conversation.reordered = REORDERED.known;
  chat.deps.appendOnly = verdict?.appendOnly;
}
