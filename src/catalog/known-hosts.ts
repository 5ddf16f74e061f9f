import type { ApiMode } from '../contract/index.ts';

/** A public host whose API modes are documented, so that nobody has to ask it. The first mode is the one to use. */
export interface KnownHost {
  /** Exact host names. */
  hosts: readonly string[];
  /** Only for addresses whose path starts or ends with this. */
  path?: RegExp;
  modes: readonly [ApiMode, ...ApiMode[]];
  /** Its chat completions refuse `max_tokens` for newer models and take `max_completion_tokens` for all. */
  maxCompletionTokens?: boolean;
  /** Its chat completions take back earlier thoughts as `reasoning_content`. */
  reasoningContent?: boolean;
}

/** Rules of the public Hermes Agent's automatic choice, plus the hosts of the provider table. First match wins. */
const KNOWN_HOSTS: readonly KnownHost[] = [
  { hosts: ['api.anthropic.com'], modes: ['anthropic_messages'] },
  { hosts: ['api.kimi.com'], path: /^\/coding(\/|$)/, modes: ['anthropic_messages'] },
  {
    hosts: ['api.openai.com', 'us.api.openai.com', 'eu.api.openai.com'],
    modes: ['codex_responses', 'chat_completions'],
    maxCompletionTokens: true,
  },
  { hosts: ['api.x.ai'], modes: ['codex_responses', 'chat_completions'] },
  { hosts: ['api.deepseek.com'], path: /\/anthropic(\/v1)?\/?$/, modes: ['anthropic_messages'] },
  { hosts: ['api.deepseek.com'], modes: ['chat_completions'], reasoningContent: true },
  { hosts: ['openrouter.ai'], modes: ['chat_completions'], reasoningContent: true },
  { hosts: ['generativelanguage.googleapis.com'], modes: ['chat_completions'] },
];

/** The row for an address, or undefined when its host is not one we know. */
export function findKnownHost(url: string): KnownHost | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, pathname } = new URL(url);
  return KNOWN_HOSTS.find((row) => row.hosts.includes(hostname) && (row.path?.test(pathname) ?? true));
}
