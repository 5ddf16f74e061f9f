import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

export type FoundBinary =
  | { ok: true; binary: string; source: 'env' | 'path' }
  /** `configured`: what `$HERMES_LLAMA_SERVER` names although it cannot be run. */
  | { ok: false; configured?: string };

/** The llama-server to run: `$HERMES_LLAMA_SERVER`, else the first executable of that name on PATH. */
export function findBinary(env: NodeJS.ProcessEnv, cwd: string): FoundBinary {
  const configured = env['HERMES_LLAMA_SERVER'];
  if (configured) {
    const binary = isAbsolute(configured) ? configured : resolve(cwd, configured);
    return isExecutable(binary) ? { ok: true, binary, source: 'env' } : { ok: false, configured };
  }
  const name = process.platform === 'win32' ? 'llama-server.exe' : 'llama-server';
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const binary = folders.map((folder) => resolve(cwd, join(folder, name))).find(isExecutable);
  return binary === undefined ? { ok: false } : { ok: true, binary, source: 'path' };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
