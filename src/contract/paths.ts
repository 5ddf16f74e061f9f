/** Where a run finds its files. */
export interface Paths {
  /** `$HERMES_HOME`, shared with the public Hermes Agent. */
  home: string;
  /** `$HERMES_HOME/ops`: all state of our own. */
  ops: string;
  cwd: string;
  config: string;
  env: string;
}
