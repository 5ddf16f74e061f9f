import { neutralise } from '@hermes-ops/plugin-kit/neutral';
import { count } from '@hermes-ops/plugin-kit/numbers';
import type { AgentEvent } from '../loop/events.ts';
import { clipped } from './cells.ts';

/** Cells of what a call that did not go well says; the whole of it stands in the session. */
const REASON = 120;

type Of<T extends AgentEvent['type']> = Extract<AgentEvent, { type: T }>;

/** What both screens say beside an answer, in the same words. */
export const retryLine = ({ message, waitMs, attempt }: Of<'retry'>): string =>
  `┊ ${neutralise(message)}; trying again in ${(waitMs / 1000).toFixed(1)} s (${attempt})`;

export const noticeLines = ({ text, try: hints = [] }: Of<'notice'>): string[] => [
  `┊ note: ${neutralise(text)}`,
  ...hints.map((line) => `┊   try: ${neutralise(line)}`),
];

/** Undefined where the server's cache fitted. */
export const lossLine = ({ lost }: Of<'usage'>): string | undefined =>
  lost && `┊ ${count(lost.tokens)} tokens were processed again: ${lost.reason}`;

/** Of a call that did not go well; undefined of one that did. */
export const faultLine = ({ status, text }: Of<'tool_result'>): string | undefined =>
  status === 'ok' ? undefined : `┊    ${status}: ${clipped(neutralise(text.trim().split('\n')[0] ?? ''), REASON)}`;
