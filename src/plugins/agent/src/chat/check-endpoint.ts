import type { EndpointReport, Host, ModelsResult, Target } from '@hermes-ops/contract';
import type { ModelTarget } from '../loop/deps.ts';
import type { NoticeCode } from '../loop/notice-codes.ts';
import { ownStartLine } from '../loop/own-server.ts';

/** How long an endpoint of the own network may take to say what it is: a person waits for the prompt meanwhile. */
const LIMIT_MS = 700;
/** The same where silence is the end of it: a machine that is busy, with this very model say, is slow and not silent. */
const PATIENCE_MS = 5_000;

/** What is known of the endpoint when the session starts. */
export interface EndpointFacts {
  /** Window of one request in tokens; undefined: it does not say. */
  contextTokens: number | undefined;
  llamaServer: boolean;
  /** What the template depends on: model file and build. Undefined where no `/apply-template` is to be expected. */
  templateKey: string | undefined;
  /** What the user should know before the first message. */
  notice?: { code: NoticeCode; text: string; try: string[] };
}

/** Window of one request in tokens: what the config allows, and no more than the endpoint says. Undefined: neither says it. */
export const windowOf = (wished: number | undefined, said: number | undefined): number | undefined =>
  wished === undefined || said === undefined ? (wished ?? said) : Math.min(wished, said);

const NOTHING_KNOWN: EndpointFacts = { contextTokens: undefined, llamaServer: false, templateKey: undefined };

/**
 * Asks a local endpoint what it is, so that a missing or sick one is said at once instead of after a prompt. Services on
 * the internet are not asked: the first request tells. One of the own network that is only slow is told of and asked.
 * Errors: agent.endpoint-down, agent.endpoint-silent, agent.endpoint-loading, agent.key-refused, agent.endpoint-sick.
 */
export async function checkEndpoint(host: Host, target: ModelTarget): Promise<EndpointFacts> {
  const room = await host.endpoint();
  if (!room.isLocal(target.baseUrl)) return NOTHING_KNOWN;
  const loopback = isLoopback(target.baseUrl);
  const timeoutMs = loopback ? PATIENCE_MS : LIMIT_MS;
  const report = await room.describe(target, { modes: false, timeoutMs, signal: host.signal });
  const { models, props, context, kind } = report;
  if (!models.ok) {
    if (models.failure === 'timeout' && !loopback) return { ...NOTHING_KNOWN, notice: slow(models.message) };
    await refuseSick(host, target, models, report);
  }
  return {
    contextTokens: context?.tokens,
    llamaServer: kind === 'llama-server' || kind === 'llama-router',
    templateKey: kind === 'llama-server' && props ? `${props.modelPath} ${props.build}` : undefined,
  };
}

/** Ids that the endpoint lists; the errors of `checkEndpoint` where it lists none because it is down or sick. */
export async function listedModels(host: Host, target: Target): Promise<string[]> {
  const models = await (await host.endpoint()).models(target, { timeoutMs: PATIENCE_MS, signal: host.signal });
  if (models.ok) return models.models.map(({ id }) => id);
  await refuseSick(host, target, models);
  return [];
}

const slow = (message: string) => ({
  code: 'agent.endpoint-slow' as const,
  text: `${message}; it is asked all the same`,
  try: ['Ctrl-C, then `hermes doctor`, where nothing comes.'],
});

const isLoopback = (url: string): boolean =>
  URL.canParse(url) && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);

type Refusal = Extract<ModelsResult, { ok: false }>;

async function refuseSick(host: Host, target: Target, models: Refusal, report?: EndpointReport): Promise<void> {
  const url = (await host.endpoint()).displayUrl(target.baseUrl);
  const start = await ownStartLine(host, target.baseUrl);
  const own = start !== undefined;
  const fail = (code: string, message: string, hints: string[]): Error =>
    host.errors.user(code, message, { where: { url }, try: hints, exit: 1 });
  switch (models.reason) {
    case 'unreachable': {
      if (models.failure === 'aborted') throw host.signal.reason;
      if (models.failure === 'timeout') {
        const hints = [...(own ? ['hermes server status', 'hermes server logs'] : []), 'hermes doctor'];
        throw fail('agent.endpoint-silent', models.message, hints);
      }
      const mend = own ? [start, 'hermes server status'] : ['Start the server, or choose another with `hermes model`.'];
      throw fail('agent.endpoint-down', models.message, [...mend, 'hermes doctor']);
    }
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
      if (report?.health.ok && report.health.status === 200) return;
      throw fail('agent.endpoint-sick', models.message, ['hermes doctor']);
  }
}
