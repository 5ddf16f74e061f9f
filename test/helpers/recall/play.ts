import type { AgentSessions, ContextEngine, SessionMessage } from '../../../src/contract/index.ts';
import { messageChars, sizePrompt } from '../../../src/plugin-kit/estimate.ts';
import type { SessionStore } from '../../../src/plugins/agent/src/sessions/types.ts';
import { type Measurement, measure } from './measure.ts';
import { type Conversation, type Turn, WINDOW } from './types.ts';

/** More turns than any conversation needs; beyond them the engine does not compress. */
const MOST_TURNS = 400;

export interface Stage {
  store: SessionStore;
  sessions: AgentSessions;
  engine: ContextEngine;
  mainUrl: string;
}

export interface Played {
  /** At the moments that were named. */
  measurements: Measurement[];
  /** Of each compression: the history's size after it as a share of that before, and what the user was told. */
  compressed: { ratio: number; notice: string | undefined }[];
}

/**
 * Plays a conversation as the agent would: the engine is asked before each request, with an estimate of the prompt.
 * Measures right after the compressions that are named and ends after the last of them.
 */
export async function play(conversation: Conversation, stage: Stage, at: readonly number[]): Promise<Played> {
  const { store, sessions, engine, mainUrl } = stage;
  const { system, tools } = conversation;
  const start = {
    systemPrompt: system,
    toolsJson: JSON.stringify(tools),
    model: 'main-model',
    baseUrl: mainUrl,
    cwd: '/work',
  };
  const id = store.create(start);
  const played: Played = { measurements: [], compressed: [] };
  let messages: SessionMessage[] = [];
  const sized = () => sizePrompt({ system, tools, messages });

  const makeRoom = async (): Promise<void> => {
    const outcome = await engine.fit({
      sessionId: id,
      system,
      tools,
      messages,
      sendReasoning: false,
      steering: true,
      target: { baseUrl: mainUrl, model: 'main-model' } as never,
      promptTokens: sized().tokens,
      contextTokens: WINDOW,
      reason: 'before-request',
      signal: new AbortController().signal,
    });
    if (!outcome.changed) return;
    const before = history(messages);
    messages = await sessions.messages(id);
    // Leaving out old results, where that is enough by itself, is no compression.
    if (!outcome.notice?.startsWith('compressed')) return;
    const ratio = history(messages) / before;
    played.compressed.push({ ratio, notice: outcome.notice });
    const compressions = played.compressed.length;
    if (!at.includes(compressions)) return;
    played.measurements.push(await measure({ conversation, sessions, id, messages, compressions, ratio }));
  };

  let turns = 0;
  for (const turn of turnsOf(conversation, () => played.compressed.length)) {
    turns += 1;
    if (turns > MOST_TURNS) {
      throw new Error(`after ${MOST_TURNS} turns there were ${played.compressed.length} compressions`);
    }
    for (const step of turn.steps) {
      messages.push(...store.appendAll(id, step));
      if (step === turn.steps.at(-1)) break;
      await makeRoom();
      if (played.compressed.length >= Math.max(...at)) return played;
    }
  }
  return played;
}

const history = (messages: readonly SessionMessage[]): number =>
  messages.reduce((sum, message) => sum + messageChars(message), 0);

/** First what is said in one window, then further talk, with the corrections once their window has begun. */
function* turnsOf({ turns, corrections, more }: Conversation, compressions: () => number): Generator<Turn> {
  yield* turns;
  const left = corrections.map((list) => [...list]);
  for (;;) {
    yield more();
    for (const due of left.slice(0, compressions())) yield* due.splice(0);
  }
}
