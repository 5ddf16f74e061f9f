import type { McpNotice } from './types.ts';

export interface Notifier {
  say(notice: McpNotice): void;
  /** From now on notices go to whoever watches. */
  opened(): void;
  watch(to: (notice: McpNotice) => void): void;
}

/** Until the session is open notices are collected in the list, later they go to one listener, which gets what waited first. */
export function notifier(notices: McpNotice[]): Notifier {
  let later: McpNotice[] | undefined;
  let listener: ((notice: McpNotice) => void) | undefined;
  return {
    say(notice: McpNotice): void {
      if (!later) notices.push(notice);
      else if (listener) listener(notice);
      else later.push(notice);
    },
    opened(): void {
      later = [];
    },
    watch(to: (notice: McpNotice) => void): void {
      listener = to;
      for (const notice of later?.splice(0) ?? []) to(notice);
    },
  };
}
