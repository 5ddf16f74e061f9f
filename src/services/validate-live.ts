import {
  type Finding,
  type KeyPath,
  type LoadedFile,
  placedRoutes,
  routeAtModel,
  toDiagnostic,
} from '../config/index.ts';
import type { Diagnostic } from '../contract/index.ts';
import { createEndpointRoom } from '../endpoint/index.ts';
import { type AskOptions, askEndpoint, type Group, groupRoutes } from './validate-live-ask.ts';
import { answerFindings, keyFinding, unresolvedFinding } from './validate-live-findings.ts';

const TIMEOUT_MS = 5_000;

export interface LiveOptions {
  /** Longest time for each endpoint in ms, all being asked at once; default 5,000. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/**
 * The world against the file: whether the endpoints that the config names answer, list the models that it names, and
 * have the windows that it counts on. Each endpoint is asked once per key, with GET requests only, so nothing is
 * generated; a key goes to its own provider only. The config's own `env` says which keys are set.
 * In the order of the lines. Throws the reason of `signal` when that is aborted, else never.
 */
export async function liveFindings(config: LoadedFile, options: LiveOptions = {}): Promise<Diagnostic[]> {
  const routes = placedRoutes(config);
  const unresolved = new Map<string, Finding>();
  for (const route of routes) {
    const finding = unresolvedFinding(route);
    const name = route.resolution.ok ? '' : route.resolution.provider.toLowerCase();
    if (finding && !unresolved.has(name)) unresolved.set(name, finding);
  }
  const findings = [...unresolved.values(), ...(await askAll(groupRoutes(routes), options))];
  return findings
    .map((finding) => toDiagnostic(config.source, finding))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

/**
 * Whether the model at a path such as `auxiliary.compression.model` is listed by whoever is to answer it: the finding
 * about that, or a note why it could not be checked; undefined where all is well or the path names no model.
 */
export async function checkModelAt(
  config: LoadedFile,
  path: KeyPath,
  options: LiveOptions = {},
): Promise<Diagnostic | undefined> {
  const route = routeAtModel(config, path);
  if (!route) return undefined;
  const unresolved = unresolvedFinding(route);
  const found = unresolved ? [unresolved] : await askAll(groupRoutes([route]), options);
  const listed = found.find(({ code }) => code === 'model.not-listed');
  const other = found.find(({ code }) => code !== 'model.window-smaller');
  const finding = listed ?? (other && { ...other, severity: 'info' as const });
  return finding && toDiagnostic(config.source, finding);
}

async function askAll(groups: readonly Group[], { timeoutMs = TIMEOUT_MS, signal }: LiveOptions): Promise<Finding[]> {
  signal?.throwIfAborted();
  const room = createEndpointRoom();
  const ask = async (group: Group, options: AskOptions): Promise<Finding[]> => {
    const [first] = group.routes;
    // What is no address at all is found without asking anybody.
    if (!/^https?:\/\/[^/]/i.test(group.target.baseUrl) || !URL.canParse(group.target.baseUrl)) return [];
    if (first?.resolution.ok && first.resolution.missingKey) return [keyFinding(group)];
    return answerFindings(group, await askEndpoint(room, group.target, options));
  };
  const found = await Promise.all(groups.map((group) => ask(group, { timeoutMs, signal })));
  signal?.throwIfAborted();
  return found.flat();
}
