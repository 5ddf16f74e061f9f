/** What the line under an answer shows, in both screens. Times in ms. */
export interface Status {
  model: string;
  /** Prompt and answer of the last request; `estimated` where the server did not count them. */
  usedTokens: number;
  estimated: boolean;
  contextTokens: number | undefined;
  sessionMs: number;
  /** Of the last turn, or of the one that is under way; absent before the first. */
  turnMs: number | undefined;
  /** Compressions of this session that are in force; shown from the first one on. */
  compressions: number;
  /** Share of the last turn's prompts that the server had in its cache, 0 to 1; absent where it counted none. */
  cacheShare?: number | undefined;
  /** Approvals are switched off. */
  unguarded: boolean;
}

const BAR = 10;
const MODEL_WIDTH = 26;

/** The file's name without its ending, cut to a fixed width: model ids of llama-server are often whole paths. */
export function shortModel(model: string): string {
  const name = (model.split(/[\\/]/).at(-1) ?? model).replace(/\.gguf$/i, '');
  const chars = [...name];
  return chars.length > MODEL_WIDTH ? `${chars.slice(0, MODEL_WIDTH - 3).join('')}...` : name;
}

export function bar(share: number): string {
  const full = Math.min(BAR, Math.max(0, Math.ceil(share * BAR)));
  return `[${'█'.repeat(full)}${'░'.repeat(BAR - full)}]`;
}

export const thousands = (tokens: number): string =>
  tokens < 1000 ? String(tokens) : `${(tokens / 1000).toFixed(1)}K`;

/** Full minutes, hours or days. */
export function age(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes}m`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)}h` : `${Math.floor(minutes / 1440)}d`;
}

/** `6m 54s`, `12s`, `0.4s`. */
export function duration(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)}s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m ${seconds % 60}s`;
}
