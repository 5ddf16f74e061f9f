/** After so long the signal has stopped the process, or nobody is there who would go on with it, in ms. */
const STOP_MS = 100;

/**
 * Ctrl-Z at a prompt. `leave` makes the terminal as it was, `back` takes it again: after `fg`, also where something else
 * had stopped the process. `release` ends that.
 */
export function suspension(leave: () => void, back: () => void): { suspend(): void; release(): void } {
  let timer: NodeJS.Timeout | undefined;
  const goOn = (): void => {
    clearTimeout(timer);
    timer = undefined;
    back();
  };
  process.on('SIGCONT', goOn);
  return {
    suspend() {
      leave();
      // To the whole group, as the terminal itself would: a wrapper that waits for this process has to stop as well.
      process.kill(0, 'SIGTSTP');
      // Without a shell that looks after jobs the system ignores the signal.
      timer = setTimeout(goOn, STOP_MS);
    },
    release() {
      clearTimeout(timer);
      process.removeListener('SIGCONT', goOn);
    },
  };
}
