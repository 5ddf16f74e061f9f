import { findKnownHost } from '../catalog/known-hosts.ts';
import type { ChatRequest, ToolCall } from '../contract/index.ts';
import { withOpenAi } from './openai-client.ts';
import {
  asList,
  asObject,
  asText,
  badAnswer,
  type Json,
  type ModeCall,
  type ModelTarget,
  type Outcome,
  timingsOf,
  usageOf,
} from './wire.ts';

/** `POST <base>/chat/completions`. */
export const chatCompletions: ModeCall = (target, request) =>
  withOpenAi(
    target,
    request,
    (client, options) => client.chat.completions.create(chatBody(target, request) as never, options),
    readChat,
  );

function chatBody(target: ModelTarget, request: ChatRequest): Json {
  const bound = findKnownHost(target.baseUrl)?.maxCompletionTokens ? 'max_completion_tokens' : 'max_tokens';
  return {
    model: target.model,
    messages: request.messages,
    stream: false,
    [bound]: request.maxTokens,
    ...(request.tools ? { tools: request.tools } : {}),
    ...(request.toolChoice ? { tool_choice: request.toolChoice } : {}),
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    ...(request.seed === undefined ? {} : { seed: request.seed }),
    ...request.extraBody,
  };
}

function readChat(body: unknown): Outcome {
  const json = asObject(body);
  const [choice] = asList(json['choices']);
  if (!choice) return badAnswer('the answer holds no `choices`');
  const message = asObject(choice['message']);
  const counts = asObject(json['usage']);
  const cached = asObject(counts['prompt_tokens_details'])['cached_tokens'];
  const usage = usageOf(counts['prompt_tokens'], counts['completion_tokens'], cached);
  const timings = timingsOf(json['timings']);
  const reasoning = asText(message['reasoning_content']) || asText(message['reasoning']);
  return {
    ok: true,
    model: asText(json['model']),
    text: asText(message['content']),
    ...(reasoning ? { reasoning } : {}),
    toolCalls: asList(message['tool_calls']).map(toolCallOf),
    finishReason: asText(choice['finish_reason']),
    ...(usage ? { usage } : {}),
    ...(timings ? { timings } : {}),
  };
}

function toolCallOf(call: Json): ToolCall {
  const { name, arguments: args } = asObject(call['function']);
  return { id: asText(call['id']), type: 'function', function: { name: asText(name), arguments: asText(args) } };
}
