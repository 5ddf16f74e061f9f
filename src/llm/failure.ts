import type { ChatFailure, HttpFailure, HttpResult } from '../contract/index.ts';
import { describeNonJson, isObject, jsonObject, oneLine, serverMessage } from '../endpoint/index.ts';
import { exactObject } from './exact-json.ts';
import {
  type Attempted,
  asObject,
  asText,
  badAnswer,
  isNumber,
  type Json,
  type Outcome,
  type Refusal,
} from './wire.ts';

const FROM_HTTP: Readonly<Partial<Record<HttpFailure, ChatFailure>>> = {
  timeout: 'timeout',
  aborted: 'aborted',
  'too-large': 'bad-answer',
};

/** An exchange that brought no complete answer. */
export const fromHttpFailure = (failure: HttpFailure, message: string): Refusal => ({
  ok: false,
  failure: FROM_HTTP[failure] ?? 'unreachable',
  message,
});

/**
 * What came of a whole exchange, in which `read` understands a model's answer. An error with status 200 is told as one; some
 * servers name one in every answer, which is null, false or empty where there is none.
 */
export function wholeAttempt(answer: HttpResult, apiKey: string | undefined, read: (body: Json) => Outcome): Attempted {
  if (!answer.ok) return { outcome: fromHttpFailure(answer.failure, answer.message), loss: answer.failure };
  if (answer.status !== 200) return refusedStatus(answer, apiKey);
  if (answer.body.trim() === '') return { outcome: nothingCame(200) };
  const json = exactObject(answer.body);
  if (!json) return { outcome: badAnswer(describeNonJson(answer)) };
  return { outcome: json['error'] ? fromErrorEvent(json['error'], apiKey) : read(json) };
}

/** A refusal with how long the server asks to wait. */
export function refusedStatus(
  { status, headers, body }: { status: number; headers: Record<string, string>; body: string },
  apiKey: string | undefined,
): Attempted {
  const retryAfter = headers['retry-after'];
  return { outcome: fromStatus(status, body, apiKey), ...(retryAfter === undefined ? {} : { retryAfter }) };
}

/** A success that holds nothing: what stands there takes requests and is no model, or something on the way loses answers. */
export const nothingCame = (status: number): Refusal => ({
  ok: false,
  failure: 'empty',
  status,
  message: 'the answer has an empty body',
});

/** An answer with a status other than 200, in the server's own words where it has some. */
export function fromStatus(status: number, body: string, apiKey: string | undefined): Refusal {
  const bare = body.trim() === '';
  if (bare && status >= 200 && status < 300) return nothingCame(status);
  const said = serverMessage(body, apiKey) || undefined;
  const redirect = status >= 300 && status < 400;
  const wordless = bare ? 'an error without a word of why' : 'no readable message';
  const message = said ?? (redirect ? 'the server redirects, which is not followed' : wordless);
  const error = asObject(jsonObject(body)?.['error']);
  const failure = failureOf(status, error, said ?? '');
  return {
    ok: false,
    failure,
    status,
    message,
    ...(failure === 'overflow' ? overflowTokens(error, said ?? '') : {}),
  };
}

/** Statuses that belong to the words of an event inside a stream, which has no status of its own. */
const STATUS_OF_TYPE: Readonly<Record<string, number>> = {
  authentication_error: 401,
  permission_error: 403,
  not_found_error: 404,
  invalid_request_error: 400,
  invalid_prompt: 400,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  overloaded_error: 529,
};

/** An error that came as an event of a stream: `{error: ...}`, or the error itself. */
export function fromErrorEvent(error: unknown, apiKey: string | undefined): Refusal {
  const { code, status, type } = asObject(error);
  const numeric = [code, status].map(Number).find((value) => value >= 400 && value < 600);
  const assumed = numeric ?? STATUS_OF_TYPE[asText(code)] ?? STATUS_OF_TYPE[asText(type)] ?? 500;
  const { status: _none, ...refusal } = fromStatus(assumed, JSON.stringify({ error }), apiKey);
  return numeric === undefined ? refusal : { ...refusal, status: numeric };
}

/** To be thrown when a stream brings an error; the `openai` package throws the same form. */
export const serverFault = (error: unknown): Error & { error: unknown } =>
  Object.assign(new Error('the server reports an error'), { error });

