import { Config } from '@oclif/core';
import { onTestFinished } from 'vitest';
import type { ContextState, SessionMessage, ToolSchema } from '../../src/contract/index.ts';
import { createHost } from '../../src/host/core-host.ts';
import { sizePrompt } from '../../src/plugin-kit/estimate.ts';
import { asService } from '../../src/plugins/agent/src/sessions/service.ts';
import { openSessions } from '../../src/plugins/agent/src/sessions/store.ts';
import { createEngine } from '../../src/plugins/compression/src/engine.ts';
import { ROOT } from './cli.ts';
import { tempHome } from './home.ts';
import { MODELS, PROPS } from './scripted-llama.ts';
import { type Reply, scriptedServer } from './scripted-server.ts';

const SEARCH: ToolSchema = {
  type: 'function',
  function: { name: 'session_search', description: 'Search.', parameters: { type: 'object', properties: {} } },
};

export interface WorldOptions {
  /** Text of config.yaml. */
  config: string;
  /** Address of the main model. */
  baseUrl: string;
  /** Window in tokens; default 16,384. */
  contextTokens?: number | undefined;
}

/** A session in a real store, and the engine with the core's own rooms: what it sends goes over HTTP to whoever the config names. */
export async function compressionWorld({ config, baseUrl, ...options }: WorldOptions) {
  const paths = tempHome({ 'config.yaml': config });
  const before = process.env['HERMES_HOME'];
  process.env['HERMES_HOME'] = paths.home;
  const host = createHost(await Config.load({ root: ROOT }));
  if (before === undefined) delete process.env['HERMES_HOME'];
  else process.env['HERMES_HOME'] = before;
  await host.ensureOps('sessions');
  const store = openSessions(`${paths.ops}/sessions/sessions.db`);
  onTestFinished(() => store.close());
  const sessions = asService(store);
  const system = 'You are a test.';
  const id = store.create({
    systemPrompt: system,
    toolsJson: JSON.stringify([SEARCH]),
    model: 'main',
    baseUrl,
    cwd: '/',
  });
  const engine = createEngine({ ...host, service: async () => ({ ok: true, service: sessions }) });
  const contextTokens = 'contextTokens' in options ? options.contextTokens : 16_384;
  const told: string[] = [];

  const state = (reason: ContextState['reason'], more: Partial<ContextState> = {}): ContextState => {
    const messages = store.messages(id);
    return {
      sessionId: id,
      system,
      tools: [SEARCH],
      messages,
      sendReasoning: false,
      steering: true,
      target: { baseUrl, model: 'main' },
      promptTokens: sizePrompt({ system, tools: [SEARCH], messages }).tokens,
      contextTokens,
      reason,
      signal: new AbortController().signal,
      progress: (text) => void (text !== undefined && told.push(text)),
      ...more,
    };
  };
  return {
    home: paths.home,
    ops: paths.ops,
    store,
    sessions,
    id,
    /** What was shown while it worked. */
    told,
    state,
    fit: (reason: ContextState['reason'] = 'before-request', more?: Partial<ContextState>) =>
      engine.fit(state(reason, more)),
    describe: () => engine.describe(state('asked')),
    messages: () => store.messages(id),
    /** So many turns of a question, a call, its result and an answer. */
    turns(count: number, write: (turn: number) => TurnTexts = () => ({})): void {
      for (let turn = 0; turn < count; turn++) {
        const { user, command, result, answer } = { ...usual(turn), ...write(turn) };
        const call = { id: `call-${turn}-${store.messages(id).length}`, type: 'function' as const };
        store.append(id, { role: 'user', content: user });
        const args = JSON.stringify({ command });
        store.append(id, {
          role: 'assistant',
          content: '',
          tool_calls: [{ ...call, function: { name: 'terminal', arguments: args } }],
        });
        store.append(id, { role: 'tool', content: result, tool_call_id: call.id, toolName: 'terminal', status: 'ok' });
        store.append(id, { role: 'assistant', content: answer });
      }
    },
    ask(content: string): SessionMessage {
      return store.append(id, { role: 'user', content });
    },
  };
}

interface TurnTexts {
  user?: string;
  command?: string;
  result?: string;
  answer?: string;
}

/** About 1,000 tokens a turn, most of them words of the model, so that leaving out results is not enough. */
const usual = (turn: number): Required<TurnTexts> => ({
  user: `Step ${turn}: look at part ${turn} of the log and tell me what you see there.`,
  command: `sed -n ${turn}p build.log`,
  result: `line ${turn} of the build log says that everything is well. `.repeat(4),
  answer: `In part ${turn} nothing unusual is to be seen, the build went on as it did before. `.repeat(36),
});

/** A summary as it was asked for. */
export const SUMMARY = `## Goal
Read the whole build log.
## Done
1. Parts read so far, nothing unusual.
## Open
The parts that are left.`;

/** An answer as a stream: the main model is asked so. */
export const streamed = (content: string): Reply => ({
  stream: [
    { model: 'main', choices: [{ index: 0, delta: { role: 'assistant', content } }] },
    {
      model: 'main',
      choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
      usage: { prompt_tokens: 9_000, completion_tokens: 90, prompt_tokens_details: { cached_tokens: 8_900 } },
    },
    'data: [DONE]\n\n',
  ],
});

/** A server that says what llama-server says of itself, and to every chat this. */
export const scriptedChat = (chat: Reply | ((body: string) => Reply)) =>
  scriptedServer({
    'GET /v1/models': { body: MODELS },
    'GET /props': { body: PROPS },
    'POST /v1/chat/completions': ({ body }) => (typeof chat === 'function' ? chat(body) : chat),
  });
