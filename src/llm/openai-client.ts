import type { OpenAI } from 'openai';
import type { ChatRequest, HttpResult } from '../contract/index.ts';
import { createEndpointRoom } from '../endpoint/index.ts';
import { jsonHeaders, openEvents, type Wire } from './exchange.ts';
import { fromHttpFailure, wholeAttempt } from './failure.ts';
import { sseEvents } from './sse.ts';
import { type Attempted, badAnswer, DEFAULT_TIMEOUT_MS, type Json, type ModelTarget, type Outcome } from './wire.ts';

/** What our transport saw, which the package's own errors no longer tell apart. */
interface Seen {
  answer?: HttpResult;
}

/**
 * Runs one request of the `openai` package over the endpoint room's client: one wall-clock limit, no redirects, no
 * retries. The package's general `post` is used: its methods for the single routes work on the answers, and stumble over
 * those that do not have the documented form.
 */
export async function withOpenAi(
  target: ModelTarget,
  request: ChatRequest,
  path: string,
  body: Json,
  read: (body: Json) => Outcome,
): Promise<Attempted> {
  const seen: Seen = {};
  const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const client = await clientOf(target, timeoutMs + 1_000, wholeAnswers(target, request, timeoutMs, seen));
  const sent = client.post(path, { body, ...(request.signal ? { signal: request.signal } : {}) });
  const thrown = await sent.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (seen.answer) return wholeAttempt(seen.answer, target.apiKey, read);
  if (request.signal?.aborted) return { outcome: fromHttpFailure('aborted', 'stopped before it was sent') };
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  return { outcome: badAnswer(`the request cannot be sent: ${words}`) };
}

/**
 * The events of one streamed request, in the same form. The package would parse them itself, and round the numbers in a
 * call's arguments. Throws; `wire` knows more.
 */
export async function* openAiEvents(
  target: ModelTarget,
  wire: Wire,
  path: string,
  body: Json,
): AsyncGenerator<unknown> {
  const url = `${target.baseUrl.replace(/\/$/, '')}${path}`;
  yield* sseEvents(await openEvents(wire, url, jsonHeaders(target.apiKey), JSON.stringify(body)));
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** The package is loaded on first use. It takes no settings from `OPENAI_*` variables and repeats nothing. */
async function clientOf(
  target: ModelTarget,
  timeout: number,
  post: (url: string, body: string) => Promise<Answer>,
): Promise<OpenAI> {
  const { OpenAI: Client } = await import('openai');
  return new Client({
    baseURL: target.baseUrl,
    // The package insists on one; the transport sends the real one or none.
    apiKey: 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    maxRetries: 0,
    timeout,
    // The package's own headers stay here: some come from variables, the rest describe this machine.
    fetch: async (input, init) => responseOf(await post(String(input), String(init?.body))),
  });
}

/** What the package reads of a `Response`; a real one would load undici, which takes 35 ms of CPU. */
function responseOf({ status, headers, body }: Answer): Response {
  const response = {
    ok: status >= 200 && status < 300,
    status,
    url: '',
    // A `Headers` as far as it is read: names are asked for in lower case.
    headers: new Map(Object.entries(headers)),
    body: null,
    text: async () => body,
  };
  return response as unknown as Response;
}

function wholeAnswers(target: ModelTarget, request: ChatRequest, timeoutMs: number, seen: Seen) {
  const room = createEndpointRoom();
  return async (url: string, body: string): Promise<Answer> => {
    const answer = await room.request(url, {
      method: 'POST',
      ...(target.apiKey ? { apiKey: target.apiKey } : {}),
      body,
      timeoutMs,
      ...(request.signal ? { signal: request.signal } : {}),
    });
    seen.answer = answer;
    if (!answer.ok) throw new Error(answer.message);
    if (answer.status !== 200) throw new Error(`status ${answer.status}`);
    return answer;
  };
}
