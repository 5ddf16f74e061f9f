import type { ChatMessage } from '../../../src/contract/index.ts';
import { stands } from './texts.ts';
import type { Conversation, Fact } from './types.ts';

/** What a summariser is asked: all that it looks at. */
export interface SummaryRequest {
  messages: readonly ChatMessage[];
  maxTokens: number;
}

export type Summariser = (request: SummaryRequest) => string;
export type SummariserName = 'good' | 'mediocre' | 'useless';

const SECTIONS = ['Goal', 'Constraints', 'Done', 'State', 'Decisions', 'Open', 'Files', 'Exact identifiers'] as const;
type Section = (typeof SECTIONS)[number];

/** Characters that a token of the answer stands for. */
const RATIO = 3;

/** Plays the model that writes summaries, with what it knows of the text that it is given and of nothing else. */
export function createSummariser(
  name: SummariserName,
  { facts, language }: Conversation,
  roll: () => number,
): Summariser {
  const nothing =
    language === 'zh' ? '谢谢，目前没有需要说明的内容。' : 'Thank you, there is nothing in particular to mention here.';
  return ({ messages, maxTokens }) => {
    if (name === 'useless') return written(new Map(), nothing, maxTokens);
    const text = messages.map(({ content }) => content ?? '').join('\n');
    const seen = facts.flatMap((fact) => lineOf(fact, text));
    const kept = name === 'good' ? seen : seen.filter(() => roll() < 0.5);
    const lines = new Map<Section, string[]>();
    for (const { section, line } of kept) lines.set(section, [...(lines.get(section) ?? []), line]);
    return written(lines, nothing, maxTokens);
  };
}

/** The latest value of a fact that the text holds. */
function lineOf(fact: Fact, text: string): { section: Section; line: string }[] {
  const value = [fact.correction?.value, fact.value].find((one) => one !== undefined && stands(text, one));
  return value === undefined ? [] : [{ section: sectionOf(fact), line: `- ${fact.label}: ${value}` }];
}

function sectionOf({ kind, mentionedBy }: Fact): Section {
  if (mentionedBy === 'decision' || kind === 'decision') return 'Decisions';
  if (kind === 'path') return 'Files';
  return kind === 'error' ? 'State' : 'Exact identifiers';
}

/** All sections, and no longer than the answer may be. */
function written(lines: ReadonlyMap<Section, string[]>, nothing: string, maxTokens: number): string {
  const text = SECTIONS.map((section) => [`## ${section}`, ...(lines.get(section) ?? [nothing])].join('\n')).join(
    '\n\n',
  );
  return text.slice(0, maxTokens * RATIO);
}
