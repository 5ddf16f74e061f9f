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
  | { act: 'stop'; words: string; why: string; again: boolean };

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
  const calls = new Map<string, number>();
  const failures = new Map<string, number>();
  const count = (map: Map<string, number>, key: string): number => {
    const times = (map.get(key) ?? 0) + 1;
    map.set(key, times);
    return times;
  };
  return {
    after({ name, args, result, failed }) {
      const times = count(calls, JSON.stringify([name, args, result]));
      if (!failed) failures.delete(name);
      const failedTimes = failed ? count(failures, name) : 0;
      const kind = failed ? 'exactFailure' : 'noProgress';
      const what = failed ? 'failed in the same way' : 'brought the same result';
      const same = `[This very call ${what} ${times} times. Do something else, or answer with what you have.]`;
      const failing = `[${name} failed ${failedTimes} times in a row. Read the messages, then try another way.]`;
      const { warn, stop } = limits;
      if (times >= stop[kind]) {
        const why = `the same call of ${name} ${what} ${times} times`;
        return { act: 'stop', words: same, why, again: times >= 2 * stop[kind] };
      }
      if (failedTimes >= stop.sameToolFailure) {
        const why = `${name} failed ${failedTimes} times in a row`;
        return { act: 'stop', words: failing, why, again: failedTimes >= 2 * stop.sameToolFailure };
      }
      if (times >= warn[kind]) return { act: 'warn', words: same };
      if (failedTimes >= warn.sameToolFailure) return { act: 'warn', words: failing };
      return { act: 'go-on' };
    },
  };
}
