import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiMode, ChatEvent, ChatResult, LlmRoom, StreamRequest, UsageEntry } from '../../src/contract/index.ts';
import { createLlmRoom } from '../../src/llm/index.ts';
import { tempDir } from './home.ts';
import { type Reply, type ScriptedServer, scriptedServer } from './scripted-server.ts';

export const MODES: ApiMode[] = ['chat_completions', 'codex_responses', 'anthropic_messages'];

const REQUEST: StreamRequest = { task: 'test', messages: [{ role: 'user', content: 'hi' }], maxTokens: 64 };

export interface Streamed {
  /** All but the last, which is `result`. */
  events: ChatEvent[];
  result: ChatResult;
}

/** Reads a stream to its end. */
export async function collect(events: AsyncIterable<ChatEvent>): Promise<Streamed> {
  const seen: ChatEvent[] = [];
  for await (const event of events) seen.push(event);
  const last = seen.pop();
  if (last?.type !== 'end') throw new Error('a stream ends with `end`');
  return { events: seen, result: last.result };
}

export interface AskOptions extends Partial<StreamRequest> {
  apiMode?: ApiMode;
  apiKey?: string;
  connectMs?: number;
  baseUrl?: string;
}

/** A room with short pauses, a target that plays the replies in turn (the last one for ever), and its ledger. */
export async function scriptedModel(replies: Reply | Reply[]) {
  const list = Array.isArray(replies) ? [...replies] : [replies];
  const server: ScriptedServer = await scriptedServer({
    '*': () => (list.length > 1 ? list.shift() : list[0]) ?? { fault: 'close' },
  });
  const ops = join(tempDir(), 'ops');
  const stream = ({ apiMode, apiKey, connectMs = 5000, baseUrl = server.baseUrl, ...request }: AskOptions = {}) => {
    const room: LlmRoom = createLlmRoom({ ops, timing: { backoffMs: 5, connectMs } });
    const target = { baseUrl, model: 'm', ...(apiMode ? { apiMode } : {}), ...(apiKey ? { apiKey } : {}) };
    return room.stream(target, { ...REQUEST, ...request });
  };
  const ledger = (): UsageEntry[] =>
    readdirSync(join(ops, 'usage')).flatMap((file) =>
      readFileSync(join(ops, 'usage', file), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as UsageEntry),
    );
  return { server, ops, stream, ledger, ask: (options?: AskOptions) => collect(stream(options)) };
}

/** Chunks of a chat completion by their deltas, with usage as llama-server sends it. */
export const chatChunks = (deltas: object[], finish: string | null = 'stop'): (object | string)[] => [
  ...deltas.map((delta) => ({ model: 'x', choices: [{ index: 0, delta, finish_reason: null }] })),
  ...(finish === null
    ? []
    : [
        { model: 'x', choices: [{ index: 0, delta: {}, finish_reason: finish }] },
        {
          model: 'x',
          choices: [],
          usage: { prompt_tokens: 10, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 3 } },
        },
        'data: [DONE]\n\n',
      ]),
];

const USAGE = { input_tokens: 10, output_tokens: 2, input_tokens_details: { cached_tokens: 3 } };

/** A text in two pieces, in each API mode: the beginning, and what ends it. */
export const SAYS: Record<ApiMode, { begin: (object | string)[]; end: (object | string)[] }> = {
  chat_completions: {
    begin: chatChunks([{ reasoning_content: 'hm' }, { content: 'He' }, { content: 'llo' }], null),
    end: chatChunks([], 'stop'),
  },
  codex_responses: {
    begin: [
      { type: 'response.created', response: { status: 'in_progress' } },
      { type: 'response.reasoning_text.delta', delta: 'hm' },
      { type: 'response.output_text.delta', delta: 'He' },
      { type: 'response.output_text.delta', delta: 'llo' },
    ],
    end: [{ type: 'response.completed', response: { model: 'x', status: 'completed', output: [], usage: USAGE } }],
  },
  anthropic_messages: {
    begin: [
      { type: 'message_start', message: { model: 'x', usage: { input_tokens: 7, cache_read_input_tokens: 3 } } },
      { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'hm' } },
      { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'He' } },
      { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'llo' } },
    ],
    end: [
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } },
      { type: 'message_stop' },
    ],
  },
};
