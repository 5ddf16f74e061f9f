import type { RecordedUsage, UsageEntry } from '@hermes-ops/contract';
import { addressOf } from './address.ts';
import { localDay } from './period.ts';

/** Fewer tokens say more about the start of a request than about speed. */
const MIN_PROMPT = 32;
const MIN_ANSWER = 8;

/** Tokens over ms. */
export interface Work {
  tokens: number;
  ms: number;
}

export interface SpeedSums {
  model: string;
  address: string;
  requests: number;
  /** tok/s of each request, in the order of the ledger. */
  prompt: number[];
  generated: number[];
  /** By local day. */
  days: Map<number, { requests: number; prompt: Work; generated: Work }>;
}

export interface TaskSums {
  requests: number;
  failed: number;
  ms: number;
  promptTokens: number;
  cachedTokens: number;
  completionTokens: number;
}

/** A ledger's entries of a period, summed up. It grows with models, days, tasks and sessions, and by two numbers for each measured request. */
export interface LedgerSums {
  tasks: Map<string, TaskSums>;
  /** By host of a provider; `local` holds all others. */
  billed: Map<string, TaskSums>;
  local: TaskSums;
  speeds: Map<string, SpeedSums>;
  /** The chat's requests of a session, by who was asked; of entries that name one. */
  sessions: Map<string, Map<string, AskedSums>>;
}

/** A session's requests to one model. */
interface AskedSums extends TaskSums {
  model: string;
  address: string;
}

export const noSums = (): LedgerSums => ({
  tasks: new Map(),
  billed: new Map(),
  local: noTask(),
  speeds: new Map(),
  sessions: new Map(),
});

export function addEntry(sums: LedgerSums, entry: RecordedUsage): void {
  addTo(ensure(sums.tasks, entry.task, noTask), entry);
  addTo(entry.local ? sums.local : ensure(sums.billed, hostOf(entry.baseUrl), noTask), entry);
  if (entry.ok) addSpeed(sums.speeds, entry);
  if (entry.session !== undefined && entry.task === 'chat') addSession(sums.sessions, entry.session, entry);
}

function addTo(sums: TaskSums, entry: UsageEntry): void {
  sums.requests += 1;
  sums.failed += entry.ok ? 0 : 1;
  sums.ms += entry.ms;
  sums.promptTokens += entry.promptTokens;
  sums.cachedTokens += entry.cachedTokens;
  sums.completionTokens += entry.completionTokens;
}

function addSession(sessions: LedgerSums['sessions'], id: string, entry: UsageEntry): void {
  const { model } = entry;
  const address = addressOf(entry.baseUrl);
  const asked = ensure(sessions, id, () => new Map<string, AskedSums>());
  addTo(
    ensure(asked, placeOf(model, address), () => ({ model, address, ...noTask() })),
    entry,
  );
}

function addSpeed(speeds: Map<string, SpeedSums>, entry: UsageEntry): void {
  const prompt = worked(entry.promptTokens - entry.cachedTokens, entry.promptMs, MIN_PROMPT);
  const generated = worked(entry.completionTokens, entry.generatedMs, MIN_ANSWER);
  if (!prompt && !generated) return;
  const { model } = entry;
  const address = addressOf(entry.baseUrl);
  const sums = ensure(speeds, placeOf(model, address), () => ({
    model,
    address,
    requests: 0,
    prompt: [],
    generated: [],
    days: new Map(),
  }));
  const day = ensure(sums.days, localDay(Date.parse(entry.time)), () => ({
    requests: 0,
    prompt: { tokens: 0, ms: 0 },
    generated: { tokens: 0, ms: 0 },
  }));
  sums.requests += 1;
  day.requests += 1;
  for (const [kind, work] of [
    ['prompt', prompt],
    ['generated', generated],
  ] as const) {
    if (!work) continue;
    sums[kind].push((work.tokens / work.ms) * 1000);
    day[kind].tokens += work.tokens;
    day[kind].ms += work.ms;
  }
}

/** Source of the times: `timings.prompt_ms` and `predicted_ms` of llama.cpp, as the ledger keeps them. */
const worked = (tokens: number, ms: number | undefined, atLeast: number): Work | undefined =>
  tokens >= atLeast && ms !== undefined && ms > 0 ? { tokens, ms } : undefined;

const noTask = (): TaskSums => ({
  requests: 0,
  failed: 0,
  ms: 0,
  promptTokens: 0,
  cachedTokens: 0,
  completionTokens: 0,
});

/** A model at an address, as a key. */
export const placeOf = (model: string, address: string): string => JSON.stringify([model, address]);

const hostOf = (baseUrl: string): string => (URL.canParse(baseUrl) ? new URL(baseUrl).host : '') || baseUrl;

function ensure<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
