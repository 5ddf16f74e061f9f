import { realpath } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import type { Host } from '@hermes-ops/contract';

/** `terminal.cwd`, by default the folder that hermes was started in. */
export async function workspaceOf(host: Host, terminal: unknown): Promise<string> {
  const { cwd } = (terminal ?? {}) as { cwd?: unknown };
  const wished = typeof cwd === 'string' && cwd !== '' && isAbsolute(cwd) ? cwd : host.paths.cwd;
  const folder = resolve(host.paths.cwd, wished);
  return realpath(folder).catch(() => folder);
}
