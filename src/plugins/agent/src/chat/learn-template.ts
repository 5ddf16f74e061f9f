import type { Host } from '@hermes-ops/contract';
import type { OpenChat } from './open-chat.ts';
import { isWhole, probeTemplate, takesSteering } from './probe-template.ts';

/**
 * Asks once more what the server did not answer when the session was opened, for it was busy or slow. What it says holds
 * from the next message on that is sent; until it says something everything stays as it is. Never rejects.
 */
export async function learnTemplate(host: Host, chat: OpenChat): Promise<void> {
  const { openTemplate: key } = chat;
  if (key === undefined) return;
  const [main] = chat.deps.targets;
  const verdict = await probeTemplate(host, main.target, key).catch(() => undefined);
  // Another model may have been chosen meanwhile.
  if (!isWhole(verdict) || chat.deps.targets[0] !== main) return;
  chat.openTemplate = undefined;
  main.steering = takesSteering(verdict, (await host.endpoint()).isLocal(main.target.baseUrl));
  chat.deps.appendOnly = verdict?.appendOnly;
}
