import { findKnownHost } from '../catalog/known-hosts.ts';
import type { ChatImage, ChatMessage } from '../contract/index.ts';
import { isObject } from '../endpoint/index.ts';
import { withOpenAi } from './openai-client.ts';
import { notAnObject, strayIn } from './shape.ts';
import { thoughtsOf } from './thoughts.ts';
import { finishedCalls, finishReasonOf, wholeCall } from './tool-calls.ts';
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
  saidIn,
  thoughtIn,
  timingsOf,
  usageOf,
} from './wire.ts';

/** `POST <base>/chat/completions`. */
export const chatCompletions: ModeCall = (target, request) =>
  withOpenAi(target, request, '/chat/completions', { ...chatBody(target, request), stream: false }, readChat);

/** The same request gives the same bytes, and messages that are appended change nothing before them. */
export function chatBody(target: ModelTarget, request: BodyRequest): Json {
  const bound = findKnownHost(target.baseUrl)?.maxCompletionTokens ? 'max_completion_tokens' : 'max_tokens';
  return {
    model: target.model,
    messages: request.messages.map((message) =>
      wireMessage(message, thoughtsOf(message, target.baseUrl, 'chat_completions')),
    ),
    [bound]: request.maxTokens,
    ...(request.tools ? { tools: request.tools } : {}),
    ...(request.toolChoice ? { tool_choice: request.toolChoice } : {}),
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    ...(request.seed === undefined ? {} : { seed: request.seed }),
    ...request.extraBody,
  };
}

/** Without images content is always a text: templates fail at null and at lists of parts. */
function wireMessage(message: ChatMessage, thoughts: string): Json {
  const { role, content, images, tool_calls: calls, tool_call_id: id } = message;
  return {
    role,
    ...(role === 'tool' ? { tool_call_id: id ?? '' } : {}),
    content:
      images && images.length > 0 ? [...images.map(imagePart), { type: 'text', text: content ?? '' }] : (content ?? ''),
    ...(thoughts ? { reasoning_content: thoughts } : {}),
    ...(calls && calls.length > 0
      ? {
          tool_calls: calls.map((call) => ({
            id: call.id,
            type: 'function',
            function: { name: call.function.name, arguments: call.function.arguments },
          })),
        }
      : {}),
  };
}

const imagePart = (image: ChatImage): Json => ({ type: 'image_url', image_url: { url: dataUrl(image) } });

/** Reads the answer of a request that was not streamed. */
export function readChat(body: unknown): Outcome {
  const json = asObject(body);
  const [choice] = asList(json['choices']);
  if (!choice) return badAnswer('the answer holds no `choices`');
  const stray = strayIn(json['choices'], 'choices');
  if (stray !== undefined) return badAnswer(stray);
  const message = choice['message'];
  if (!isObject(message)) return badAnswer(notAnObject(message, 'choices[0].message'));
  const usage = chatUsage(json['usage']);
  const timings = timingsOf(json['timings']);
  const reasoning =
    asText(message['reasoning_content']) || asText(message['reasoning']) || thoughtIn(message['content']);
  const said = asText(choice['finish_reason']);
  const toolCalls = finishedCalls(callsIn(message).map(wholeCall), said === 'length');
  return {
    ok: true,
    model: asText(json['model']),
    text: saidIn(message['content']) || asText(message['refusal']),
    ...(reasoning ? { reasoning } : {}),
    toolCalls,
    finishReason: finishReasonOf(said, toolCalls.length),
    ...(usage ? { usage } : {}),
    ...(timings ? { timings } : {}),
  };
}

/** The calls of a message or of a part of one, also in the form that was before `tool_calls`: one `function_call`. */
export function callsIn(message: Json): Json[] {
  const calls = asList(message['tool_calls']);
  const old = message['function_call'];
  return calls.length > 0 || !isObject(old) ? calls : [{ function: old }];
}

export function chatUsage(value: unknown) {
  const counts = asObject(value);
  const cached = asObject(counts['prompt_tokens_details'])['cached_tokens'];
  return usageOf(counts['prompt_tokens'], counts['completion_tokens'], cached);
}
