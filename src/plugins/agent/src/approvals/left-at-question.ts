import type { Host, UserError } from '@hermes-ops/contract';

/** Ctrl-C or Ctrl-D at a question before the first message: neither a yes nor a no, and no defect. */
export function leftAtQuestion(host: Host, cause: unknown, message: string): UserError {
  if (host.errors.isUserError(cause)) return cause;
  return host.errors.user('agent.interrupted', message, { exit: 130, cause });
}
