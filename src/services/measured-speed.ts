import { isLocal } from '../catalog/addresses.ts';
import { ASSUMED_SPEED, type TaskSize } from '../catalog/auxiliary-tasks.ts';
import type { MeasuredSpeeds, Target, UsageEntry } from '../contract/index.ts';
import { displayUrl } from '../endpoint/index.ts';
import { count } from '../errors/words.ts';

/** Newest measurements that count. */
const SAMPLES = 20;

/** Fewer tokens say more about the start of a request than about speed. */
const MIN_PROMPT = 32;
const MIN_ANSWER = 8;

/**
 * What the usage ledger of this month and the last one says about a model's speed: tokens over time of its newest
 * requests that llama.cpp measured. Undefined where there is none. Never rejects.
 */
export async function readSpeeds(
  ops: string,
  baseUrl: string,
  model: string,
  now: Date = new Date(),
): Promise<MeasuredSpeeds | undefined> {
  const { newestUsage } = await import('../llm/index.ts');
  const url = displayUrl(baseUrl);
  const measured = (it: UsageEntry): boolean => it.promptMs !== undefined || it.generatedMs !== undefined;
  const wanted = (it: UsageEntry): boolean => it.ok && it.model === model && it.baseUrl === url && measured(it);
  const newest = await newestUsage(ops, wanted, { most: SAMPLES, now });
  if (newest.length === 0) return undefined;
  const prompt = speedOf(newest, MIN_PROMPT, (it) => [it.promptTokens - it.cachedTokens, it.promptMs]);
  const answer = speedOf(newest, MIN_ANSWER, (it) => [it.completionTokens, it.generatedMs]);
  return {
    ...(prompt === undefined ? {} : { promptPerSecond: prompt }),
    ...(answer === undefined ? {} : { generatedPerSecond: answer }),
    requests: newest.length,
  };
}

function speedOf(
  samples: readonly UsageEntry[],
  atLeast: number,
  read: (entry: UsageEntry) => [tokens: number, ms: number | undefined],
): number | undefined {
  let [tokens, ms] = [0, 0];
  for (const sample of samples) {
    const [count, time = 0] = read(sample);
    if (count < atLeast || !(time > 0)) continue;
    tokens += count;
    ms += time;
  }
  return ms > 0 ? (tokens / ms) * 1000 : undefined;
}

/** For loading a model and for a request that is being answered before ours. */
const START_MS = 15_000;
const LONGEST_MS = 24 * 60 * 60_000;
/** The public Hermes Agent's limit for a silent local model. */
const SILENCE: TimeLimit = { ms: 900_000, from: 'default' };

type ModelTarget = Target & { model: string };

export interface TimeLimit {
  ms: number;
  /** Who says so, in a few words. */
  from: string;
}

/**
 * The time limit of a request to a local model: what the config says, or twice what the request takes at the model's
 * speed and some time to start, whichever is longer.
 */
export function localLimit(
  base: TimeLimit,
  { promptTokens, answerTokens }: TaskSize,
  speeds: MeasuredSpeeds | undefined,
): TimeLimit {
  const prompt = speeds?.promptPerSecond ?? ASSUMED_SPEED.promptPerSecond;
  const answer = speeds?.generatedPerSecond ?? ASSUMED_SPEED.generatedPerSecond;
  const needed = 2_000 * (promptTokens / prompt + answerTokens / answer) + START_MS;
  if (needed <= base.ms) return base;
  const figures = `${figure(prompt)} tok/s PP, ${figure(answer)} tok/s TG`;
  const measured = speeds?.promptPerSecond !== undefined && speeds.generatedPerSecond !== undefined;
  const from = measured ? `measured speed, ${figures}` : `not measured yet, so a slow model is assumed: ${figures}`;
  return { ms: Math.min(LONGEST_MS, Math.round(needed)), from };
}

/** See `AuxiliaryRoom.promptLimitMs`. */
export async function promptLimitMs(ops: string, target: ModelTarget, size: TaskSize, now?: Date): Promise<number> {
  if (!isLocal(target.baseUrl)) return SILENCE.ms;
  return localLimit(SILENCE, size, await readSpeeds(ops, target.baseUrl, target.model, now)).ms;
}

const figure = (speed: number): string => (speed < 10 ? speed.toFixed(1) : count(Math.round(speed)));

/** Tokens of a text before anybody has counted them: 3.5 bytes each. */
export const estimateTokens = (text: string): number => Math.ceil(Buffer.byteLength(text) / 3.5);
