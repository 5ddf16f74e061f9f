import type { Routes } from './scripted-server.ts';

/** Bodies as llama-server b11669 sends them, shortened, for faults that a real one cannot be made to show. */
export const MODELS = {
  object: 'list',
  data: [{ id: 'tiny.gguf', aliases: ['tiny.gguf'], object: 'model', owned_by: 'llamacpp', meta: { n_ctx: 65_536 } }],
};

export const PROPS = {
  default_generation_settings: { params: {}, n_ctx: 65_536 },
  total_slots: 1,
  model_alias: 'tiny.gguf',
  model_path: '/models/tiny.gguf',
  chat_template_caps: { supports_tools: true, supports_tool_calls: true },
  build_info: 'b11669-Debian',
};

export const REFUSED_KEY = {
  status: 401,
  body: { error: { message: 'Invalid API Key', type: 'authentication_error', code: 401 } },
};

export const LOADING = {
  status: 503,
  body: { error: { message: 'Loading model', type: 'unavailable_error', code: 503 } },
};

const TOOL_CALL = {
  id: 'abc',
  type: 'function',
  function: { name: 'get_temperature', arguments: '{ "city" : "Paris" }' },
};

/** A completion: a tool call where tools are offered and no result has been sent back, else one word. */
export function completion(body: string): object {
  const { messages = [], tools } = JSON.parse(body) as { messages?: { role: string }[]; tools?: unknown[] };
  const calls = tools && !messages.some(({ role }) => role === 'tool');
  const message = { role: 'assistant', content: calls ? '' : 'fine', ...(calls ? { tool_calls: [TOOL_CALL] } : {}) };
  return {
    model: 'tiny.gguf',
    choices: [{ index: 0, finish_reason: calls ? 'tool_calls' : 'stop', message }],
    usage: { prompt_tokens: 10, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 3 } },
  };
}

/** A server on which every check passes; tests replace single routes. */
export const healthyRoutes = (): Routes => ({
  'GET /v1/models': { body: MODELS },
  'GET /health': { body: { status: 'ok' } },
  'GET /props': { body: PROPS },
  'POST /apply-template': ({ body }) => ({ body: { prompt: `<tools>${body}</tools>` } }),
  'POST /v1/chat/completions': ({ body }) =>
    body === '{}' ? { status: 400, body: { error: { message: 'no messages' } } } : { body: completion(body) },
});
