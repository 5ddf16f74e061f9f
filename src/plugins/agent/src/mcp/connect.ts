import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import {
  Client,
  SdkHttpError,
  type SSEClientTransport,
  SseError,
  type StreamableHTTPClientTransport,
  type Transport,
  UnauthorizedError,
} from '@modelcontextprotocol/client';
import { type CallsUnderWay, callsUnderWay } from './calls-under-way.ts';
import type { HttpSpec, ServerSpec } from './config.ts';
import { httpTransport } from './http.ts';
import type { Listing } from './listed-tool.ts';
import type { ServerLog } from './log-file.ts';
import { type LoginConsent, withAgreedOrigins } from './oauth/with-agreed-origins.ts';
import { settledTools } from './settled-tools.ts';
import { siftTools } from './sift-tools.ts';
import { type StdioTransport, serverEnvironment, stdioTransport } from './stdio.ts';

/** What a server answers to a call, in the words of the protocol. */
export interface CallAnswer {
  content?: unknown;
  structuredContent?: unknown;
  isError?: unknown;
  _meta?: unknown;
}

export interface Connection extends Listing {
  /** Rejects where no answer came. Aborting tells the server that the call is cancelled. */
  call(name: string, args: Record<string, unknown>, signal: AbortSignal): Promise<CallAnswer>;
  alive(): boolean;
  close(): Promise<void>;
  /** Ends the program at once, before it returns. */
  kill(): void;
}

/** A form that a server wants to have filled in by the user. */
export interface Form {
  message: string;
  /** JSON Schema of a flat object. */
  schema: Record<string, unknown>;
}

export interface ConnectOptions extends LoginConsent {
  log: ServerLog;
  /** Folder that the session works in: the server is told it as its root. */
  workspace: string;
  /** Environment of this process, and PATH for the server. */
  env: NodeJS.ProcessEnv;
  path: string;
  /** Folder of a program that has none of its own. */
  home: string;
  signal: AbortSignal;
  /** What a browser brings back from the login page that the login led to. Absent: nobody is at one. */
  answered?: () => Promise<URLSearchParams>;
  /** Undefined: the config says that the server may not ask the user. */
  fillIn: ((form: Form, signal: AbortSignal) => Promise<FormAnswer>) | undefined;
  /** The server lists other tools than when it was connected. */
  onToolsChanged(): void;
}

export interface FormAnswer {
  action: 'accept' | 'decline' | 'cancel';
  content?: Record<string, string | number | boolean | string[]>;
}

/** Times that the limit of silence may pass while a call still reports progress. */
const PATIENCE = 30;

/**
 * Connects and lists the tools, within `connectMs`. Over HTTP a server that does not know the current protocol is spoken to
 * by the older one. Whatever fails, nothing of it is left running.
 */
export async function connect(spec: ServerSpec, options: ConnectOptions): Promise<Connection> {
  const { transport: given } = spec;
  if (given.kind === 'stdio') {
    const env = serverEnvironment(options.env, options.path, given.env);
    const transport = stdioTransport(given, { env, cwd: given.cwd ?? options.home, log: options.log });
    return over(spec, transport, options, { program: transport, ended: transport.ended });
  }
  if (given.sse) return reach(spec, given, true, options);
  try {
    return await reach(spec, given, false, options);
  } catch (error) {
    if (!(error instanceof SdkHttpError) || ![400, 404, 405, 406].includes(error.status ?? 0)) throw error;
    options.log.note(`HTTP ${error.status}: trying the older protocol with events`);
    return await reach(spec, given, true, options).catch((again: unknown) => {
      // It has no stream of events either: the first answer tells more.
      throw again instanceof SseError ? error : again;
    });
  }
}

/** Over HTTP, logging in where the server wants that and somebody is there to do it. */
async function reach(spec: ServerSpec, given: HttpSpec, sse: boolean, options: ConnectOptions): Promise<Connection> {
  for (let logins = 0; ; logins += 1) {
    let login: (() => Promise<void>) | undefined;
    try {
      return await withAgreedOrigins(options, () => {
        const { transport, ended } = httpTransport(given, sse, options.login);
        login = loginOf(transport, options);
        return over(spec, transport, options, {
          ended,
          goodbye: () => goodbye(transport),
          ...(login ? { login } : {}),
        });
      });
    } catch (error) {
      if (!(error instanceof UnauthorizedError) || !login || logins >= MOST_LOGINS) throw error;
      await login();
    }
  }
}

/** A server may take its time to hear that a session is over. */
const GOODBYE_MS = 500;

async function goodbye(transport: StreamableHTTPClientTransport | SSEClientTransport): Promise<void> {
  if (!('terminateSession' in transport)) return;
  await Promise.race([transport.terminateSession(), sleep(GOODBYE_MS, undefined, { ref: false })]);
}

