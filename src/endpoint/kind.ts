import { findKnownHost } from '../catalog/known-hosts.ts';
import type { LlamaProps, ProbeOptions, ServerKind, Target } from '../contract/index.ts';
import { isObject, jsonObject, listOf, stringOf, tokensOf } from './answer.ts';
import { authOf } from './auth.ts';
import { request } from './http.ts';
import type { ModelsAnswer } from './models.ts';
import { rootOf } from './url.ts';

/** The kind as far as answers that are already there show it. */
export function kindFromSigns(models: ModelsAnswer, props: LlamaProps | undefined): ServerKind {
  if (models.router || props?.role === 'router') return 'llama-router';
  if (props || models.ownedBy === 'llamacpp' || models.server === 'llama.cpp') return 'llama-server';
  if (models.ownedBy === 'vllm') return 'vllm';
  return 'unknown';
}

/** Asks the routes that only Ollama or LM Studio has. Both name the window of a loaded model, nothing else does. */
export async function probeKind(
  target: Target,
  options: ProbeOptions,
): Promise<{ kind: ServerKind; contextLength?: number }> {
  if (findKnownHost(target.baseUrl)) return { kind: 'unknown' };
  const root = rootOf(target.baseUrl);
  const get = async (path: string) => {
    const answer = await request(`${root}${path}`, { ...options, ...authOf(target) });
    return answer.ok && answer.status === 200 ? jsonObject(answer.body) : undefined;
  };
  const [running, listed] = await Promise.all([get('/api/ps'), get('/api/v0/models')]);
  if (Array.isArray(running?.['models'])) {
    return { kind: 'ollama', ...windowOf(running['models'], 'name', 'context_length', target.model) };
  }
  const entries = listOf(listed?.['data']);
  if (entries.some((entry) => isObject(entry) && stringOf(entry['state']) !== undefined)) {
    return { kind: 'lmstudio', ...windowOf(entries, 'id', 'loaded_context_length', target.model) };
  }
  return { kind: 'unknown' };
}

function windowOf(
  entries: unknown[],
  idKey: string,
  key: string,
  model: string | undefined,
): { contextLength?: number } {
  const entry = entries.filter(isObject).find((candidate) => candidate[idKey] === model);
  const contextLength = tokensOf(entry?.[key]);
  return contextLength === undefined ? {} : { contextLength };
}
