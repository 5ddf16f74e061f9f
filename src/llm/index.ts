import type { LlmRoom, UsageEntry } from '../contract/index.ts';
export declare function createLlmRoom(options: { ops: string }): LlmRoom;
export declare function appendUsage(ops: string, entry: UsageEntry): Promise<void>;
