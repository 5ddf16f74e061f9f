import type { EndpointReport, Host } from '@hermes-ops/contract';
import type { ModelTarget } from '../loop/deps.ts';
import { isOwnServer } from '../loop/own-server.ts';

/** How long a local endpoint may take to say what it is: a person waits for the prompt meanwhile. */
const LIMIT_MS = 700;

/** What is known of the endpoint when the session starts. */
export interface EndpointFacts {
  /** Window of one request in tokens; undefined: it does not say. */
  contextTokens: number | undefined;
  llamaServer: boolean;
  /** What the template depends on: model file and build. Undefined where no `/apply-template` is to be expected. */
  templateKey: string | undefined;
}

/**
 * Asks a local endpoint what it is, so that a missing or sick one is said at once instead of after a prompt. Services on
 * the internet are not asked: the first request tells.
 * Errors: agent.endpoint-down, agent.endpoint-silent, agent.endpoint-loading, agent.key-refused, agent.endpoint-sick.
 */
export async function checkEndpoint(host: Host, target: ModelTarget): Promise<EndpointFacts> {
  const room = await host.endpoint();
  if (!room.isLocal(target.baseUrl)) return { contextTokens: undefined, llamaServer: false, templateKey: undefined };
  const report = await room.describe(target, { modes: false, timeoutMs: LIMIT_MS, signal: host.signal });
  if (!report.models.ok) {
    const own = await isOwnServer(host, target.baseUrl);
    refuseSick(host, report, { url: room.displayUrl(target.baseUrl), own, ms: LIMIT_MS });
  }
  const { props, context, kind } = report;
  return {
    contextTokens: context?.tokens,
    llamaServer: kind === 'llama-server' || kind === 'llama-router',
    templateKey: kind === 'llama-server' && props ? `${props.modelPath} ${props.build}` : undefined,
  };
}

function refuseSick(
  host: Host,
  { models, health }: EndpointReport,
  { url, own, ms }: { url: string; own: boolean; ms: number },
): void {
  const start = own
    ? ['hermes server start', 'hermes server status']
    : ['Start the server, or choose another with `hermes model`.'];
  const fail = (code: string, message: string, hints: string[]): Error =>
    host.errors.user(code, message, { where: { url }, try: hints, exit: 1 });
  if (models.ok) return;
  switch (models.reason) {
    case 'unreachable':
      if (models.failure === 'aborted') throw host.signal.reason;
      if (models.failure === 'timeout') {
        const hints = [...(own ? ['hermes server status', 'hermes server logs'] : []), 'hermes doctor'];
        throw fail(
          'agent.endpoint-silent',
          `the endpoint accepts connections but did not answer within ${ms} ms`,
          hints,
        );
      }
      throw fail('agent.endpoint-down', models.message, [...start, 'hermes doctor']);
    case 'loading':
      throw fail('agent.endpoint-loading', models.message, [
        'Wait a moment, then try again.',
        ...(own ? ['hermes server logs -f'] : []),
      ]);
    case 'unauthorized':
      throw fail('agent.key-refused', models.message, ['hermes config explain model.api_key', 'hermes doctor']);
    case 'not-found':
      // Some servers have no list of models and still answer.
      return;
    default:
      if (health.ok && health.status === 200) return;
      throw fail('agent.endpoint-sick', models.message, ['hermes doctor']);
  }
}
