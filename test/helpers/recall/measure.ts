import type { AgentSessions, ChatMessage, SessionMessage } from '../../../src/contract/index.ts';
import { staleLines } from './outdated.ts';
import { stands } from './texts.ts';
import { type Conversation, type Fact, valuesOf } from './types.ts';

/** What became of a fact. */
export interface Recalled {
  fact: Fact;
  /** Its value stands in the prompt. */
  inPrompt: boolean;
  /** Its message is in the prompt, or one of the first hits of a search by the question's words. */
  found: boolean;
  /** The same, and the value stands in the hit's excerpt. */
  shown: boolean;
  /** Of a corrected fact: lines of the prompt that present the old value as if it still held. */
  stale?: string[];
}

export interface Measurement {
  compressions: number;
  recalled: Recalled[];
  /** Size of the history after the compression as a share of that before. */
  ratio: number;
}

interface Moment extends Omit<Measurement, 'recalled'> {
  conversation: Conversation;
  sessions: AgentSessions;
  id: string;
  /** As the next request sends them. */
  messages: readonly SessionMessage[];
}

const HITS = 5;

/** Asks for every fact at this moment of a conversation. */
export async function measure(moment: Moment): Promise<Measurement> {
  const { conversation, sessions, id, messages, compressions, ratio } = moment;
  const originals = (await sessions.messages(id, { original: true })).map((message) => ({
    seq: message.seq,
    text: textOf(message),
  }));
  const said = new Set(originals.map(({ seq }) => seq));
  const prompt = [
    { text: conversation.system, verbatim: true },
    ...messages.map((message) => ({ text: textOf(message), verbatim: said.has(message.seq) })),
  ];
  const sent = new Set(messages.map(({ seq }) => seq));
  const recalled: Recalled[] = [];
  for (const fact of conversation.facts) {
    const later = fact.correction?.value;
    const corrected = later !== undefined && originals.some(({ text }) => stands(text, later));
    const { value, oldValue } = valuesOf(fact, corrected);
    const holders = new Set(originals.filter(({ text }) => stands(text, value)).map(({ seq }) => seq));
    const here = [...holders].some((seq) => sent.has(seq));
    const hits = await sessions.search(fact.question, { current: id, limit: HITS });
    recalled.push({
      fact,
      inPrompt: prompt.some(({ text }) => stands(text, value)),
      found: here || hits.some(({ seq, sessionId }) => sessionId === id && holders.has(seq)),
      shown: here || hits.some(({ excerpt }) => stands(excerpt.replaceAll(/[\u2068\u2069]/g, ''), value)),
      ...(oldValue === undefined ? {} : { stale: staleLines(prompt, oldValue, value) }),
    });
  }
  return { compressions, recalled, ratio };
}

const textOf = ({ content, tool_calls = [] }: ChatMessage): string =>
  [content ?? '', ...tool_calls.map(({ function: call }) => call.arguments)].join('\n');
