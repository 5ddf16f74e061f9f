import { findKnownHost } from '../catalog/known-hosts.ts';
import type { ChatMessage } from '../contract/index.ts';
import { anthropicHeaders, createEndpointRoom, withV1 } from '../endpoint/index.ts';
import { exactObject } from './exact-json.ts';
import { wholeAttempt } from './failure.ts';
import { strayIn } from './shape.ts';
import { strictMessages } from './strict-messages.ts';
import { thoughtsOf } from './thoughts.ts';
import { finishedCalls, finishReasonOf } from './tool-calls.ts';
import {
  asList,
  asNumber,
  asObject,
  asText,
  type BodyRequest,
  badAnswer,
  DEFAULT_TIMEOUT_MS,
  type Json,
  type ModeCall,
  type ModelTarget,
  type Outcome,
  usageOf,
} from './wire.ts';

/** Base always with `/v1`: the Anthropic form of an address leaves it out. */
export const messagesUrl = (target: ModelTarget): string => `${withV1(target.baseUrl)}/messages`;

/** `POST <base>/messages`. */
export const anthropicMessages: ModeCall = async (target, request) => {
  const answer = await createEndpointRoom().request(messagesUrl(target), {
    method: 'POST',
    headers: anthropicHeaders(target.apiKey),
    body: messagesBody(target, request),
    timeoutMs: request.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    ...(request.signal ? { signal: request.signal } : {}),
  });
  return wholeAttempt(answer, target.apiKey, readMessage);
};

const TOOL_CHOICE = { auto: 'auto', required: 'any', none: 'none' } as const;

/** The same request gives the same bytes, and parts that are appended change nothing before them. */
export function messagesBody(target: ModelTarget, request: BodyRequest): Json {
  const system = request.messages.filter(({ role }) => role === 'system').map(({ content }) => content ?? '');
  const tools = request.tools?.map(({ function: tool }) => ({
    name: tool.name,
    description: tool.description,
    input_schema: tool.parameters,
  }));
  return {
    model: target.model,
    max_tokens: request.maxTokens,
    ...(system.length > 0 ? { system: system.join('\n\n') } : {}),
    messages: conversation(target, request.messages),
    ...(tools ? { tools } : {}),
    ...(request.toolChoice ? { tool_choice: { type: TOOL_CHOICE[request.toolChoice] } } : {}),
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    ...request.extraBody,
  };
}

/** Tool results are parts of a user turn there, and the results of one assistant turn belong into one. */
function conversation({ baseUrl }: ModelTarget, messages: readonly ChatMessage[]): Json[] {
  const turns: { role: 'user' | 'assistant'; content: Json[] }[] = [];
  for (const message of findKnownHost(baseUrl) ? strictMessages(messages) : messages) {
    if (message.role === 'system') continue;
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const parts = partsOf(message, thoughtsOf(message, baseUrl, 'anthropic_messages'));
    // A turn without parts is refused, and one that says nothing is none.
    if (parts.length === 0) continue;
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...parts);
    else turns.push({ role, content: parts });
  }
  return turns;
}

function partsOf(message: ChatMessage, thoughts: string): Json[] {
  if (message.role === 'tool') {
    return [{ type: 'tool_result', tool_use_id: message.tool_call_id ?? '', content: message.content ?? '' }];
  }
  const calls = (message.tool_calls ?? []).map(({ id, function: call }) => ({
    type: 'tool_use',
    id,
    name: call.name,
    input: exactObject(call.arguments) ?? {},
  }));
  const text = message.content ? [{ type: 'text', text: message.content }] : [];
  const images = (message.images ?? []).map(({ mediaType, base64 }) => ({
    type: 'image',
    source: { type: 'base64', media_type: mediaType, data: base64 },
  }));
  const thinking = thoughts ? [{ type: 'thinking', thinking: thoughts, signature: '' }] : [];
  return [...thinking, ...images, ...text, ...calls];
}

export const FINISH: Readonly<Record<string, string>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  tool_use: 'tool_calls',
};

/** `input_tokens` leaves out what came from the cache, so the prompt is the sum. */
export function messagesUsage(counts: Json) {
  const cached = asNumber(counts['cache_read_input_tokens']);
  const prompt = asNumber(counts['input_tokens']) + cached + asNumber(counts['cache_creation_input_tokens']);
  return usageOf(prompt, counts['output_tokens'], cached);
}

/** Reads the answer of a request that was not streamed. */
export function readMessage(json: Json): Outcome {
  if (!Array.isArray(json['content'])) return badAnswer('the answer holds no `content`');
  const parts = asList(json['content']);
  const joined = (type: string, key: string): string =>
    parts
      .filter((part) => part['type'] === type)
      .map((part) => asText(part[key]))
      .join('');
  const usage = json['usage'] === undefined ? undefined : messagesUsage(asObject(json['usage']));
  const stop = asText(json['stop_reason']);
  const reasoning = joined('thinking', 'thinking');
  const calls = parts
    .filter((part) => part['type'] === 'tool_use')
    .map((part) => ({
      id: asText(part['id']),
      name: asText(part['name']),
      arguments: JSON.stringify(part['input'] ?? {}),
    }));
  const text = joined('text', 'text');
  const stray = strayIn(json['content'], 'content');
  if (stray !== undefined && !text && !reasoning && calls.length === 0) return badAnswer(stray);
  return {
    ok: true,
    model: asText(json['model']),
    text,
    ...(reasoning ? { reasoning } : {}),
    toolCalls: finishedCalls(calls, stop === 'max_tokens'),
    finishReason: finishReasonOf(FINISH[stop] ?? stop, calls.length),
    ...(usage ? { usage } : {}),
  };
}
