import type { OpenAI } from 'openai';
import type { ChatRequest, HttpFailure } from '../contract/index.ts';
import { createEndpointRoom } from '../endpoint/index.ts';
import { fromHttpFailure, fromStatus } from './failure.ts';
import { badAnswer, DEFAULT_TIMEOUT_MS, type ModelTarget, type Outcome } from './wire.ts';

/** What our transport saw, which the package's own errors no longer tell apart. */
interface Seen {
  fault?: { failure: HttpFailure; message: string };
  refusal?: { status: number; body: string };
}

/**
 * Runs one request of the `openai` package over the endpoint room's client: one wall-clock limit, no redirects, no
 * retries, no settings from `OPENAI_*` variables, no key where none is configured. The package is loaded on first use.
 */
export async function withOpenAi(
  target: ModelTarget,
  request: ChatRequest,
  run: (client: OpenAI, options: { signal?: AbortSignal }) => Promise<unknown>,
  read: (body: unknown) => Outcome,
): Promise<Outcome> {
  const { OpenAI: Client } = await import('openai');
  const seen: Seen = {};
  const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const client = new Client({
    baseURL: target.baseUrl,
    // The package insists on one; the transport sends the real one or none.
    apiKey: target.apiKey || 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    maxRetries: 0,
    timeout: timeoutMs + 1_000,
    fetch: transport(target, request, timeoutMs, seen),
  });
  try {
    return read(await run(client, request.signal ? { signal: request.signal } : {}));
  } catch (error) {
    if (seen.fault) return fromHttpFailure(seen.fault.failure, seen.fault.message);
    if (seen.refusal) return fromStatus(seen.refusal.status, seen.refusal.body, target.apiKey);
    if (request.signal?.aborted) return fromHttpFailure('aborted', 'stopped before it was sent');
    return badAnswer(`the answer cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function transport(target: ModelTarget, request: ChatRequest, timeoutMs: number, seen: Seen): typeof fetch {
  const room = createEndpointRoom();
  return async (input, init) => {
    // The package's own headers stay here: some come from variables, the rest describe this machine.
    const answer = await room.request(String(input), {
      method: 'POST',
      ...(target.apiKey ? { apiKey: target.apiKey } : {}),
      body: String(init?.body),
      timeoutMs,
      ...(request.signal ? { signal: request.signal } : {}),
    });
    if (!answer.ok) {
      seen.fault = { failure: answer.failure, message: answer.message };
      throw new Error(answer.message);
    }
    if (answer.status !== 200) seen.refusal = { status: answer.status, body: answer.body };
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  };
}
