/**
 * Provider names that the public Hermes Agent resolves by itself, beyond the rows of `PROVIDERS`: vendors, logins and
 * gateways, with their usual other spellings. The list is open and generous: its only use is that no name that works is
 * called unknown. Names are compared in lower case, with `_` and spaces as `-`.
 */
const AGENT_PROVIDERS = new Set(
  `
  openrouter nous nous-api nous-portal openai openai-api openai-codex codex codex-oauth anthropic claude claude-code
  anthropic-oauth copilot github-copilot copilot-acp github github-models gemini google google-ai google-ai-studio
  google-gemini-cli gemini-cli google-antigravity vertex vertex-ai google-vertex zai z-ai z.ai zhipu glm bigmodel
  zai-coding-plan kimi kimi-coding kimi-coding-cn kimi-cn moonshot moonshotai moonshot-cn minimax minimax-cn minimax-china
  minimax-oauth huggingface hf nvidia nim nvidia-nim xiaomi mimo xiaomi-mimo arcee arcee-ai ollama-cloud deepinfra
  kilocode kilo kilo-code ai-gateway vercel vercel-ai-gateway aigateway azure azure-foundry azure-openai foundry lmstudio
  lm-studio bedrock aws aws-bedrock amazon-bedrock xai x-ai grok xai-oauth grok-oauth deepseek mistral mistralai groq
  cerebras sambanova together together-ai togetherai fireworks fireworks-ai perplexity cohere novita novita-ai
  siliconflow hyperbolic nebius baseten replicate featherless chutes venice synthetic inception stepfun gmi gmi-cloud
  tencent tencent-tokenhub hunyuan volcengine doubao byteplus baidu qianfan qwen qwen-oauth qwen-portal alibaba
  alibaba-cn alibaba-coding alibaba-coding-plan aliyun dashscope modelscope opencode opencode-zen opencode-go zen go meta
  meta-ai cloudflare workers-ai databricks snowflake watsonx ibm upstage ai21 reka nscale scaleway ovh
  lambda parasail friendli github-copilot-enterprise longcat inclusionai nous-research
  `
    .trim()
    .split(/\s+/),
);

/** Words that stand for the endpoint at `base_url`, whichever program serves it. */
const ENDPOINT_WORDS = new Set(['custom', 'ollama', 'vllm', 'llamacpp', 'llama.cpp', 'llama-cpp']);

/** Words that leave the choice to the program: the first provider that has a key, the main model, several models. */
const CHOICE_WORDS = new Set(['auto', 'main', 'none', 'moa']);

const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');

/** Whether a name means the endpoint at the `base_url` beside it. */
export const isEndpointWord = (name: string): boolean => ENDPOINT_WORDS.has(plain(name));

/** Whether a provider name needs no definition in the config. */
export const isAgentProvider = (name: string): boolean =>
  [AGENT_PROVIDERS, ENDPOINT_WORDS, CHOICE_WORDS].some((names) => names.has(plain(name)));

/** Rows above that run on the user's own machine, and such whose API local gateways speak under the same name. */
const MAYBE_LOCAL = new Set(
  `
  lmstudio lm-studio openai openai-api anthropic claude azure azure-foundry azure-openai foundry ai-gateway aigateway
  gemini google
  `
    .trim()
    .split(/\s+/),
);

/** Whether a provider name can only mean a service on the internet. */
export const isHostedProvider = (name: string): boolean =>
  AGENT_PROVIDERS.has(plain(name)) && !MAYBE_LOCAL.has(plain(name));

/** Names to propose for one that is misspelt. */
export const agentProviderNames = (): string[] => [...AGENT_PROVIDERS, 'custom', 'auto', 'main'];
