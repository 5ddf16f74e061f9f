import type { ModelInfo } from '../contract/index.ts';

/** Hosts that answer to a name without its date, or with `latest` for it, and list only the dated one. */
const DATED = new Set(['api.anthropic.com', 'api.x.ai']);

/** What OpenRouter takes behind any listed id: how to route the request, not another model. */
const ROUTING = /:(online|nitro|floor|exacto)$/;

/**
 * Whether a listed model is the one that a config names: its id or an alias. Ollama lists `name:latest` for `name`,
 * Google `models/name`; hosts that are known for it answer to more names than they list.
 */
export function isModel({ id, aliases }: ModelInfo, wanted: string, baseUrl?: string): boolean {
  const host = baseUrl !== undefined && URL.canParse(baseUrl) ? new URL(baseUrl).hostname : '';
  const names = host === 'openrouter.ai' ? [wanted, wanted.replace(ROUTING, '')] : [wanted];
  return [id, ...aliases].some((name) =>
    [
      name,
      name.replace(/:latest$/, ''),
      name.replace(/^models\//, ''),
      ...(DATED.has(host) ? [name.replace(/-\d{4,8}$/, ''), name.replace(/-\d{4,8}$/, '-latest')] : []),
    ].some((candidate) => names.includes(candidate)),
  );
}
