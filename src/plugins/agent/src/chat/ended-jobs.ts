import { neutralise } from '@hermes-ops/plugin-kit/neutral';
import type { OpenChat } from './open-chat.ts';

/** A command that was begun in the background does not outlive the run, and who counted on it should know. */
export function sayEndedJobs({ jobs }: OpenChat, say: (line: string) => void): void {
  for (const command of jobs()) say(`a background command was ended: ${neutralise(command)}`);
}
