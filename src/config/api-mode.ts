import type { ApiMode } from '../contract/index.ts';

const SPELLINGS: ReadonlyMap<string, ApiMode> = new Map([
  ['chat_completions', 'chat_completions'],
  ['chat', 'chat_completions'],
  ['completions', 'chat_completions'],
  ['openai', 'chat_completions'],
  ['openai_chat', 'chat_completions'],
  ['codex_responses', 'codex_responses'],
  ['codex', 'codex_responses'],
  ['responses', 'codex_responses'],
  ['openai_responses', 'codex_responses'],
  ['anthropic_messages', 'anthropic_messages'],
  ['anthropic', 'anthropic_messages'],
  ['messages', 'anthropic_messages'],
]);

/** The API mode behind any spelling that config files use; undefined for `auto`, nothing, or one we do not speak. */
export const canonicalApiMode = (text: unknown): ApiMode | undefined =>
  typeof text === 'string' ? SPELLINGS.get(text.trim().toLowerCase().replaceAll('-', '_')) : undefined;
