import { type LoadedFile, placedRoutes } from '../config/index.ts';
import type { Target } from '../contract/index.ts';

const LISTS = new Set<unknown>(['fallback_providers', 'fallback_model']);

/** `fallback_providers` that lead somewhere with a model and the key that is meant to be there, in their order. */
export function fallbackTargets(config: LoadedFile): (Target & { model: string })[] {
  return placedRoutes(config).flatMap(({ at, resolution }) => {
    if (!LISTS.has(at[0]) || !resolution.ok || resolution.missingKey) return [];
    const { model, ...target } = resolution.target;
    return model ? [{ ...target, model }] : [];
  });
}
