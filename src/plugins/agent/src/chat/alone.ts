/**
 * Runs a command that handles Ctrl-C and sets the exit code itself, inside a chat that does both, too: the chat hears no
 * SIGINT meanwhile and keeps its exit code. A signal that is aborted meanwhile reaches the command as Ctrl-C does.
 */
export async function aloneWithSignals(signal: AbortSignal, work: () => Promise<unknown>): Promise<void> {
  const ours = process.listeners('SIGINT');
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
    process.removeListener('SIGINT', deaf);
    for (const one of ours) process.on('SIGINT', one);
    process.exitCode = exitCode;
  }
}
