import { isModel } from '../catalog/model-names.ts';
import type { ModelsResult, Target } from '../contract/index.ts';
import { createEndpointRoom, hostLabel } from '../endpoint/index.ts';
import { plural } from '../errors/words.ts';
import { nearestModel } from './nearest-model.ts';

/** Somebody waits for it. */
const TIMEOUT_MS = 3_000;

/** What an endpoint says about a model: GET requests only, nothing is generated. */
export type Listing =
  | { state: 'listed' }
  /** `nearest`: the listed name that was most likely meant, where one comes close. */
  | { state: 'not-listed'; message: string; nearest?: string; names: string[] }
  | { state: 'unknown'; why: string; reason: Extract<ModelsResult, { ok: false }>['reason'] | 'empty' };

/** Asks within 3 s whether the target lists its model. Rejects only with the reason of an aborted signal. */
export async function listingOf(
  target: Target & { model: string },
  { signal, timeoutMs = TIMEOUT_MS }: { signal?: AbortSignal | undefined; timeoutMs?: number } = {},
): Promise<Listing> {
  signal?.throwIfAborted();
  const models = await createEndpointRoom().models(target, { timeoutMs, ...(signal ? { signal } : {}) });
  signal?.throwIfAborted();
  if (!models.ok) return { state: 'unknown', why: models.message, reason: models.reason };
  const host = hostLabel(target.baseUrl);
  if (models.models.length === 0) return { state: 'unknown', why: `${host} lists no model at all`, reason: 'empty' };
  if (models.models.some((model) => isModel(model, target.model, target.baseUrl))) return { state: 'listed' };
  const names = models.models.map(({ id }) => id);
  const nearest = nearestModel(target.model, names);
  return {
    state: 'not-listed',
    message: `\`${target.model}\` is not among the ${plural(names.length, 'model')} that ${host} lists`,
    ...(nearest === undefined ? {} : { nearest }),
    names,
  };
}

/** What to say about the names that there are. */
export function namesText({ nearest, names }: Extract<Listing, { state: 'not-listed' }>): string {
  if (nearest !== undefined) return `Did you mean \`${nearest}\`?`;
  const rest = names.length - 5;
  return `It lists ${names.slice(0, 5).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
}
