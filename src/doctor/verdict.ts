import type { Fix, Verdict } from '../contract/index.ts';

type Extra = { detail?: string; fix?: Fix };

const verdict =
  (status: Verdict['status']) =>
  (summary: string, extra: Extra = {}): Verdict => ({ status, summary, ...extra });

export const pass = verdict('pass');
export const warn = verdict('warn');
export const fail = verdict('fail');
/** For what does not apply to this kind of server; the summary says why. */
export const skip = verdict('skip');

/** A remedy for a person; `command` where one line does it. */
export const advise = (text: string, command?: string): Fix => ({
  text,
  ...(command === undefined ? {} : { command }),
  auto: false,
});

/** A remedy that `--fix` may apply: it changes nothing that cannot be changed back. */
export const mend = (text: string, command: string): Fix => ({ text, command, auto: true });

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 9_950 ? 2 : 0)} s`;
