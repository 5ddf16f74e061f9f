import { sameAddress } from '../catalog/addresses.ts';
import { DEFAULT_CONTEXT, smallWindowWarning } from '../catalog/limits.ts';
import type { CheckContext, EndpointReport, ModelsResult } from '../contract/index.ts';

/** `model.context_length`, else what the saved endpoint says of the model. */
export function declaredContext({ config, target }: CheckContext): number | undefined {
  const own = config?.value.model.context_length;
  if (typeof own === 'number') return own;
  const saved = config?.value.custom_providers.find(({ base_url }) => sameAddress(base_url, target?.baseUrl));
  return target?.model === undefined ? undefined : saved?.models?.[target.model]?.context_length;
}

/** Tokens that the configured model was trained for, where the server says it. */
export function trainContext({ target }: CheckContext, models: ModelsResult): number | undefined {
  if (!models.ok) return undefined;
  const [sole] = models.models.length === 1 ? models.models : [];
  return (models.models.find(({ id }) => id === target?.model) ?? sole)?.trainContext;
}

/** What a restart should give to one request: what the config promises, enough for agents, no more than was trained. */
export const wantedWindow = (declared: number | undefined, trained: number | undefined): number =>
  Math.min(Math.max(DEFAULT_CONTEXT, declared ?? 0), trained ?? Number.POSITIVE_INFINITY);

/** The wanted window where the server gives less; undefined where it is large enough, unknown, or all there is. */
export function missingWindow(context: CheckContext, report: EndpointReport): number | undefined {
  const real = report.context?.tokens;
  const declared = declaredContext(context);
  if (real === undefined || (smallWindowWarning(real) === undefined && real >= (declared ?? 0))) return undefined;
  const wanted = wantedWindow(declared, trainContext(context, report.models));
  return wanted > real ? wanted : undefined;
}
