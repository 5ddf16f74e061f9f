import { expect, test } from 'vitest';
import { agentProviderNames, isAgentProvider, isEndpointWord } from '../../src/catalog/agent-providers.ts';

/** Names that the full example, its documentation and real users' files use. */
test.each(
  `auto main none custom ollama vllm llamacpp llama.cpp moa openrouter nous nous-api anthropic openai-codex codex copilot
  gemini zai kimi-coding minimax minimax-cn huggingface nvidia xiaomi arcee ollama-cloud deepinfra kilocode ai-gateway
  azure-foundry lmstudio bedrock xai deepseek opencode-go opencode-zen openai-api xai-oauth mistral groq openai meta vertex
  OpenRouter ollama_cloud`.split(/\s+/),
)('%s needs no definition', (name) => expect(isAgentProvider(name)).toBe(true));

test.each(['local', 'box', 'custom:box', 'Api.example.ai', 'http://box:8000/v1', '', 'constructor'])(
  '%j does',
  (name) => expect(isAgentProvider(name)).toBe(false),
);

test('names are written as they are compared', () => {
  for (const name of agentProviderNames()) expect(isAgentProvider(name), name).toBe(true);
  expect(['custom', 'Ollama', 'llama_cpp'].every(isEndpointWord)).toBe(true);
  expect(['main', 'lmstudio', 'openai'].some(isEndpointWord)).toBe(false);
});
