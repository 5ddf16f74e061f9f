import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { answerOf, overflow, type Refusal, refusalOf } from './answer.ts';
import { emit, wholeBody } from './emit.ts';
import { play, sendJson } from './play.ts';
import { readMessages, readTools } from './read.ts';
import { facts } from './routes.ts';
import { commonTokens, isWhole, render, renderMessage, templateError, tokensOf } from './template.ts';
import type { Api, Fault, Received, Script, Step } from './types.ts';

export interface ScriptedModel {
  url: string;
  baseUrl: string;
  port: number;
  /** Every request for an answer with tools, in order: the conversation. */
  requests: Received[];
  /** Requests for an answer without tools: titles and the like. */
  side: Received[];
  /** Every request of any kind, as `METHOD /path`. */
  seen: string[];
  /** Resolves as soon as that many requests of the conversation have come. */
  reached(count: number): Promise<void>;
  close(): Promise<void>;
}

const APIS: Record<string, Api> = {
  '/v1/chat/completions': 'chat',
  '/chat/completions': 'chat',
  '/v1/responses': 'responses',
  '/v1/messages': 'messages',
};

/** Starts a model on a free loopback port. It says nothing but what its script makes of what it receives. */
export async function startScriptedModel(script: Script, port = 0): Promise<ScriptedModel> {
  const requests: Received[] = [];
  const side: Received[] = [];
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  const used = new Map<Step, number>();
  const arrivals = new EventTarget();
  /** What the only slot holds: the last prompt and what was answered. */
  let slot = '';
  let rendered = 0;

  const takeFault = (step: Step): Fault | undefined => {
    const count = used.get(step) ?? 0;
    used.set(step, count + 1);
    return step.faults?.[count];
  };

  const respond = async (api: Api, body: Record<string, unknown>, outgoing: ServerResponse) => {
    const messages = readMessages(api, body);
    const tools = readTools(body);
    const prompt = render(messages, tools);
    const outcome = Promise.withResolvers<string>();
    const promptTokens = tokensOf(prompt);
    const received: Received = {
      api,
      body,
      messages,
      tools,
      stream: body['stream'] === true,
      prompt,
      promptTokens,
      cachedTokens: body['cache_prompt'] === false ? 0 : Math.min(commonTokens(prompt, slot), promptTokens - 1),
      outcome: outcome.promise,
    };
    (tools.length > 0 ? requests : side).push(received);
    arrivals.dispatchEvent(new Event('request'));
    outgoing.once('close', () => outcome.resolve(outgoing.writableFinished ? 'done' : 'closed'));
    const refused = refusalOf(script, received);
    if (refused) return refuse(outgoing, refused);
    const { answer, step, fault } = answerOf(script, received, requests.length + side.length, takeFault);
    if (fault && 'overflow' in fault) {
      received.tooLong = true;
      return refuse(outgoing, overflow(promptTokens, script.nCtx ?? promptTokens - 1));
    }
    const said = { role: 'assistant', text: answer.text, calls: answer.calls, reasoning: answer.reasoning };
    slot = prompt + renderMessage(said);
    if (!fault && answer.calls.every(isWhole)) received.slot = slot;
    if (!received.stream && !fault) return sendJson(outgoing, 200, wholeBody(api, answer));
    const options = (body['stream_options'] ?? {}) as { include_usage?: boolean };
    const frames = emit(api, answer, {
      usage: options.include_usage === true,
      progress: body['return_progress'] === true,
      flatCalls: script.flatCalls === true,
    });
    await play(outgoing, frames, step, fault, script.shredBytes);
  };

  const onRequest = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const text = await textOf(incoming);
    const path = (incoming.url ?? '').replace(/\?.*/, '');
    seen.push(`${incoming.method} ${path}`);
    const loading = script.loading ?? 0;
    if (seen.length <= loading) return sendJson(outgoing, 503, refusalBody(503, 'Loading model', 'unavailable_error'));
    const key = incoming.headers['x-api-key'] ?? /^Bearer (.*)$/.exec(incoming.headers.authorization ?? '')?.[1];
    if (script.key !== undefined && key !== script.key && path !== '/health') {
      return sendJson(outgoing, 401, refusalBody(401, 'Invalid API Key', 'authentication_error'));
    }
    const fact = incoming.method === 'GET' ? facts(script, path) : undefined;
    if (fact) return sendJson(outgoing, fact.status ?? 200, fact.body);
    const api = incoming.method === 'POST' ? APIS[path] : undefined;
    const body = parsed(text);
    if (incoming.method === 'POST' && !body) return refuse(outgoing, BAD_JSON);
    if (body && path === '/tokenize') {
      const count = tokensOf(String(body['content'] ?? ''));
      return sendJson(outgoing, 200, { tokens: Array.from({ length: count }, (_, at) => at) });
    }
    if (body && path === '/apply-template') {
      if (++rendered <= (script.busyTemplate ?? 0)) return refuse(outgoing, BUSY);
      const messages = readMessages('chat', body);
      const wrong = script.strict === false ? undefined : templateError(messages, 'optional');
      if (wrong) return refuse(outgoing, { ...wrong, type: 'server_error' });
      return sendJson(outgoing, 200, { prompt: `${render(messages, readTools(body))}<|im_start|>assistant\n` });
    }
    if (body && path === '/v1/messages/count_tokens') {
      const prompt = render(readMessages('messages', body), readTools(body));
      return sendJson(outgoing, 200, { input_tokens: tokensOf(prompt) });
    }
    if (!api || !body) return sendJson(outgoing, 404, refusalBody(404, 'File Not Found', 'not_found_error'));
    const needed = api === 'responses' ? 'input' : 'messages';
    if (body[needed] === undefined) {
      const status = api === 'messages' ? 500 : 400;
      const type = status === 500 ? 'server_error' : 'invalid_request_error';
      return refuse(outgoing, { status, message: `'${needed}' is required`, type });
    }
    await respond(api, body, outgoing);
  };

  const server = http.createServer((incoming, outgoing) => {
    onRequest(incoming, outgoing).catch((error: unknown) => outgoing.destroy(error as Error));
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const at = (server.address() as AddressInfo).port;
  const url = `http://127.0.0.1:${at}`;
  return {
    url,
    baseUrl: `${url}/v1`,
    port: at,
    requests,
    side,
    seen,
    async reached(count) {
      while (requests.length < count) {
        await new Promise((resolve) => arrivals.addEventListener('request', resolve, { once: true }));
      }
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const BUSY: Refusal = { status: 503, message: 'busy', type: 'unavailable_error' };

const BAD_JSON: Refusal = {
  status: 400,
  message: '[json.exception.parse_error.101] parse error at line 1, column 1: syntax error while parsing value',
  type: 'invalid_request_error',
};

/** llama-server's two orders of keys: its handlers write the code first, what stands before them last. */
const refusalBody = (code: number, message: string, type: string) => ({ error: { message, type, code } });

const refuse = (outgoing: ServerResponse, { status, message, type, more }: Refusal): void =>
  sendJson(outgoing, status, { error: { code: status, message, type, ...more } });

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