/** Of one connection, or of one call that wants further rights. */
const MOST_LOGINS = 2;

function loginOf(
  transport: StreamableHTTPClientTransport | SSEClientTransport,
  options: ConnectOptions,
): (() => Promise<void>) | undefined {
  const { answered } = options;
  if (!answered) return undefined;
  return async () => {
    const back = await answered();
    await withAgreedOrigins(options, () => transport.finishAuth(back));
  };
}

interface Around {
  program?: StdioTransport;
  /** Why there is no connection any more, where that is known. */
  ended: () => string | undefined;
  login?: () => Promise<void>;
  /** Tells the server that the session is over. */
  goodbye?: () => Promise<void>;
}

async function over(
  spec: ServerSpec,
  transport: Transport,
  options: ConnectOptions,
  { program, ended, login, goodbye }: Around,
): Promise<Connection> {
  const calls = callsUnderWay();
  const client = clientOf(spec, options, calls);
  let alive = true;
  client.onclose = () => {
    alive = false;
  };
  client.onerror = (error) => options.log.note(error.message);
  const close = async (): Promise<void> => {
    if (alive) await goodbye?.().catch(() => undefined);
    await Promise.allSettled([client.close(), transport.close()]);
    await options.log.written();
  };
  /** Why there is no connection any more, where that is known here: the SDK does not know. */
  const told = (error: unknown): unknown => {
    const why = ended();
    return why !== undefined && (error as Error).message === 'Connection closed' ? new Error(why) : error;
  };
  // At once, so that it also holds for a process that ends in the same moment.
  const leave = (): void => program?.kill();
  options.signal.addEventListener('abort', leave, { once: true });
  try {
    const time = { timeout: spec.connectMs, maxTotalTimeout: spec.connectMs };
    const signal = AbortSignal.any([options.signal, AbortSignal.timeout(spec.connectMs)]);
    const work = (async () => {
      siftTools(transport);
      await client.connect(transport, { ...time, signal });
      return settledTools(client, spec, { ...time, signal }, options.onToolsChanged);
    })();
    const listing = await orAborted(work, signal);
    return {
      ...listing,
      alive: () => alive,
      close,
      kill: () => program?.kill(),
      async call(name, args, callSignal) {
        for (let logins = 0; ; logins += 1) {
          try {
            return await calls.during(() => callTool(client, spec, { name, arguments: args }, callSignal));
          } catch (error) {
            if (!(error instanceof UnauthorizedError) || !login || logins >= MOST_LOGINS) throw told(error);
            await login();
          }
        }
      },
    };
  } catch (error) {
    program?.kill();
    void close();
    throw told(error);
  } finally {
    options.signal.removeEventListener('abort', leave);
  }
}

/** A sign of progress starts the limit of silence anew. */
const callTool = (
  client: Client,
  { callMs }: ServerSpec,
  call: { name: string; arguments: Record<string, unknown> },
  signal: AbortSignal,
): Promise<CallAnswer> =>
  client
    .callTool(call, {
      signal,
      timeout: callMs,
      maxTotalTimeout: callMs * PATIENCE,
      resetTimeoutOnProgress: true,
      onprogress: () => undefined,
    })
    .catch((error: Error) => {
      // Anything else of that code is the user's own doing.
      if (error.message !== 'Request timed out') throw error;
      throw new Error(
        `no answer and no sign of progress for ${callMs / 1000} s (\`timeout\` of the server in config.yaml)`,
      );
    });

/** No sampling: a server gets no answers of the user's model. */
function clientOf(spec: ServerSpec, { workspace, fillIn }: ConnectOptions, calls: CallsUnderWay): Client {
  const client = new Client(
    { name: 'hermes', version: '1' },
    {
      capabilities: { roots: {}, ...(fillIn ? { elicitation: { form: { applyDefaults: true } } } : {}) },
      // What a server says of its own results is not checked: its schemas are text of others, and we read the text.
      jsonSchemaValidator: {
        getValidator: () => (data) => ({ valid: true, data: data as never, errorMessage: undefined }),
      },
      ...(spec.protocol === 'legacy'
        ? {}
        : { versionNegotiation: { mode: spec.protocol === 'auto' ? 'auto' : { pin: '2026-07-28' } } }),
    },
  );
  client.setRequestHandler('roots/list', () => ({
    roots: [{ uri: pathToFileURL(workspace).href, name: 'workspace' }],
  }));
  if (fillIn) {
    client.setRequestHandler('elicitation/create', async ({ params }, { mcpReq }) => {
      if (params.mode === 'url') return { action: 'decline' as const };
      const form = { message: params.message, schema: params.requestedSchema as Record<string, unknown> };
      const { action, content } = await fillIn(form, calls.limit(mcpReq.signal));
      return { action, ...(content ? { content } : {}) };
    });
  }
  return client;
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
