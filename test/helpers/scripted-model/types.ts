/** The three APIs that llama-server speaks. */
export type Api = 'chat' | 'responses' | 'messages';

export interface Call {
  id: string;
  name: string;
  /** As text, byte for byte; for Anthropic messages the JSON of the object. */
  arguments: string;
}

/** One message of a request, whatever API it came through. */
export interface Message {
  role: string;
  /** Content as it was sent: a text, parts, null. */
  content: unknown;
  text: string;
  reasoning?: string;
  calls: Call[];
  /** Of a tool result: the call that it answers. */
  callId?: string;
}

export interface Tool {
  name: string;
  description: string;
  parameters: { properties?: Record<string, unknown>; required?: string[] };
}

/** A request for an answer, as the model sees it. */
export interface Received {
  api: Api;
  body: Record<string, unknown>;
  messages: Message[];
  tools: Tool[];
  stream: boolean;
  /** System prompt, tools and messages as the chat template writes them, without the start of the next answer. */
  prompt: string;
  /** Tokens of `prompt` (4 bytes each), and how many of them the slot held already. */
  promptTokens: number;
  cachedTokens: number;
  /**
   * What the slot holds after the answer: the prompt and what was said. Undefined until then, where it was refused, and where
   * the answer has a call that cannot stand in a history.
   */
  slot?: string;
  /** It was refused as too long; a message that nothing made room for is then taken out of the conversation again. */
  tooLong?: true;
  /** How the request ended: `done`, a fault's name, or `closed` when the client went away first. */
  outcome: Promise<string>;
}

/** How a server answers badly. Each is used up once. */
export type Fault =
  /** 429, 500 and the like, with a body in llama-server's shape unless `body` says otherwise. */
  | { status: number; message?: string; type?: string; headers?: Record<string, string>; body?: string }
  /** 200 and a page of HTML, as a proxy in the way would send. */
  | { html: true }
  /** The connection is lost before an answer. */
  | { reset: true }
  /** The stream breaks off in the middle of the text, of a call's arguments, or orderly but without its end mark. */
  | { cut: 'text' | 'argument' | 'no-end' }
  /** A whole answer without anything in it. */
  | { empty: true }
  /** 400 `exceed_context_size_error` whatever was sent. */
  | { overflow: true };

export interface PlannedCall {
  tool: string;
  /**
   * Arguments by role (`path`, `content`, `old`, `new`, `command`, `key`, `value`, `pattern`, ...), written under the names
   * that the tool's schema has for them; other keys stay.
   */
  args?: Record<string, unknown>;
  /** Text of the arguments instead, sent as it is. */
  raw?: string;
  /** Id instead of one of its own. */
  id?: string;
}

/** One answer. Texts may hold `{{system:REGEX}}`, `{{user:REGEX}}`, `{{result:REGEX}}`, `{{results:REGEX}}`: first group, or all. */
export interface Step {
  faults?: Fault[];
  reasoning?: string;
  say?: string;
  calls?: PlannedCall[];
  /** Finish reason instead of `stop` or `tool_calls`. */
  finish?: string;
  /** Time before the first byte of the answer, in ms. */
  delayMs?: number;
  /** Time between two pieces of the answer, in ms. */
  paceMs?: number;
  /** Never ends: before anything, or after the text was sent. */
  hang?: 'start' | 'after-text';
  /** The end of the answer comes when this is settled. */
  until?: Promise<unknown>;
  /** The text that many times. */
  repeat?: number;
}

/** What is said to one thing that a user types. */
export interface Turn {
  /** Case-insensitive regular expression for the user's message. */
  user: string;
  /** Answers by their place after that message; beyond the last the last one is repeated when `endless`. */
  steps?: Step[];
  endless?: boolean;
  /** A behaviour in code instead. */
  skill?: string;
}

export interface Script {
  turns: Turn[];
  /** Ids in the list of models; the first one is served. */
  models?: string[];
  /** Window of one slot in tokens; longer prompts are refused as llama-server does. */
  nCtx?: number;
  slots?: number;
  /** Key without which everything but /health is 401. */
  key?: string;
  /** Refuse what a strict chat template refuses. Default true. */
  strict?: boolean;
  /** Refuse a tool chain whose answers come back without their reasoning, as DeepSeek does. */
  demandReasoning?: boolean;
  /** The first requests of any kind that get 503 `Loading model`. */
  loading?: number;
  /** The first renderings by `/apply-template` that get 503. */
  busyTemplate?: number;
  /** Bytes of one write to the socket, so that characters and events are torn apart. */
  shredBytes?: number;
  /** Parallel calls as Ollama streams them: each whole in one piece, all with index 0, and the end is `stop`. */
  flatCalls?: boolean;
  /** It takes images. */
  vision?: boolean;
  /** Figures in `timings`, in tok/s. */
  speeds?: { pp: number; tg: number };
}

/** A whole answer, ready to be written in one API's way. */
export interface Answer {
  id: string;
  model: string;
  reasoning: string;
  text: string;
  calls: Call[];
  finish: string;
  promptTokens: number;
  cachedTokens: number;
  completionTokens: number;
  speeds: { pp: number; tg: number };
}
