import type { Host } from '@hermes-ops/contract';

/** Runs a change in the home's skills; what the file system refuses becomes `agent.skill-not-written`. */
export async function written<T>(host: Host, folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (host.errors.isUserError(error) || host.signal.aborted) throw error;
    throw host.errors.user('agent.skill-not-written', `nothing was changed: ${(error as Error).message}`, {
      cause: error,
      where: { file: folder },
      try: ['Correct the permissions, free some space, or name another home with --home DIR.'],
      exit: 1,
    });
  }
}
