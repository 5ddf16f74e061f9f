import type { Host } from '@hermes-ops/contract';

/**
 * Keeps a session for this process until the returned function is called: two that go on with one session would put their
 * messages between each other's. A session whose process was killed is free. Error: agent.session-busy.
 */
export function holdSession(host: Host, id: string): Promise<() => void> {
  const busy = () =>
    host.errors.user('agent.session-busy', `another hermes is in session ${id}`, {
      try: ['Wait until it has ended.', 'hermes chat   (a new session)', 'hermes sessions list'],
      exit: 1,
    });
  return new Promise((resolve, reject) => {
    const refuse = (): void => {
      throw busy();
    };
    const hold = () => new Promise<void>((release) => resolve(release));
    host.lock(`session-${id}`, { onWait: refuse }, hold).catch(reject);
  });
}
