import type { RequestOptions, Target } from '../contract/index.ts';

const ANTHROPIC_VERSION = '2023-06-01';

/** Headers of the Anthropic API, which takes its key under another name. */
export const anthropicHeaders = (apiKey: string | undefined): Record<string, string> => ({
  'anthropic-version': ANTHROPIC_VERSION,
  ...(apiKey ? { 'x-api-key': apiKey } : {}),
});

/** How a request to the target says who it is. */
export function authOf(target: Target): Pick<RequestOptions, 'apiKey' | 'headers'> {
  if (target.apiMode === 'anthropic_messages') return { headers: anthropicHeaders(target.apiKey) };
  return target.apiKey ? { apiKey: target.apiKey } : {};
}
