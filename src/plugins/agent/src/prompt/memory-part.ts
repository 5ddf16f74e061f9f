import type { MemoryTexts } from '../memory/read.ts';

/** What is remembered, as a part of the system prompt; empty where there is nothing. */
export function memoryPart({ ours, hermesAgent }: { ours: MemoryTexts; hermesAgent: MemoryTexts }): string {
  const notes = [...ours.memory, ...hermesAgent.memory];
  const user = [...ours.user, ...hermesAgent.user];
  return [...listed('Notes from earlier sessions', notes), ...listed('About the user', user)].join('\n');
}

const listed = (title: string, entries: readonly string[]): string[] =>
  entries.length > 0 ? [`${title}:`, ...entries.map((entry) => `- ${entry.replaceAll('\n', '\n  ')}`)] : [];
