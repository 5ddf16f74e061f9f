/** After how many repetitions within one turn something happens (`tool_loop_guardrails`). */
export interface GuardLimits {
  /** The model is told. */
  warn: { exactFailure: number; sameToolFailure: number; noProgress: number };
  /** The turn is ended. */
  stop: { exactFailure: number; sameToolFailure: number; noProgress: number };
}

export type GuardVerdict =
  | { act: 'go-on' }
  /** `words` are appended to the call's result. */
  | { act: 'warn'; words: string }
  /** `again`: the limit was passed twice over, which ends a turn also where a person watches. */
  | { act: 'stop'; why: string; again: boolean };

interface Outcome {
  name: string;
  args: string;
  result: string;
  failed: boolean;
}

/**
 * Watches one turn for calls that go in circles. The result belongs to the signature: a job that is polled and answers
 * something new is no loop, also where two calls alternate.
 */
export function createGuard(limits: GuardLimits): { after(outcome: Outcome): GuardVerdict } {
  const same = new Map<string, number>();
  const failures = new Map<string, number>();
  const count = (map: Map<string, number>, key: string): number => {
    const times = (map.get(key) ?? 0) + 1;
    map.set(key, times);
    return times;
  };
  return {
    after({ name, args, result, failed }) {
      const times = count(same, JSON.stringify([name, args, result]));
      if (!failed) failures.delete(name);
      const failedTimes = failed ? count(failures, name) : 0;
      const kind = failed ? 'exactFailure' : 'noProgress';
      const what = failed ? 'failed in the same way' : 'brought the same result';
      if (times >= limits.stop[kind]) {
        return {
          act: 'stop',
          why: `the same call of ${name} ${what} ${times} times`,
          again: times >= 2 * limits.stop[kind],
        };
      }
      if (failedTimes >= limits.stop.sameToolFailure) {
        const again = failedTimes >= 2 * limits.stop.sameToolFailure;
        return { act: 'stop', why: `${name} failed ${failedTimes} times in a row`, again };
      }
      if (times >= limits.warn[kind]) {
        return {
          act: 'warn',
          words: `[This very call ${what} ${times} times. Do something else, or answer with what you have.]`,
        };
      }
      if (failedTimes >= limits.warn.sameToolFailure) {
        return {
          act: 'warn',
          words: `[${name} failed ${failedTimes} times in a row. Read the messages, then try another way.]`,
        };
      }
      return { act: 'go-on' };
    },
  };
}
