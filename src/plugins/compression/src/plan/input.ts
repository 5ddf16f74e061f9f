import type { SessionMessage } from '@hermes-ops/contract';
import type { CompressionSettings } from '../settings.ts';
import type { Item } from './items.ts';
import type { PruneOptions } from './prune.ts';

export interface LayoutInput {
  messages: readonly SessionMessage[];
  settings: CompressionSettings;
  /** Tokens of system prompt and tools. */
  fixedTokens: number;
  /** Tokens of all messages. */
  historyTokens: number;
  /** Window in tokens; undefined: not known. */
  contextTokens: number | undefined;
  tokensOf(message: SessionMessage | Item): number;
  prune: PruneOptions;
}
