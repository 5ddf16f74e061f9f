/** The calls of one connection that somebody waits for. */
export interface CallsUnderWay {
  during<T>(call: () => Promise<T>): Promise<T>;
  /** What a server asks during a call is over with the last one: nobody waits for the answer any more. */
  limit(signal: AbortSignal): AbortSignal;
}

export function callsUnderWay(): CallsUnderWay {
  let count = 0;
  let last = new AbortController();
  return {
    async during(call) {
      count += 1;
      try {
        return await call();
      } finally {
        count -= 1;
        if (count === 0) {
          last.abort(new Error('the call is over'));
          last = new AbortController();
        }
      }
    },
    limit: (signal) => (count === 0 ? signal : AbortSignal.any([signal, last.signal])),
  };
}
