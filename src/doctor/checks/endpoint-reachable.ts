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
    return fail(models.message, { fix: await remedy(models.failure, context) });
  },
};

async function remedy(failure: HttpFailure | undefined, context: CheckContext): Promise<Fix> {
  switch (failure) {
    case 'refused':
      return startServer(context);
    case 'timeout':
    case 'closed':
      return context.place?.local
        ? restartServer(context, 'A server that hangs or fell over does not recover by itself')
        : startServer(context);
    case 'invalid-url':
    case 'dns':
      return advise('Correct the address `model.base_url`.', 'hermes model');
    case 'invalid-request':
      return advise('Give it the right key; it is kept in .env.', 'hermes model');
    case 'tls':
      return advise('Correct the address, or trust the certificate as the message says.', 'hermes model');
    default:
      return startServer(context);
  }
}
