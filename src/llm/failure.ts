import type { ChatFailure, HttpFailure } from '../contract/index.ts';
import { jsonObject, serverMessage } from '../endpoint/index.ts';
import { asObject, asText, type Outcome } from './wire.ts';

const FROM_HTTP: Readonly<Partial<Record<HttpFailure, ChatFailure>>> = {
  timeout: 'timeout',
  aborted: 'aborted',
  'too-large': 'bad-answer',
};

/** An exchange that brought no complete answer. */
export const fromHttpFailure = (failure: HttpFailure, message: string): Outcome => ({
  ok: false,
  failure: FROM_HTTP[failure] ?? 'unreachable',
  message,
});

/** An answer with a status other than 200, in the server's own words where it has some. */
export function fromStatus(status: number, body: string, apiKey: string | undefined): Outcome {
  const said = serverMessage(body, apiKey);
  const redirect = status >= 300 && status < 400;
  const message = said ?? (redirect ? 'the server redirects, which is not followed' : 'no readable message');
  return { ok: false, failure: failureOf(status, body, said ?? ''), status, message };
}

/** Types of llama-server and OpenAI; Anthropic and others say it in words only. */
const OVERFLOW_TYPE = /^(exceed_context_size_error|context_length_exceeded)$/;
const OVERFLOW_WORDS = /prompt is too long|maximum context length|exceeds? the (available )?context|context window/i;

function failureOf(status: number, body: string, said: string): ChatFailure {
  const error = asObject(jsonObject(body)?.['error']);
  if ([error['type'], error['code']].some((sign) => OVERFLOW_TYPE.test(asText(sign)))) return 'overflow';
  if ((status === 400 || status === 413) && OVERFLOW_WORDS.test(said)) return 'overflow';
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404 || status === 405) return 'not-found';
  return 'server-error';
}
