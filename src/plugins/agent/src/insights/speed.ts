import type { LedgerSums, SpeedSums, TaskSums, Work } from './ledger-sums.ts';
import { dayText, type Step, stepFor, stepStart } from './period.ts';
import { shareOf } from './share.ts';
import type { Insights, ModelSpeed, Speeds } from './types.ts';

/** Of fewer requests the halves say nothing. */
const TREND_FROM = 8;

/** Speeds by model and address, the cache of the chat's requests, and what other requests took. */
export function speedOf({ tasks, speeds }: LedgerSums, days: number): Insights['speed'] {
  if (tasks.size === 0) return undefined;
  const step = stepFor(days);
  const chat: TaskSums | undefined = tasks.get('chat');
  const { requests = 0, failed = 0, promptTokens = 0, cachedTokens = 0 } = chat ?? {};
  return {
    step,
    models: [...speeds.values()].map((it) => modelSpeed(it, step)).sort((a, b) => b.requests - a.requests),
    chat: { requests, failed, promptTokens, cachedTokens, cachedShare: shareOf(cachedTokens, promptTokens) },
    side: [...tasks]
      .filter(([task]) => task !== 'chat')
      .map(([task, sums]) => ({
        task,
        requests: sums.requests,
        failed: sums.failed,
        seconds: sums.ms / 1000,
        promptTokens: sums.promptTokens,
        completionTokens: sums.completionTokens,
      }))
      .sort((a, b) => b.seconds - a.seconds),
  };
}

function modelSpeed({ model, address, requests, prompt, generated, days }: SpeedSums, step: Step): ModelSpeed {
  const over = new Map<number, { requests: number; prompt: Work; generated: Work }>();
  for (const [day, sums] of [...days].sort(([a], [b]) => a - b)) {
    const start = stepStart(day, step);
    const so = over.get(start) ?? { requests: 0, prompt: { tokens: 0, ms: 0 }, generated: { tokens: 0, ms: 0 } };
    const requests = so.requests + sums.requests;
    over.set(start, { requests, prompt: plus(so.prompt, sums.prompt), generated: plus(so.generated, sums.generated) });
  }
  const all = [...days.values()];
  return {
    model,
    address,
    requests,
    ...speeds(
      all.map((it) => it.prompt),
      all.map((it) => it.generated),
    ),
    ...defined({
      promptMedian: median(prompt),
      generatedMedian: median(generated),
      promptTrend: trendOf(prompt),
      generatedTrend: trendOf(generated),
    }),
    over: [...over].map(([start, it]) => ({
      from: dayText(start),
      requests: it.requests,
      ...speeds([it.prompt], [it.generated]),
    })),
  };
}

const speeds = (prompt: readonly Work[], generated: readonly Work[]): Speeds =>
  defined({ promptPerSecond: perSecond(prompt), generatedPerSecond: perSecond(generated) });

/** Tokens over time of all together, tok/s: long requests count for more than short ones. */
function perSecond(work: readonly Work[]): number | undefined {
  const { tokens, ms } = work.reduce(plus, { tokens: 0, ms: 0 });
  return ms > 0 ? (tokens / ms) * 1000 : undefined;
}

const plus = (a: Work, b: Work): Work => ({ tokens: a.tokens + b.tokens, ms: a.ms + b.ms });

/** The middle one, or the mean of the two in the middle. */
function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** Median of the newer half over that of the older half, less 1; of an odd number the middle one counts in neither. */
function trendOf(values: readonly number[]): number | undefined {
  if (values.length < TREND_FROM) return undefined;
  const half = values.length >> 1;
  const [older, newer] = [median(values.slice(0, half)), median(values.slice(-half))];
  return older === undefined || newer === undefined ? undefined : newer / older - 1;
}

/** Without what is undefined. */
function defined<K extends string>(values: Record<K, number | undefined>): { [P in K]?: number } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [P in K]?: number };
}
