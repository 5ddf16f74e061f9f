import type { ApiMode } from '../contract/index.ts';

/** A provider whose address is known. `keyEnv` is the variable that holds its key; local servers need none. */
export interface Provider {
  id: string;
  name: string;
  baseUrl: string;
  keyEnv?: string;
  apiMode: ApiMode;
  /** Other spellings that config files use. */
  aliases?: readonly string[];
}

/** Data only; adding a provider is adding a row. Addresses are the vendors' documented OpenAI-compatible ones. */
export const PROVIDERS: readonly Provider[] = [
  {
    id: 'deepseek',
    name: 'DeepSeek',
    baseUrl: 'https://api.deepseek.com/v1',
    keyEnv: 'DEEPSEEK_API_KEY',
    apiMode: 'chat_completions',
  },
  {
    id: 'openrouter',
    name: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    keyEnv: 'OPENROUTER_API_KEY',
    apiMode: 'chat_completions',
  },
  {
    id: 'google',
    name: 'Google Gemini',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    keyEnv: 'GOOGLE_API_KEY',
    apiMode: 'chat_completions',
    aliases: ['gemini'],
  },
  {
    id: 'openai',
    name: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    keyEnv: 'OPENAI_API_KEY',
    apiMode: 'codex_responses',
    aliases: ['openai-api'],
  },
  {
    id: 'anthropic',
    name: 'Anthropic',
    baseUrl: 'https://api.anthropic.com/v1',
    keyEnv: 'ANTHROPIC_API_KEY',
    apiMode: 'anthropic_messages',
  },
  { id: 'xai', name: 'xAI', baseUrl: 'https://api.x.ai/v1', keyEnv: 'XAI_API_KEY', apiMode: 'codex_responses' },
  { id: 'ollama', name: 'Ollama (this machine)', baseUrl: 'http://127.0.0.1:11434/v1', apiMode: 'chat_completions' },
  {
    id: 'lmstudio',
    name: 'LM Studio (this machine)',
    baseUrl: 'http://127.0.0.1:1234/v1',
    apiMode: 'chat_completions',
  },
];

export const findProvider = (id: string): Provider | undefined =>
  PROVIDERS.find((provider) => provider.id === id || provider.aliases?.includes(id));
