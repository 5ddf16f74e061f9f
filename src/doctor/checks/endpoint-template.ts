import type { Check, CheckContext, Fix, HttpResult, Verdict } from '../../contract/index.ts';
import { PROBE_TOOL } from '../probe-tool.ts';
import { restartServer } from '../remedy.ts';
import { fail, pass, skip } from '../verdict.ts';

/**
 * The server's chat template shows tools to the model. Asked of `POST /apply-template` with a tool, which takes the same
 * way as a real request and generates nothing: `--no-jinja` does not show in `/props` (build 11669).
 */
export const endpointTemplate: Check = {
  id: 'endpoint.template',
  title: 'Chat template',
  group: 'endpoint',
  after: ['endpoint.models'],
  timeoutMs: 12_000,
  subject: ({ place }) => place?.url,
  async run(context) {
    const { props } = await context.report();
    if (!props || !context.place || !context.target) return skip('this kind of server does not show its chat template');
    const answer = await context.endpoint.request(`${context.place.root}/apply-template`, {
      body: {
        // Without the tool's name, so that the name can only come from the template.
        messages: [{ role: 'user', content: 'Hello' }],
        tools: [PROBE_TOOL],
        ...(context.target.model ? { model: context.target.model } : {}),
      },
      ...(context.target.apiKey ? { apiKey: context.target.apiKey } : {}),
      timeoutMs: Math.min(5_000, context.limitMs * 0.8),
      signal: context.signal,
    });
    if (answer.ok && (answer.status === 404 || answer.status === 405))
      return byCapability(context, props.supportsTools);
    return byAnswer(context, answer);
  },
};

async function byAnswer(context: CheckContext, answer: HttpResult): Promise<Verdict> {
  if (!answer.ok) return fail(`no answer from /apply-template: ${answer.message}`);
  const said = context.endpoint.serverMessage(answer.body, context.target?.apiKey);
  if (answer.status !== 200) {
    return fail(`the server refuses tools: ${said ?? `HTTP ${answer.status}`}`, {
      detail: 'Agents work through tools; every request that offers one will fail.',
      fix: /jinja/i.test(said ?? '')
        ? await restartServer(context, 'Tools need the chat template engine (--jinja)', { jinja: true })
        : await ownTemplate(context),
    });
  }
  return promptOf(answer.body)?.includes(PROBE_TOOL.function.name) ? pass('shows tools to the model') : blind(context);
}

/** Older servers have no /apply-template but say what their template can do. */
async function byCapability(context: CheckContext, supportsTools: boolean | undefined): Promise<Verdict> {
  if (supportsTools === undefined) return skip('the server does not show its chat template');
  return supportsTools ? pass('knows tools, says the server') : blind(context);
}

const blind = async (context: CheckContext): Promise<Verdict> =>
  fail('the chat template leaves tools out', {
    detail: 'The model never learns which tools there are, so agents cannot work with it.',
    fix: await ownTemplate(context),
  });

const ownTemplate = (context: CheckContext): Promise<Fix> =>
  restartServer(
    context,
    "Use the model's own chat template, or a model that knows tools",
    { ownTemplate: true },
    "Use a model that knows tools: the model's own chat template is what leaves them out.",
  );

function promptOf(body: string): string | undefined {
  try {
    const { prompt } = JSON.parse(body) as { prompt?: unknown };
    return typeof prompt === 'string' ? prompt : undefined;
  } catch {
    return undefined;
  }
}
