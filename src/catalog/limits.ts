/** Tokens that agents need to work well (the public Hermes Agent refuses smaller windows; we warn). */
export const AGENT_CONTEXT_FLOOR = 64_000;

/** What `hermes server start` asks for: `-c 65536`, one slot. */
export const DEFAULT_CONTEXT = 65_536;

/** Share of the window at which compression starts unless told otherwise; the default that the schema names. */
export const DEFAULT_THRESHOLD = 0.8;

/** Where `hermes server start` listens unless told otherwise. llama-server's own default differs between builds. */
export const DEFAULT_PORT = 8000;

/** The one warning about a window that is too small for agents, in tokens; undefined when it is large enough. */
export function smallWindowWarning(tokens: number): string | undefined {
  if (tokens >= AGENT_CONTEXT_FLOOR) return undefined;
  const [has, wanted] = [tokens, AGENT_CONTEXT_FLOOR].map((value) => value.toLocaleString('en-US'));
  return `a context window of ${has} tokens is small for agents, which want ${wanted}: tool descriptions fill much of it, and long tasks are compressed often or cut short`;
}
