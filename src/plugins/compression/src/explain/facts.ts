import type { CompressionSettings } from '../settings.ts';
import type { MainModel } from '../stored/main-model.ts';
import type { Trigger } from '../trigger.ts';

/** What the explanation is made of. Tokens throughout. */
export interface Facts {
  model: MainModel;
  settings: CompressionSettings;
  trigger: Trigger;
  /** `model.max_tokens`. */
  maxTokens: number | undefined;
  /** System prompt and tools of a known session; undefined: there is none. */
  fixed: { tokens: number; sessionId: string } | undefined;
}
