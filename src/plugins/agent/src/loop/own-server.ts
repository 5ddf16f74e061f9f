import type { Host } from '@hermes-ops/contract';

/** The command line that starts the server of ours at that address; undefined where it is none of ours, or not known. */
export const ownStartLine = (host: Host, baseUrl: string): Promise<string | undefined> =>
  host.startLine(baseUrl).catch(() => undefined);
