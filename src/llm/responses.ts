import type { ChatMessage } from '../contract/index.ts';
import { withOpenAi } from './openai-client.ts';
import { strayIn } from './shape.ts';
import { thoughtsOf } from './thoughts.ts';
import { argumentsText, finishedCalls, finishReasonOf } from './tool-calls.ts';
import {
  asList,
  asObject,
  asText,
  type BodyRequest,
  badAnswer,
  dataUrl,
  type Json,
  type ModeCall,
  type ModelTarget,
  type Outcome,
  usageOf,
} from './wire.ts';

/** `POST <base>/responses`, stateless: the whole conversation is sent each time and nothing is stored. */
export const codexResponses: ModeCall = (target, request) =>
  withOpenAi(target, request, '/responses', { ...responsesBody(target, request), stream: false }, (body) =>
    readResponse(body, request.maxTokens),
  );

/** The same request gives the same bytes, and messages that are appended change nothing before them. */
export function responsesBody(target: ModelTarget, request: BodyRequest): Json {
  return {
    model: target.model,
    input: request.messages.flatMap((message) =>
      inputItems(message, thoughtsOf(message, target.baseUrl, 'codex_responses')),
    ),
    store: false,
    max_output_tokens: request.maxTokens,
    ...(request.tools
      ? { tools: request.tools.map(({ function: tool }) => ({ type: 'function', ...tool, strict: false })) }
      : {}),
    ...(request.toolChoice ? { tool_choice: request.toolChoice } : {}),
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    ...(request.extraBody ?? {}),
  };
}

function inputItems(message: ChatMessage, thoughts: string): Json[] {
  if (message.role === 'tool') {
    return [{ type: 'function_call_output', call_id: message.tool_call_id ?? '', output: message.content ?? '' }];
  }
  const calls = (message.tool_calls ?? []).map((call) => ({
    type: 'function_call',
    call_id: call.id,
    name: call.function.name,
    arguments: call.function.arguments,
  }));
  const reasoning = thoughts ? [reasoningItem(thoughts)] : [];
  if (message.role === 'assistant' && !message.content) return [...reasoning, ...calls];
  const type = message.role === 'assistant' ? 'output_text' : 'input_text';
  const images = (message.images ?? []).map((image) => ({
    type: 'input_image',
    detail: 'auto',
    image_url: dataUrl(image),
  }));
  const content = [...images, { type, text: message.content ?? '' }];
  return [...reasoning, { type: 'message', role: message.role, content }, ...calls];
}

/** llama-server reads the thoughts of `content` (tried; one with a `summary` alone is a 400) and needs no id. */
const reasoningItem = (text: string): Json => ({
  type: 'reasoning',
  summary: [],
  content: [{ type: 'reasoning_text', text }],
});

const contentsIn = (items: readonly Json[]): unknown[] =>
  items.flatMap(({ content }) => (Array.isArray(content) ? content : []));

/** llama-server says `completed` even when `max_output_tokens` cut the answer, so the count decides. */
export function readResponse(body: unknown, maxTokens: number): Outcome {
  const json = asObject(body);
  if (!Array.isArray(json['output'])) return badAnswer('the answer holds no `output`');
  const items = asList(json['output']);
  const texts = (type: string, part: string): string =>
    items
      .filter((item) => item['type'] === type)
      .flatMap((item) => asList(item['content']).concat(asList(item['summary'])))
      .filter((content) => content['type'] === part)
      .map((content) => asText(content['text']))
      .join('');
  const counts = asObject(json['usage']);
  const cached = asObject(counts['input_tokens_details'])['cached_tokens'];
  const usage = usageOf(counts['input_tokens'], counts['output_tokens'], cached);
  const cut = json['status'] === 'incomplete' || (usage?.completionTokens ?? 0) >= maxTokens;
  const calls = items
    .filter((item) => item['type'] === 'function_call')
    .map((item) => ({
      id: asText(item['call_id']),
      name: asText(item['name']),
      arguments: argumentsText(item['arguments']),
    }));
  const reasoning = texts('reasoning', 'reasoning_text') || texts('reasoning', 'summary_text');
  const text = texts('message', 'output_text');
  const stray = strayIn(json['output'], 'output') ?? strayIn(contentsIn(items), 'content');
  if (stray !== undefined && !text && !reasoning && calls.length === 0) return badAnswer(stray);
  return {
    ok: true,
    model: asText(json['model']),
    text,
    ...(reasoning ? { reasoning } : {}),
    toolCalls: finishedCalls(calls, cut),
    finishReason: finishReasonOf(cut ? 'length' : 'stop', calls.length),
    ...(usage ? { usage } : {}),
  };
}
