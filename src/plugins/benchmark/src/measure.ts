import type { ChatResult, EndpointRoom, Host, LlmRoom, Target, Timings } from '@hermes-ops/contract';
import { type CountTokens, promptOfLength } from './prompt.ts';

export interface Plan {
  /** Prompt lengths in tokens, chat template included; one column of the table each. */
  prompts: number[];
  /** Tokens to generate per sample. */
  generate: number;
  repetitions: number;
}

export interface Column {
  wantedTokens: number;
  /** What the server counted; equal to `wantedTokens` unless its tokenizer cannot hit that number. */
  promptTokens: number;
  /** Each with `cacheTokens` 0: the others are discarded. */
  samples: Timings[];
  /** Samples thrown away because the server reused cached tokens in spite of `cache_prompt: false`. */
  discardedWarm: number;
}

export interface MeasureOptions {
  progress: (text: string) => void;
  /** Ends the run; the promise then rejects with its reason. */
  signal: AbortSignal;
}

export interface Measurement {
  model: string;
  build: string;
  baseUrl: string;
  contextPerSlot: number;
  slots: number;
  plan: Plan;
  columns: Column[];
}

/** A slow CPU may read 2,209 tokens at 5 tok/s; nothing sane takes longer than this per sample. */
const SAMPLE_LIMIT_MS = 30 * 60_000;
/** How many warm samples of one column are tolerated before the run says that the cache cannot be switched off. */
const MAX_WARM = 3;

type Rooms = {
  host: Host;
  endpoint: EndpointRoom;
  llm: LlmRoom;
  target: Target & { model: string };
  signal: AbortSignal;
};

/**
 * Measures the configured endpoint with its own timings (`timings` of llama-server's chat completions, times in ms,
 * speeds in tok/s). Every sample has its own text from the first token on and `cache_prompt: false`; `cache_n` of the
 * answer proves it. Throws a UserError when the endpoint has no timings, is down, or its window is too small.
 */
export async function measure(host: Host, plan: Plan, options: MeasureOptions): Promise<Measurement> {
  const { progress, signal } = options;
  const [endpoint, llm, configured] = [await host.endpoint(), await host.llm(), await host.target()];
  const props = await endpoint.props(configured, { signal });
  if (!props || props.role === 'router') throw await unsuitable(host, endpoint, configured, signal);
  const target = { ...configured, model: configured.model ?? props.model, apiMode: 'chat_completions' as const };
  const rooms: Rooms = { host, endpoint, llm, target, signal };
  const largest = Math.max(...plan.prompts) + plan.generate;
  if (largest > props.contextPerSlot) throw tooSmall(host, target, largest, props.contextPerSlot);

  progress('warming up');
  await sample(rooms, 'Say one word.', Math.min(4, plan.generate));
  const columns: Column[] = [];
  let seed = Date.now();
  for (const wantedTokens of plan.prompts) {
    const column: Column = { wantedTokens, promptTokens: 0, samples: [], discardedWarm: 0 };
    while (column.samples.length < plan.repetitions) {
      progress(`prompt of ${wantedTokens} tokens, run ${column.samples.length + 1} of ${plan.repetitions}`);
      const prompt = await promptOfLength(wantedTokens, seed++, counter(rooms));
      const timings = await sample(rooms, prompt.text, plan.generate);
      if (timings.cacheTokens > 0) discardWarm(host, column, timings);
      else addSample(column, timings);
    }
    columns.push(column);
  }
  return {
    model: props.model,
    build: props.build,
    baseUrl: target.baseUrl,
    contextPerSlot: props.contextPerSlot,
    slots: props.slots,
    plan,
    columns,
  };
}

function addSample(column: Column, timings: Timings): void {
  column.promptTokens = timings.promptTokens;
  column.samples.push({ ...timings });
}

