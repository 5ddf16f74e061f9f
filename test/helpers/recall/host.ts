import { join } from 'node:path';
import type { AgentSessions, Host } from '../../../src/contract/index.ts';
import { createEndpointRoom } from '../../../src/endpoint/index.ts';
import { createLlmRoom } from '../../../src/llm/index.ts';
import { createAuxiliary } from '../../../src/services/auxiliary.ts';
import { freshConfig } from '../../../src/services/fresh-config.ts';
import { createMasker } from '../../../src/services/mask-secrets.ts';
import { ensureOps, withLock } from '../../../src/state/index.ts';
import { tempHome } from '../home.ts';
import { scriptedServer } from '../scripted-server.ts';
import type { Summariser, SummaryRequest } from './summarisers.ts';

/** What the compression engine takes of the host. */
type EngineHost = Pick<
  Host,
  'freshConfig' | 'service' | 'llm' | 'auxiliary' | 'endpoint' | 'mask' | 'ensureOps' | 'lock' | 'signal'
>;

/** The core's own rooms over a home of its own, within the running test. */
export interface RecallHost {
  host: EngineHost;
  /** Folder for the store of sessions. */
  folder: string;
  mainUrl: string;
  /** Who writes the summaries from now on. */
  summariser: Summariser;
  sessions: AgentSessions | undefined;
  /** Requests for a summary so far. */
  asked: number;
  /** Requests that the main model was sent so far. */
  mainAsked(): number;
}

/** The summariser's window, in tokens. */
const ITS_WINDOW = 65_536;

export async function recallHost(): Promise<RecallHost> {
  const helper = await scriptedServer({
    'POST /v1/chat/completions': ({ body }) => {
      made.asked += 1;
      helper.seen.length = 0;
      return { body: completionOf(made.summariser, JSON.parse(body)) };
    },
  });
  const main = await scriptedServer({});
  const paths = tempHome({ 'config.yaml': config(main.baseUrl, helper.baseUrl) });
  const read = freshConfig(paths, {});
  const llm = async () => createLlmRoom({ ops: paths.ops });
  const endpoint = async () => createEndpointRoom();
  const room = createAuxiliary({ paths, config: read, llm, endpoint, pluginTasks: async () => [] });
  const host: EngineHost = {
    freshConfig: read,
    llm,
    endpoint,
    auxiliary: async () => room,
    mask: createMasker(read, {}, async () => ({})),
    ensureOps: (...below) => ensureOps(paths.ops, ...below),
    lock: async (name, options, work) =>
      withLock(join(await ensureOps(paths.ops, 'locks'), `${name}.lock`), options, work),
    signal: new AbortController().signal,
    service: async (id) =>
      id === 'agent.sessions' && made.sessions
        ? { ok: true, service: made.sessions }
        : { ok: false, message: `no plugin provides ${id}` },
  };
  const made: RecallHost = {
    host,
    folder: paths.home,
    mainUrl: main.baseUrl,
    summariser: () => '',
    sessions: undefined,
    asked: 0,
    mainAsked: () => main.seen.filter(({ method }) => method === 'POST').length,
  };
  return made;
}

const config = (main: string, helper: string): string => `model: {default: main-model, base_url: "${main}"}
custom_providers: [{name: helper, base_url: "${helper}", model: summariser}]
compression: {enabled: true, threshold: 0.8, target_ratio: 0.2}
auxiliary:
  transient_retries: 0
  compression: {provider: "custom:helper", model: summariser, context_length: ${ITS_WINDOW}}
`;

interface Body {
  messages: SummaryRequest['messages'];
  max_tokens: number;
}

const completionOf = (summariser: Summariser, { messages, max_tokens: maxTokens }: Body) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'summariser',
  choices: [
    { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: summariser({ messages, maxTokens }) } },
  ],
  usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 },
});
