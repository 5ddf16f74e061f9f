import { findKnownHost } from '../catalog/known-hosts.ts';
import type { PlacedRoute } from '../config/index.ts';
import type { EndpointReport, EndpointRoom, LlamaProps, ModelsResult, ServerKind, Target } from '../contract/index.ts';

/** What an endpoint said about itself. */
export interface Answer {
  models: ModelsResult;
  kind: ServerKind;
  props?: LlamaProps;
  /** Window of one request, for the model that was asked about. */
  context?: EndpointReport['context'];
}

/** Everything that the config sends to one endpoint with one key. */
export interface Group {
  target: Target;
  /** In the order of the config, the main model first. */
  routes: PlacedRoute[];
}

export interface AskOptions {
  /** Limit for each endpoint in ms; all are asked at the same time. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** Routes by where they lead and with which key, so that each of those is asked once. */
export function groupRoutes(routes: readonly PlacedRoute[]): Group[] {
  const groups = new Map<string, Group>();
  for (const route of routes) {
    if (!route.resolution.ok) continue;
    const { target, missingKey } = route.resolution;
    const wire = target.apiMode === 'anthropic_messages';
    const id = JSON.stringify([addressOf(target.baseUrl), target.apiKey ?? null, wire, missingKey?.name ?? null]);
    const group = groups.get(id) ?? { target, routes: [] };
    group.routes.push(route);
    groups.set(id, group);
  }
  return [...groups.values()];
}

const addressOf = (url: string): string => (URL.canParse(url) ? new URL(url).href.replace(/\/+$/, '') : url);

/** Nothing but GET requests is sent: the list of models and, to servers of one's own, what tells their window. */
export async function askEndpoint(
  room: EndpointRoom,
  target: Target,
  { timeoutMs, signal }: AskOptions,
): Promise<Answer> {
  // A single request that is too slow says so itself; the second limit is for several that are slow together.
  const limits = [AbortSignal.timeout(timeoutMs + GRACE_MS), ...(signal ? [signal] : [])];
  const options = { timeoutMs, signal: AbortSignal.any(limits) };
  if (findKnownHost(target.baseUrl)) return { models: await room.models(target, options), kind: 'unknown' };
  const { models, kind, props, context } = await room.describe(target, { ...options, modes: false });
  return { models, kind, ...(props ? { props } : {}), ...(context ? { context } : {}) };
}

const GRACE_MS = 250;
