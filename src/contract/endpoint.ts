export type ApiMode = 'chat_completions' | 'codex_responses' | 'anthropic_messages';

export type ServerKind = 'llama-server' | 'llama-router' | 'ollama' | 'vllm' | 'lmstudio' | 'unknown';

export type HttpFailure =
  | 'invalid-url'
  /** Something of it cannot be sent at all, such as a key with letters that no HTTP header can carry. */
  | 'invalid-request'
  | 'dns'
  | 'refused'
  | 'timeout'
  | 'tls'
  | 'closed'
  | 'too-large'
  | 'aborted'
  | 'network';

/** One HTTP exchange as a value: probes never throw. `ms` is wall time. Redirects are not followed. */
export type HttpResult =
  | { ok: true; status: number; headers: Record<string, string>; body: string; ms: number }
  | { ok: false; failure: HttpFailure; message: string; ms: number };

export interface RequestOptions {
  method?: 'GET' | 'POST';
  /** An object is sent as JSON, a string as it is; the content type is JSON either way. */
  body?: object | string;
  apiKey?: string;
  headers?: Record<string, string>;
  /** Wall-clock limit of the whole exchange in ms; default 5,000. */
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Default 8 MiB. */
  maxBytes?: number;
}

/** What to talk to. `baseUrl` is what the user configured, normally ending in `/v1`. */
export interface Target {
  baseUrl: string;
  apiKey?: string;
  apiMode?: ApiMode;
  model?: string;
}

export interface ModelInfo {
  id: string;
  aliases: string[];
  /** Tokens; llama-server reports the window of one slot. */
  contextLength?: number;
  /** Tokens that the model was trained for, where llama-server says it: no flag gives a request more. */
  trainContext?: number;
  /** Said by a router only: whether the model's child runs. */
  loaded?: boolean;
}

/** Answer of `/v1/models`, or why there is none. */
export type ModelsResult =
  | { ok: true; url: string; models: ModelInfo[]; ms: number }
  | {
      ok: false;
      url: string;
      reason: 'unreachable' | 'unauthorized' | 'not-found' | 'loading' | 'not-json' | 'http-error';
      status?: number;
      failure?: HttpFailure;
      message: string;
      ms: number;
    };

/** The part of llama-server's `/props` that hermes relies on. Token counts are per slot. */
export interface LlamaProps {
  contextPerSlot: number;
  slots: number;
  model: string;
  modelPath: string;
  build: string;
  /** Whether the chat template can present tools; undefined when the server does not say. */
  supportsTools?: boolean;
  supportsToolCalls?: boolean;
  /** Whether it takes images (a projector is loaded); undefined when the server does not say. */
  vision?: boolean;
  role?: 'router';
}

export type ModePresence = 'exists' | 'needs-key' | 'missing' | 'unknown';

/** Everything that an endpoint says about itself without a single generated token. */
export interface EndpointReport {
  baseUrl: string;
  kind: ServerKind;
  health: HttpResult;
  models: ModelsResult;
  props?: LlamaProps;
  /** Window of one request in tokens, and who says so. */
  context?: { tokens: number; source: 'props' | 'models' };
  modes: Record<ApiMode, ModePresence>;
}

/** What a chat template made of messages. `refused`: it does not take them; otherwise nothing is known of it. */
export type Rendering = { ok: true; prompt: string } | { ok: false; refused: boolean };

export interface EndpointRoom {
  request(url: string, options?: RequestOptions): Promise<HttpResult>;
  /** `GET <base>/models`. */
  models(target: Target, options?: ProbeOptions): Promise<ModelsResult>;
  /** `GET <root>/health`, root being the base URL without `/v1`. */
  health(target: Target, options?: ProbeOptions): Promise<HttpResult>;
  props(target: Target, options?: ProbeOptions): Promise<LlamaProps | undefined>;
  apiModes(target: Target, options?: ProbeOptions): Promise<Record<ApiMode, ModePresence>>;
  describe(target: Target, options?: DescribeOptions): Promise<EndpointReport>;
  /**
   * The prompt that the server's chat template makes of messages (and tools): llama-server's `POST /apply-template`,
   * answer field `prompt`. Nothing is generated.
   */
  applyTemplate(
    target: Target,
    messages: readonly { role: string; content: string }[],
    options?: ProbeOptions & { tools?: readonly unknown[] },
  ): Promise<Rendering>;
  /** Token ids of a text by the server's own `/tokenize`; undefined where it has none. */
  tokenize(target: Target, text: string, options?: ProbeOptions): Promise<number[] | undefined>;
  /** Whether the address lies on this machine or the user's own network. */
  isLocal(url: string): boolean;
  /** The address without a login inside it, fit to be printed. */
  displayUrl(url: string): string;
  /** The server's own words in the body of an error: one line, bounded, without control characters and without the key. */
  serverMessage(body: string, apiKey?: string): string | undefined;
}

export interface ProbeOptions {
  timeoutMs?: number;
  signal?: AbortSignal;
}

export interface DescribeOptions extends ProbeOptions {
  /** False: API modes are not asked for, so that nothing but GET requests is sent; each is then `unknown`. */
  modes?: boolean;
}
