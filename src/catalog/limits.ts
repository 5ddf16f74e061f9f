/** Tokens that agents need to work well (the public Hermes Agent refuses smaller windows; we warn). */
export const AGENT_CONTEXT_FLOOR = 64_000;

/** What `hermes server start` asks for: `-c 65536`, one slot. */
export const DEFAULT_CONTEXT = 65_536;

/** Where `hermes server start` listens unless told otherwise. llama-server's own default differs between builds. */
export const DEFAULT_PORT = 8000;
