import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { isLocal } from '../catalog/addresses.ts';
import { ASSUMED_SPEED, type TaskSize } from '../catalog/auxiliary-tasks.ts';
import type { MeasuredSpeeds, Target, UsageEntry } from '../contract/index.ts';
import { displayUrl, isObject, jsonObject } from '../endpoint/index.ts';
import { count } from '../errors/words.ts';

/** How much of the end of a ledger is read: some 300 calls. */
const TAIL_BYTES = 64 * 1024;

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
  const samples: UsageEntry[] = [];
  const last = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1));
  for (const month of [now, last]) {
    if (samples.length >= SAMPLES) break;
    const lines = (await tailOf(join(ops, 'usage', `${month.toISOString().slice(0, 7)}.jsonl`))).split('\n').reverse();
    samples.push(...lines.flatMap((line) => sampleIn(line, displayUrl(baseUrl), model)));
  }
  const newest = samples.slice(0, SAMPLES);
  if (newest.length === 0) return undefined;
  const prompt = speedOf(newest, MIN_PROMPT, (it) => [it.promptTokens - it.cachedTokens, it.promptMs]);
  const answer = speedOf(newest, MIN_ANSWER, (it) => [it.completionTokens, it.generatedMs]);
  return {
    ...(prompt === undefined ? {} : { promptPerSecond: prompt }),
    ...(answer === undefined ? {} : { generatedPerSecond: answer }),
    requests: newest.length,
  };
}

function sampleIn(line: string, baseUrl: string, model: string): UsageEntry[] {
  // Cheaper than parsing what is about another model.
  if (!line.includes('"promptMs"') && !line.includes('"generatedMs"')) return [];
  const entry = jsonObject(line) as Partial<UsageEntry> | undefined;
  if (!isObject(entry) || entry.ok !== true || entry.model !== model || entry.baseUrl !== baseUrl) return [];
  const counts = [entry.promptTokens, entry.cachedTokens, entry.completionTokens];
  return counts.every((value) => typeof value === 'number') ? [entry as UsageEntry] : [];
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

async function tailOf(file: string): Promise<string> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return '';
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
    await handle.read(bytes, 0, bytes.length, size - bytes.length);
    const text = bytes.toString('utf8');
    // The first line may have lost its beginning.
    return bytes.length < size ? text.slice(text.indexOf('\n') + 1) : text;
  } catch {
    return '';
  } finally {
    await handle.close();
  }
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
