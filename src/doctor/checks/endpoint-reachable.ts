import { findKnownHost } from '../../catalog/known-hosts.ts';
import { PROVIDERS } from '../../catalog/providers.ts';
import type { Check, CheckContext, Fix, HttpFailure } from '../../contract/index.ts';
import { restartServer, startServer } from '../remedy.ts';
import { advise, fail, pass } from '../verdict.ts';

/** Something answers HTTP at the configured address. */
export const endpointReachable: Check = {
  id: 'endpoint.reachable',
  title: 'Reachable',
  group: 'endpoint',
  after: ['config.syntax'],
  timeoutMs: 12_000,
  subject: ({ place }) => place?.url,
  async run(context) {
    if (!context.target || !context.place) {
      return fail(context.targetError?.message ?? 'no endpoint is configured', {
        detail: 'Everything that talks to a model needs one.',
        fix: advise('Name the server, or a provider.', 'hermes model'),
      });
    }
    const { models } = await context.report();
    if (models.ok || models.reason !== 'unreachable')
      return pass(`${context.place.host} answers (${Math.round(models.ms)} ms)`);
    const key = missingKey(context);
    return fail(models.message, {
      ...(key === undefined ? {} : { detail: `Its key is missing too: ${key} is not set.` }),
      fix: await remedy(models.failure, context),
    });
  },
};

/** The variable that should hold the key of a known provider, where no key is set at all. */
function missingKey({ target }: CheckContext): string | undefined {
  if (!target || target.apiKey) return undefined;
  const host = hostOf(target.baseUrl);
  return PROVIDERS.find(({ keyEnv, baseUrl }) => keyEnv && host !== undefined && hostOf(baseUrl) === host)?.keyEnv;
}

const hostOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).host : undefined);

async function remedy(failure: HttpFailure | undefined, context: CheckContext): Promise<Fix> {
  switch (failure) {
    case 'refused':
      return startServer(context);
    case 'timeout':
    case 'closed':
      return context.place?.local
        ? restartServer(context, 'A server that hangs or fell over does not recover by itself')
        : startServer(context);
    case 'dns':
      // The address of a known host is right; what is missing is the way to it.
      if (context.target && findKnownHost(context.target.baseUrl)) {
        return advise('Check the network connection and its name server (DNS).');
      }
      return advise('Correct the address `model.base_url`.', 'hermes model');
    case 'invalid-url':
      return advise('Correct the address `model.base_url`.', 'hermes model');
    case 'invalid-request':
      return advise('Give it the right key; it is kept in .env.', 'hermes model');
    case 'tls':
      return advise('Correct the address, or trust the certificate as the message says.', 'hermes model');
    default:
      return startServer(context);
  }
}