function discardWarm(host: Host, column: Column, timings: Timings): void {
  column.discardedWarm++;
  if (column.discardedWarm < MAX_WARM) return;
  throw host.errors.user(
    'bench.cache-on',
    `the server reused ${timings.cacheTokens} cached tokens although the request switched the cache off, so prompt processing cannot be measured`,
    { exit: 1, try: ['Look for a proxy between hermes and the server that drops `cache_prompt`.'] },
  );
}

/** Counts as the server does: its own chat template, its own tokenizer. */
function counter(rooms: Rooms): CountTokens {
  const { endpoint, target, signal } = rooms;
  return async (text) => {
    const rendered = await endpoint.applyTemplate(target, [{ role: 'user', content: text }], { signal });
    const tokens = rendered.ok ? await endpoint.tokenize(target, rendered.prompt, { signal }) : undefined;
    if (tokens) return tokens.length;
    signal.throwIfAborted();
    throw await uncounted(rooms);
  };
}

/** Why nothing was counted: the server is gone, or something in between does not pass these routes on. */
async function uncounted({ host, endpoint, target, signal }: Rooms): Promise<Error> {
  const models = await endpoint.models(target, { signal });
  signal.throwIfAborted();
  if (!models.ok) return unreachable(host, target, models.message);
  return host.errors.user('bench.no-tokenizer', `${target.baseUrl} does not answer /apply-template and /tokenize`, {
    exit: 1,
    where: { url: target.baseUrl },
    try: ['hermes doctor'],
  });
}

async function sample({ host, llm, target, signal }: Rooms, text: string, generate: number): Promise<Timings> {
  const result = await llm.chat(target, {
    task: 'bench',
    messages: [{ role: 'user', content: text }],
    maxTokens: generate,
    temperature: 0,
    extraBody: { cache_prompt: false, ignore_eos: true },
    timeoutMs: SAMPLE_LIMIT_MS,
    signal,
  });
  signal.throwIfAborted();
  if (!result.ok) throw requestFailed(host, target, result);
  if (!result.timings) {
    throw host.errors.user('bench.no-timings', `${target.baseUrl} answers without timings of its own`, {
      exit: 1,
      where: { url: target.baseUrl },
      try: ['Point model.base_url at llama-server itself instead of a proxy.'],
    });
  }
  return result.timings;
}

const requestFailed = (host: Host, target: Target, result: ChatResult & { ok: false }): Error =>
  host.errors.user('bench.request-failed', `a request of the benchmark failed: ${result.message}`, {
    exit: 1,
    where: { url: target.baseUrl },
    try: ['hermes doctor'],
  });

async function unsuitable(host: Host, endpoint: EndpointRoom, target: Target, signal: AbortSignal): Promise<Error> {
  const models = await endpoint.models(target, { signal });
  signal.throwIfAborted();
  if (!models.ok) return unreachable(host, target, models.message);
  return host.errors.user(
    'bench.not-llama-server',
    'this endpoint is not a llama-server with one model, and only that reports the timings that the benchmark reads',
    {
      exit: 2,
      where: { url: target.baseUrl },
      try: ['hermes server start -m FILE.gguf', 'hermes model --base-url http://HOST:PORT/v1'],
    },
  );
}

const unreachable = (host: Host, target: Target, message: string): Error =>
  host.errors.user('bench.unreachable', `the endpoint does not answer: ${message}`, {
    exit: 1,
    where: { url: target.baseUrl },
    try: ['hermes server status', 'hermes doctor'],
  });

function tooSmall(host: Host, target: Target, needed: number, window: number): Error {
  const enough = Math.ceil(needed / 1024) * 1024;
  const message = `the largest sample needs ${needed} tokens, one slot of this server has ${window}`;
  return host.errors.user('bench.context-too-small', message, {
    exit: 1,
    where: { url: target.baseUrl },
    try: [
      `Restart the server with -c ${enough} or more and one slot (-np 1).`,
      'Or measure shorter prompts: hermes bench --prompt 54',
    ],
  });
}
