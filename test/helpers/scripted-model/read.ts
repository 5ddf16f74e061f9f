import type { Api, Call, Message, Tool } from './types.ts';

type Json = Record<string, unknown>;

const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The text of a content, be it one or a list of parts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return list(content)
    .map((part) => text(part['text']))
    .join('');
}

/** Messages of a request in one shape for all APIs. What is missing or of a wrong type is kept for the template to refuse. */
export function readMessages(api: Api, body: Json): Message[] {
  if (api === 'chat') return list(body['messages']).map(fromChat);
  return api === 'responses' ? fromResponses(body) : fromAnthropic(body);
}

export function readTools(body: Json): Tool[] {
  return list(body['tools']).map((entry) => {
    const tool = (entry['function'] ?? entry) as Json;
    return {
      name: text(tool['name']),
      description: text(tool['description']),
      parameters: (tool['parameters'] ?? tool['input_schema'] ?? {}) as Tool['parameters'],
    };
  });
}

function fromChat(message: Json): Message {
  const calls = list(message['tool_calls']).map((call): Call => {
    const { name, arguments: args } = (call['function'] ?? {}) as Json;
    return {
      id: text(call['id']),
      name: text(name),
      arguments: typeof args === 'string' ? args : JSON.stringify(args),
    };
  });
  return {
    role: text(message['role']),
    content: message['content'],
    text: textOf(message['content']),
    ...(typeof message['reasoning_content'] === 'string' ? { reasoning: message['reasoning_content'] } : {}),
    calls,
    ...(message['tool_call_id'] === undefined ? {} : { callId: text(message['tool_call_id']) }),
  };
}

/** Items that belong to one answer (reasoning, text, calls) become one message again. */
function fromResponses(body: Json): Message[] {
  const messages: Message[] = [];
  if (body['instructions'] !== undefined) messages.push(plain('system', body['instructions']));
  if (typeof body['input'] === 'string') messages.push(plain('user', body['input']));
  const open = (): Message => {
    const last = messages.at(-1);
    if (last?.role === 'assistant') return last;
    const made = plain('assistant', '');
    messages.push(made);
    return made;
  };
  for (const item of list(body['input'])) {
    const type = text(item['type']) || 'message';
    if (type === 'reasoning') {
      const parts = [...list(item['content']), ...list(item['summary'])];
      messages.push({ ...plain('assistant', ''), reasoning: parts.map((part) => text(part['text'])).join('') });
    } else if (type === 'function_call') {
      const call = { id: text(item['call_id']), name: text(item['name']), arguments: text(item['arguments']) };
      open().calls.push(call);
    } else if (type === 'function_call_output') {
      messages.push({ ...plain('tool', item['output']), callId: text(item['call_id']) });
    } else if (text(item['role']) === 'assistant') {
      const last = messages.at(-1);
      const reasoned =
        last?.role === 'assistant' && last.reasoning !== undefined && last.text === '' && !last.calls.length;
      const target = reasoned ? last : plain('assistant', '');
      if (!reasoned) messages.push(target);
      target.text = textOf(item['content']);
      target.content = target.text;
    } else {
      const role = text(item['role']) === 'developer' ? 'system' : text(item['role']);
      messages.push({ ...plain(role, item['content']), content: textOf(item['content']) });
    }
  }
  return messages;
}

function fromAnthropic(body: Json): Message[] {
  const messages: Message[] = [];
  if (body['system'] !== undefined)
    messages.push({ ...plain('system', body['system']), content: textOf(body['system']) });
  for (const message of list(body['messages'])) {
    const role = text(message['role']);
    const parts = typeof message['content'] === 'string' ? [] : list(message['content']);
    for (const part of parts.filter((one) => one['type'] === 'tool_result')) {
      const content = textOf(part['content']);
      messages.push({ ...plain('tool', content), callId: text(part['tool_use_id']) });
    }
    const rest = parts.filter((one) => one['type'] !== 'tool_result');
    if (parts.length > 0 && rest.length === 0) continue;
    const said = typeof message['content'] === 'string' ? message['content'] : textOf(rest);
    const thoughts = rest.flatMap((one) => (one['type'] === 'thinking' ? [text(one['thinking'])] : []));
    const calls = rest.flatMap((one): Call[] =>
      one['type'] === 'tool_use'
        ? [{ id: text(one['id']), name: text(one['name']), arguments: JSON.stringify(one['input']) }]
        : [],
    );
    messages.push({ ...plain(role, said), calls, ...(thoughts.length > 0 ? { reasoning: thoughts.join('') } : {}) });
  }
  return messages;
}

const plain = (role: string, content: unknown): Message => ({ role, content, text: textOf(content), calls: [] });
