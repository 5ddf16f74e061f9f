const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs a command that handles Ctrl-C and sets the exit code itself, inside a chat that does both, too: the chat hears no
 * SIGINT meanwhile, keeps its exit code, and is rid of what the command listened with. A signal that is aborted meanwhile
 * reaches the command as Ctrl-C does.
 */
export async function aloneWithSignals(signal: AbortSignal, work: () => Promise<unknown>): Promise<void> {
  const ours = SIGNALS.map((name) => ({ name, heard: process.rawListeners(name) as NodeJS.SignalsListener[] }));
  const { exitCode } = process;
  const deaf = (): void => undefined;
  const pass = (): boolean => process.kill(process.pid, 'SIGINT');
  process.removeAllListeners('SIGINT');
  // Without any listener Ctrl-C would end the process.
  process.on('SIGINT', deaf);
  signal.addEventListener('abort', pass);
  try {
    await work();
  } finally {
    signal.removeEventListener('abort', pass);
    for (const { name, heard } of ours) {
      const now = process.rawListeners(name) as NodeJS.SignalsListener[];
      for (const one of now) if (!heard.includes(one)) process.removeListener(name, one);
      for (const one of heard) if (name === 'SIGINT') process.on(name, one);
    }
    process.exitCode = exitCode;
  }
}
