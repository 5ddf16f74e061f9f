import type { Host } from '@hermes-ops/contract';

/** What a model can do something with: the message and what to try. A defect is not hidden: it is thrown on. */
export function showSettingFailure(host: Host, error: unknown): string {
  if (!host.errors.isUserError(error)) throw error;
  return [error.message, ...error.try].join('\n');
}
