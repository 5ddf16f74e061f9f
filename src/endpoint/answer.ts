import type { HttpResult } from '../contract/index.ts';

type HttpAnswer = Extract<HttpResult, { ok: true }>;
export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** The number where it is a usable token count. */
export const tokensOf = (value: unknown): number | undefined => {
  const number = numberOf(value);
  return number !== undefined && number > 0 ? number : undefined;
};

export const stringOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The body as a JSON object; undefined for anything else. */
export function jsonObject(body: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Why a body that should have been a JSON object is not one, in words. */
export function describeNonJson(answer: HttpAnswer): string {
  const body = answer.body.trim();
  if (body === '') return 'an empty body';
  if (/^<(!doctype|html|\?xml)/i.test(body) || answer.headers['content-type']?.includes('text/html')) {
    const title = /<title[^>]*>([^<]{1,80})/i.exec(body)?.[1]?.trim();
    return `an HTML page${title ? ` ("${oneLine(title)}")` : ''} instead of JSON`;
  }
  try {
    JSON.parse(body);
    return 'JSON of another shape';
  } catch {
    return `something that is not JSON ("${oneLine(body).slice(0, 40)}")`;
  }
}

/**
 * The server's own words in an error body, on one line and bounded: `{error: {message}}` (OpenAI, llama-server),
 * `{error: "..."}` (Ollama), `{message}` or `{detail}` (FastAPI servers). The key is taken out, since some servers echo it.
 */
export function serverMessage(body: string, apiKey?: string): string | undefined {
  const json = jsonObject(body);
  if (!json) return undefined;
  const error = json['error'];
  const text =
    (isObject(error) ? stringOf(error['message']) : stringOf(error)) ??
    stringOf(json['message']) ??
    stringOf(json['detail']);
  return text === undefined ? undefined : withoutKey(oneLine(text), apiKey).slice(0, 300);
}

const withoutKey = (text: string, apiKey: string | undefined): string =>
  apiKey && apiKey.length >= 4 ? text.replaceAll(apiKey, '***') : text;

/** Would let a server write to the terminal, or turn the direction of a line, so that a question reads otherwise than it is. */
const ACTING = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;
const ACTING_OR_BLANK = /[\p{Cc}\p{Bidi_Control}\s]+/gu;

/** A text that a server gives for a name or path, with what would act on the terminal made visible and harmless. */
export const printable = (text: string): string => text.replace(new RegExp(ACTING, 'gu'), '\ufffd').slice(0, 4_096);

/** Whether a name can be shown, typed and stored as it is. */
export const isPlain = (text: string): boolean => !ACTING.test(text);

export const oneLine = (text: string): string => text.replace(ACTING_OR_BLANK, ' ').trim();
