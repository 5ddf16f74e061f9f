/**
 * One abort signal for a run. The first Ctrl-C or SIGTERM aborts it, so that work can end cleanly; the second one ends
 * the process at once. Nothing is installed until a command asks, so that others keep the default behaviour.
 */
export class Interrupts {
  /** 130 or 143 once a signal came: what the process must exit with. */
  exitCode: number | undefined;
  private controller: AbortController | undefined;

  get signal(): AbortSignal {
    if (!this.controller) {
      const controller = new AbortController();
      this.controller = controller;
      for (const [name, code] of [
        ['SIGINT', 130],
        ['SIGTERM', 143],
      ] as const) {
        const onSignal = (): void => {
          this.exitCode ??= code;
          controller.abort();
          // Not at once: whoever restores the terminal on signals ends the process when nobody else listens.
          setImmediate(() => process.off(name, onSignal));
        };
        process.on(name, onSignal);
      }
    }
    return this.controller.signal;
  }
}
