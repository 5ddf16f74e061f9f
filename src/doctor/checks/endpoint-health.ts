import type { Check, ServerKind } from '../../contract/index.ts';
import { restartServer } from '../remedy.ts';
import { advise, fail, pass, skip } from '../verdict.ts';

/** Kinds of server that have `/health`. */
const WITH_HEALTH: readonly ServerKind[] = ['llama-server', 'llama-router', 'vllm'];

/** The server says that it is ready. */
export const endpointHealth: Check = {
  id: 'endpoint.health',
  title: 'Health',
  group: 'endpoint',
  after: ['endpoint.reachable'],
  timeoutMs: 12_000,
  subject: ({ place }) => place?.url,
  async run(context) {
    const { kind, health, props, models, modes } = await context.report();
    if (!WITH_HEALTH.includes(kind)) {
      const chats = !models.ok && models.reason === 'not-found' && modes.chat_completions === 'exists';
      const recognised = models.ok || chats || models.reason === 'unauthorized' || models.reason === 'loading';
      return skip(recognised ? 'this kind of server has no /health' : 'not recognised as a model server');
    }
    if (!health.ok) {
      return fail(`no answer from /health: ${health.message}`, {
        fix: await restartServer(context, 'The server answers only in part'),
      });
    }
    const { status } = health;
    if (status === 200) return pass(`${kind} is ready${props?.build ? ` (${props.build})` : ''}`);
    if (status === 503) {
      return fail('the server is still loading its model', {
        detail: 'It refuses every request with 503 until then.',
        fix: advise('Wait until it has loaded, then run the doctor again.', 'hermes doctor'),
      });
    }
    if (status < 500) return skip(`/health is not passed on (${status})`);
    return fail(`/health answers ${status}`, { fix: await restartServer(context, 'The server is not well') });
  },
};
