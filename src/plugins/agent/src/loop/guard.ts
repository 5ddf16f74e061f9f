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
  | { act: 'stop'; words: string; message: string; try: string[]; again: boolean };

/** Why a call led to no tool: it came without a name, or there is none of that name. */
export type Stray = 'nameless' | 'unknown';

interface Outcome {
  name: string;
  args: string;
  result: string;
  failed: boolean;
  stray?: Stray | undefined;
  /** The answer that the call belongs to, counted. */
  round: number;
}

/** Rounds in a row in which no call found its tool. A name that is lost on the way the model cannot mend, told as often as may be. */
const STRAY_ROUNDS: Readonly<Record<Stray, number>> = { nameless: 2, unknown: 3 };

/**
 * Watches one turn for calls that go in circles. The result belongs to the signature: a job that is polled and answers
 * something new is no loop, also where two calls alternate. Calls that lead to no tool are counted apart, by rounds.
 */
export function createGuard(limits: GuardLimits): { after(outcome: Outcome): GuardVerdict } {
  const calls = new Map<string, number>();
  const failures = new Map<string, number>();
  const strays = new Set<number>();
  const count = (map: Map<string, number>, key: string): number => {
    const times = (map.get(key) ?? 0) + 1;
    map.set(key, times);
    return times;
  };
  return {
    after({ name, args, result, failed, stray, round }) {
      if (stray === undefined) strays.clear();
      else strays.add(round);
      if (stray !== undefined && strays.size >= STRAY_ROUNDS[stray]) return astray(stray, name, strays.size);
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
        return { ...inCircles(why), words: same, again: times >= 2 * stop[kind] };
      }
      if (failedTimes >= stop.sameToolFailure) {
        const why = `${name} failed ${failedTimes} times in a row`;
        return { ...inCircles(why), words: failing, again: failedTimes >= 2 * stop.sameToolFailure };
      }
      if (times >= warn[kind]) return { act: 'warn', words: same };
      if (failedTimes >= warn.sameToolFailure) return { act: 'warn', words: failing };
      return { act: 'go-on' };
    },
  };
}

const inCircles = (why: string) => ({
  act: 'stop' as const,
  message: `the model goes in circles: ${why}`,
  try: ['Say how to go on.', 'hermes config explain tool_loop_guardrails'],
});

function astray(stray: Stray, name: string, rounds: number): GuardVerdict {
  const words = '[No call of the last rounds led to a tool, and nothing was done.]';
  const doctor = 'hermes doctor --only endpoint.tool-call';
  if (stray === 'nameless') {
    return {
      act: 'stop',
      words,
      message: `the model's calls came without the name of a tool ${rounds} times in a row, so nothing was done: the server or its chat template loses the names`,
      try: [doctor, 'llama-server needs --jinja and a model whose template knows tools.'],
      again: true,
    };
  }
  return {
    act: 'stop',
    words,
    message: `the model called tools that do not exist ${rounds} times in a row, \`${name}\` last, so nothing was done`,
    try: ['Say how to go on.', doctor, 'hermes model   (one that is trained for tool calls)'],
    again: rounds >= 2 * STRAY_ROUNDS.unknown,
  };
}
