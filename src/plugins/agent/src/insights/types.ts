import type { Activity } from '../sessions/activity.ts';
import type { LedgerSums } from './ledger-sums.ts';

/** What insights are made of. */
export interface InsightsData {
  activity: Activity;
  ledger: LedgerSums;
  /** False where the stored sessions could not be read. */
  complete: boolean;
  /** What could not be read, as sentences. */
  notes: string[];
}

export interface TokenSums {
  promptTokens: number;
  /** Of `promptTokens`, what the server had in its cache. */
  cachedTokens: number;
  completionTokens: number;
}

/** One session that stands out. */
export interface Notable {
  id: string;
  title: string;
  /** Seconds, messages, tokens or tool calls. */
  value: number;
}

interface Billed extends TokenSums {
  requests: number;
}

/** tok/s, by what llama.cpp measured of each request; absent where nothing was measured. */
export interface Speeds {
  /** PP: sum of (promptTokens - cachedTokens) over sum of promptMs. */
  promptPerSecond?: number;
  /** TG: sum of completionTokens over sum of generatedMs. */
  generatedPerSecond?: number;
}

export interface ModelSpeed extends Speeds {
  model: string;
  address: string;
  /** Requests that were measured. */
  requests: number;
  /** Of the requests' speeds, tok/s. */
  promptMedian?: number;
  generatedMedian?: number;
  /** By how much the newer half's median is above the older half's, as a share; from 8 requests on. */
  promptTrend?: number;
  generatedTrend?: number;
  /** Oldest first; without days, weeks or months in which nothing was measured. */
  over: ({ from: string; requests: number } & Speeds)[];
}

interface SideRequests {
  task: string;
  requests: number;
  failed: number;
  /** Wall time of all of them, failed ones included. */
  seconds: number;
  promptTokens: number;
  completionTokens: number;
}

/** The document of `hermes insights --json`. */
export interface Insights {
  schemaVersion: 1;
  /** False where the stored sessions could not be read: the notes say why. */
  complete: boolean;
  /** `from` and `to`: ISO 8601, UTC. */
  period: { days: number; from: string; to: string; timeZone: string };
  overview: TokenSums & {
    sessions: number;
    messages: number;
    userMessages: number;
    toolCalls: number;
    totalTokens: number;
    /** Of the prompt tokens, 0 to 1; null where there are none. */
    cachedShare: number | null;
    activeSeconds: number;
    averageSessionSeconds: number | null;
    averageMessages: number | null;
  };
  /** Of all recorded requests; absent where none counted a token. Prices are not known, so there is no sum of money. */
  cost?: { billed: (Billed & { host: string })[]; local: Billed };
  models: (TokenSums & { model: string; address: string; sessions: number; requests: number })[];
  /** `total`: calls of all tools, `kinds`: how many different ones. */
  tools: {
    total: number;
    kinds: number;
    top: { name: string; calls: number; share: number; failed: number; denied: number; interrupted: number }[];
  };
  skills?: {
    loads: number;
    edits: number;
    kinds: number;
    top: { name: string; loads: number; edits: number; lastUsed: string }[];
  };
  /** Times of the machine's zone. `weekdays` from Monday. */
  activity: {
    weekdays: { day: string; messages: number }[];
    peakHours: { hour: number; messages: number }[];
    activeDays: number;
    /** Most active days in a row. */
    bestStreak: number;
  };
  notable?: { longest: Notable; mostMessages: Notable; mostTokens?: Notable; mostToolCalls?: Notable };
  speed?: {
    step: 'day' | 'week' | 'month';
    models: ModelSpeed[];
    chat: { requests: number; failed: number; promptTokens: number; cachedTokens: number; cachedShare: number | null };
    side: SideRequests[];
  };
  notes: string[];
}
