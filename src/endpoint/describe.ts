import type {
  DescribeOptions,
  EndpointReport,
  HttpResult,
  LlamaProps,
  ModelsResult,
  ProbeOptions,
  Target,
} from '../contract/index.ts';
import { request } from './http.ts';
import { kindFromSigns, probeKind } from './kind.ts';
import { fetchModels } from './models.ts';
import { allModes, probeModes } from './modes.ts';
import { fetchProps } from './props.ts';
import { displayUrl, rootOf } from './url.ts';

/** llama-server answers `/health` without a key, so none is sent. */
export const fetchHealth = (target: Target, options: ProbeOptions = {}): Promise<HttpResult> =>
  request(`${rootOf(target.baseUrl)}/health`, options);

/**
 * Everything an endpoint says about itself, without a generated token. The model list is asked first; when that shows
 * that the host is dead nothing else is sent, so a dead or silent server costs one timeout.
 */
export async function describeEndpoint(
  target: Target,
  { modes: askModes = true, ...options }: DescribeOptions = {},
): Promise<EndpointReport> {
  const baseUrl = displayUrl(target.baseUrl);
  const models = await fetchModels(target, options);
  const { result } = models;
  if (!result.ok && result.reason === 'unreachable') {
    const health: HttpResult = {
      ok: false,
      failure: result.failure ?? 'network',
      message: result.message,
      ms: result.ms,
    };
    return { baseUrl, kind: 'unknown', health, models: result, modes: allModes('unknown') };
  }
  const [health, ownProps, modes] = await Promise.all([
    fetchHealth(target, options),
    fetchProps(target, options),
    askModes ? probeModes(target, options) : allModes('unknown'),
  ]);
  const props = ownProps?.role === 'router' ? await childProps(target, ownProps, result, options) : ownProps;
  const signs = kindFromSigns(models, props);
  const probed = signs === 'unknown' ? await probeKind(target, options) : { kind: signs };
  const context = contextOf(props, probed, result, target.model);
  return {
    baseUrl,
    kind: probed.kind,
    health,
    models: result,
    ...(props ? { props } : {}),
    ...(context ? { context } : {}),
    modes,
  };
}

/** A router's child is asked only when it already runs: asking would load it, and perhaps evict another one. */
async function childProps(
  target: Target,
  router: LlamaProps,
  models: ModelsResult,
  options: ProbeOptions,
): Promise<LlamaProps> {
  const listed = models.ok ? models.models.find((model) => model.id === target.model) : undefined;
  if (!listed?.loaded) return router;
  const child = await fetchProps(target, { ...options, model: listed.id });
  return child ? { ...child, role: 'router' } : router;
}

function contextOf(
  props: LlamaProps | undefined,
  probed: { contextLength?: number },
  models: ModelsResult,
  model: string | undefined,
): EndpointReport['context'] {
  if (props && props.contextPerSlot > 0) return { tokens: props.contextPerSlot, source: 'props' };
  const list = models.ok ? models.models : [];
  const entry = list.find(({ id, aliases }) => id === model || (model && aliases.includes(model)));
  const sole = list.length === 1 ? list[0] : undefined;
  const tokens = probed.contextLength ?? (entry ?? sole)?.contextLength;
  return tokens === undefined ? undefined : { tokens, source: 'models' };
}