/** A body with status 200 that is neither a stream nor an answer. */
export function notStreamed(body: string, apiKey: string | undefined): Refusal {
  const json = jsonObject(body);
  if (json?.['error']) return fromErrorEvent(json['error'], apiKey);
  if (!/^\s*</.test(body)) return badAnswer('the answer is no event stream');
  const title = /<title[^>]*>([^<]{1,80})/i.exec(body)?.[1];
  return badAnswer(`an HTML page${title ? ` ("${oneLine(title)}")` : ''} instead of an answer`);
}

/** Types of llama-server and OpenAI; Anthropic and others say it in words only. */
const OVERFLOW_TYPE = /^(exceed_context_size_error|context_length_exceeded)$/;
const OVERFLOW_WORDS =
  /prompt is too long|maximum context length|exceeds? the (available )?context|context window|context size has been exceeded|context length of only|input token count/i;
/** llama-server says `Loading model`, others name the model first. */
const LOADING_WORDS = /\bloading (the )?model\b|\bmodel\b.{0,80}\bloading\b/i;
/** llama-server, for schemas of tools; where it writes the parser of a template itself, those stand behind words about the template. */
const GRAMMAR_WORDS =
  /failed to (parse|compile) grammar|failed to initialize samplers|json schema error|min_value or max_value must be set/i;
/** llama-server without a projector, OpenAI, vLLM, OpenRouter, DeepSeek and others, asked with an image. */
const IMAGE_WORDS = new RegExp(
  [
    /\b(?:images?|image_url|vision|multimodal)\b.{0,60}\b(?:not supported|unsupported|only supported by|not allowed|mmproj)/,
    /(?: not|n't|\bno)\b.{0,40}\bsupport(?:s|ed|ing)?\b.{0,40}\b(?:images?|vision|multimodal)\b/,
    /not a multimodal|at most 0 image|unknown variant `image_url`|missing data required for image/,
  ]
    .map((one) => one.source)
    .join('|'),
  'i',
);
/** llama-server's and its templates' words for messages or tools that the template does not take; often with status 500. */
const TEMPLATE_WORDS =
  /system message must be|roles must alternate|roles? .{0,40}(not supported|must)|after the optional system message|unable to generate parser|error rendering prompt|\bjinja\b|raise_exception|chat template|failed to parse (tools|tool call arguments|messages)/i;

function failureOf(status: number, error: Json, said: string): ChatFailure {
  if ([error['type'], error['code']].some((sign) => OVERFLOW_TYPE.test(asText(sign)))) return 'overflow';
  if (status >= 400 && status !== 401 && status !== 429 && IMAGE_WORDS.test(said)) return 'images';
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404 || status === 405) return 'not-found';
  if (status === 429) return 'rate-limited';
  if (status === 503 && LOADING_WORDS.test(said)) return 'loading';
  if (status === 400 || status === 413 || status === 422 || status === 500) {
    if (OVERFLOW_WORDS.test(said)) return 'overflow';
    if (GRAMMAR_WORDS.test(said)) return 'grammar';
    if (TEMPLATE_WORDS.test(said)) return 'template';
  }
  return 'server-error';
}

/** Wordings that hold both numbers; the groups say which is which. */
const OVERFLOW_NUMBERS = [
  // llama-server
  /request \((?<sent>\d+) tokens\).*?context size \((?<window>\d+) tokens\)/i,
  // OpenAI, vLLM, OpenRouter: the prompt in brackets is without the room for the answer.
  /maximum context length (is|of) (?<window>\d+) tokens.*?\(?(?<sent>\d+) (tokens )?(in the messages|in your prompt|of text input)/i,
  /maximum context length (is|of) (?<window>\d+) tokens.*?(resulted in|requested( about)?|request has) (?<sent>\d+)/i,
  // Anthropic
  /prompt is too long: (?<sent>\d+) tokens > (?<window>\d+)/i,
  // Google
  /input token count \((?<sent>\d+)\).*?\((?<window>\d+)\)/i,
  // LM Studio
  /first (?<sent>\d+) tokens.*?context length of only (?<window>\d+)/i,
];

function overflowTokens(error: Json, said: string): { promptTokens?: number; contextTokens?: number } {
  // Numbers may be written with separators.
  const words = said.replace(/(\d)[,_](?=\d{3})/g, '$1');
  const groups = OVERFLOW_NUMBERS.map((form) => form.exec(words)?.groups).find(isObject);
  const prompt = isNumber(error['n_prompt_tokens']) ? error['n_prompt_tokens'] : Number(groups?.['sent']);
  const context = isNumber(error['n_ctx']) ? error['n_ctx'] : Number(groups?.['window']);
  return {
    ...(prompt > 0 ? { promptTokens: prompt } : {}),
    ...(context > 0 ? { contextTokens: context } : {}),
  };
}
