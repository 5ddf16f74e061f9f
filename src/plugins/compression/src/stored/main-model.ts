import type { EndpointReport, Host, ModelsResult, Target } from '@hermes-ops/contract';
import { section } from '@hermes-ops/plugin-kit/objects';
import { noModel } from '../errors.ts';
import { positive } from '../settings.ts';

/** How long the endpoint may take to say what it is, in ms: a busy one is slow, and not down. */
const PROBE_MS = 5_000;

/** How large the window of one request is, in tokens, and who says so. */
export interface Window {
  /** What holds: the smaller of both; undefined: nobody says it. */
  tokens: number | undefined;
  by: 'endpoint' | 'config' | 'nobody';
  /** `slots`: how many requests llama-server divides its window between. */
  endpoint: { tokens: number; source: 'props' | 'models'; slots?: number } | undefined;
  /** `model.context_length`. */
  configured: number | undefined;
  /** Why the endpoint says nothing. */
  silent: string | undefined;
}

/** The model that a chat would use now. */
export interface MainModel {
  target: Target & { model: string };
  /** Its address, fit to be printed. */
  url: string;
  local: boolean;
  /** It takes `chat_template_kwargs`. */
  llamaServer: boolean;
  window: Window;
  /** Why it does not serve at this moment, where that is known. */
  down: string | undefined;
}

type ModelHost = Pick<Host, 'freshConfig' | 'target' | 'endpoint' | 'errors' | 'signal'>;

/**
 * The config's endpoint and what it says of its window. As in a chat, services on the internet are not asked for it. An
 * endpoint that is down is no error. Errors: endpoint.not-configured, compression.no-model.
 */
export async function mainModel(host: ModelHost): Promise<MainModel> {
  const [target, room, config] = await Promise.all([host.target(), host.endpoint(), host.freshConfig()]);
  const local = room.isLocal(target.baseUrl);
  const options = { timeoutMs: PROBE_MS, signal: host.signal };
  const report = local ? await room.describe(target, { ...options, modes: false }) : undefined;
  const listed = async () => report?.models ?? room.models(target, options);
  const model = target.model ?? onlyListed(host, await listed());
  const configured = positive(section(config.value['model'])['context_length']);
  const models = report?.models;
  return {
    target: { ...target, model },
    url: room.displayUrl(target.baseUrl),
    local,
    llamaServer: report?.kind === 'llama-server' || report?.kind === 'llama-router',
    window: windowOf(report, configured),
    down: models && !models.ok && models.reason !== 'not-found' ? models.message : undefined,
  };
}

function onlyListed(host: Pick<Host, 'errors'>, models: ModelsResult): string {
  if (!models.ok) throw noModel(host, models.message);
  const [only, ...others] = models.models;
  if (only && others.length === 0) return only.id;
  throw noModel(host, only ? `the endpoint lists ${models.models.length}` : 'the endpoint lists none');
}

/** The smaller of what the endpoint gives a request and what the config allows. */
export function windowOf(
  report: Pick<EndpointReport, 'context' | 'props' | 'models'> | undefined,
  configured: number | undefined,
): Window {
  const { context, props } = report ?? {};
  const slots = context?.source === 'props' && props ? { slots: props.slots } : {};
  const endpoint = context ? { ...context, ...slots } : undefined;
  const said = endpoint !== undefined && (configured === undefined || endpoint.tokens <= configured);
  return {
    tokens: said ? endpoint.tokens : configured,
    by: said ? 'endpoint' : configured === undefined ? 'nobody' : 'config',
    endpoint,
    configured,
    silent: endpoint ? undefined : silence(report),
  };
}

function silence(report: Pick<EndpointReport, 'models'> | undefined): string {
  if (!report) return 'services on the internet are not asked';
  return report.models.ok ? 'it does not say' : 'it cannot be asked now';
}
