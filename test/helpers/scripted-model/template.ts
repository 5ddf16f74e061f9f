import type { Call, Message, Tool } from './types.ts';

/** llama-server's answer to a conversation that its chat template does not take; undefined where it does. */
export interface TemplateError {
  status: number;
  message: string;
}

/**
 * What the strictest templates in use demand together (Qwen 3.5: one system message, first; Mistral: user and assistant
 * alternate; llama.cpp: arguments are JSON; most: every call is answered directly after it, content is a text). No template
 * needs a system message, but an agent always has one.
 */
export function templateError(messages: readonly Message[], system = 'needed'): TemplateError | undefined {
  const hasSystem = messages[0]?.role === 'system';
  if (!hasSystem && system === 'needed') return refusal(400, 'System message must be at the beginning.');
  const rest = hasSystem ? messages.slice(1) : messages;
  if (rest.some(({ role }) => role === 'system')) return refusal(500, 'System message must be at the beginning.');
  let expected = 'user';
  let open: string[] = [];
  for (const message of rest) {
    const { role, calls } = message;
    if (typeof message.content !== 'string') return refusal(500, `content of a ${role} message is not a string`);
    if (role === 'tool') {
      if (!open.includes(message.callId ?? ''))
        return refusal(500, `a tool result without its call: ${message.callId}`);
      open = open.filter((id) => id !== message.callId);
      continue;
    }
    if (open.length > 0) return refusal(500, `Not the same number of function calls and responses: ${open.join()}`);
    if (role !== 'user' && role !== 'assistant') return refusal(500, `unknown role ${role}`);
    if (role === 'assistant' && calls.length > 0) {
      if (expected === 'user') return refusal(500, ALTERNATE);
      const wrong = calls.find((call) => call.id === '' || !isWhole(call));
      if (wrong) return refusal(500, `Failed to parse tool call arguments as JSON: ${wrong.arguments}`);
      open = calls.map(({ id }) => id);
      continue;
    }
    if (role !== expected) return refusal(500, ALTERNATE);
    expected = role === 'user' ? 'assistant' : 'user';
  }
  if (open.length > 0) return refusal(500, `Not the same number of function calls and responses: ${open.join()}`);
  if (rest.at(-1)?.role === 'assistant' || rest.length === 0)
    return refusal(400, 'the last message is the assistant’s own');
  return undefined;
}

const ALTERNATE =
  'After the optional system message, conversation roles must alternate user/assistant/user/assistant/... ';

const refusal = (status: number, message: string): TemplateError => ({ status, message });

/** A call that can stand in a history: its arguments are an object in JSON. */
export function isWhole(call: Call): boolean {
  try {
    const value: unknown = JSON.parse(call.arguments);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** The prompt in ChatML, as the template of the project's tiny model writes it; reasoning in Qwen's tags. */
export function render(messages: readonly Message[], tools: readonly Tool[]): string {
  const [first, ...others] = messages;
  const hasSystem = first?.role === 'system';
  const offered = tools.map((tool) => `\n${JSON.stringify(tool)}`).join('');
  const head = `${hasSystem ? first.text : ''}\n\n# Tools\n<tools>${offered}\n</tools>`;
  const rest = hasSystem ? others : messages;
  return `<|im_start|>system\n${head}<|im_end|>\n${rest.map(renderMessage).join('')}`;
}

export function renderMessage(message: Pick<Message, 'role' | 'text' | 'calls' | 'reasoning'>): string {
  const thought = message.reasoning ? `<think>\n${message.reasoning}\n</think>\n\n` : '';
  const calls = message.calls.map(
    ({ name, arguments: args }) => `\n<tool_call>\n{"name": "${name}", "arguments": ${args}}\n</tool_call>`,
  );
  return `<|im_start|>${message.role}\n${thought}${message.text}${calls.join('')}<|im_end|>\n`;
}

/** 4 bytes a token, which is about what English text takes. */
export const tokensOf = (text: string): number => Math.ceil(Buffer.byteLength(text) / 4);

/** Whole tokens that two prompts have in common from their beginning. */
export function commonTokens(one: string, other: string): number {
  const a = Buffer.from(one);
  const b = Buffer.from(other);
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same += 1;
  return Math.floor(same / 4);
}
