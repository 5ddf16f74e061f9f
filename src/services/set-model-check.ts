import { type KeyPath, loadConfig, routeAtModel } from '../config/index.ts';
import type { Diagnostic, Paths } from '../contract/index.ts';
import { checkModelAt } from './validate-live.ts';

/** A person waits for it behind every `set`. */
const TIMEOUT_MS = 3_000;

export interface ModelCheck {
  /**
   * `listed`: whoever is to answer lists the model. `not-listed`: it does not. `not-verified`: it could not be asked.
   * `no-model`: the key names no model that anybody is to answer.
   */
  state: 'listed' | 'not-listed' | 'not-verified' | 'no-model';
  /** What was found; left out where all is well. */
  finding?: Pick<Diagnostic, 'code' | 'severity' | 'message' | 'suggestion'>;
}

/**
 * Whether the model that was just set is listed by its own provider, to which alone the key goes. GET requests only,
 * answered within 3 s or not verified. Throws the reason of `signal` when that is aborted, and what `loadConfig` throws.
 */
export async function checkSetModel(
  paths: Paths,
  path: KeyPath,
  { env, signal, timeoutMs = TIMEOUT_MS }: { env: NodeJS.ProcessEnv; signal?: AbortSignal; timeoutMs?: number },
): Promise<ModelCheck> {
  const config = await loadConfig(paths, env);
  if (!routeAtModel(config, path)) return { state: 'no-model' };
  const found = await checkModelAt(config, path, { timeoutMs, ...(signal ? { signal } : {}) });
  if (!found) return { state: 'listed' };
  const { code, severity, message, suggestion } = found;
  const finding = { code, severity, message, ...(suggestion ? { suggestion } : {}) };
  return { state: code === 'model.not-listed' ? 'not-listed' : 'not-verified', finding };
}
