import type { ChatRequest, ChatResult, CheckContext, EndpointReport, Fix, Verdict } from '../contract/index.ts';
import { commandLine } from '../errors/command-line.ts';
import { restartServer } from './remedy.ts';
import { advise, fail } from './verdict.ts';

/** One request of the doctor's to the configured model; gives up before the check's own limit does. */
export async function ask(
  context: CheckContext,
  request: Omit<ChatRequest, 'task' | 'signal' | 'timeoutMs'>,
  limitMs = context.limitMs,
): Promise<ChatResult> {
  const { target } = context;
  if (!target) throw new Error('a check that asks the model comes after endpoint.reachable');
  const model = target.model || soleModel(await context.report()) || 'default';
  return context.llm.chat(
    { ...target, model },
    { ...request, task: 'doctor', signal: context.signal, timeoutMs: Math.max(100, limitMs - 500) },
  );
}

const soleModel = ({ models }: EndpointReport): string | undefined =>
  models.ok && models.models.length === 1 ? models.models[0]?.id : undefined;

type Refusal = Extract<ChatResult, { ok: false }>;

/** What a failed request means. */
export async function refused(context: CheckContext, what: string, refusal: Refusal): Promise<Verdict> {
  const status = refusal.status === undefined || refusal.failure === 'bad-answer' ? '' : ` (${refusal.status})`;
  const fix = await remedy(context, refusal);
  return fail(`${what}: ${refusal.message}${status}`, fix ? { fix } : {});
}

async function remedy(context: CheckContext, { failure, message, status }: Refusal): Promise<Fix | undefined> {
  if (/jinja/i.test(message))
    return restartServer(context, 'Tools need the chat template engine (--jinja)', { jinja: true });
  if (failure === 'not-found') return await otherMode(context);
  if (failure === 'unauthorized') return advise('Give it the right key; it is kept in .env.', 'hermes model');
  if (failure === 'timeout')
    return advise('If the server is only slow, allow more time.', 'hermes doctor --timeout 120');
  if (status === 429) return advise('The provider limits requests or the account is empty: wait, or look there.');
  const own = await context.place?.ownServer();
  return own === undefined
    ? advise('Look into the log of the server.')
    : advise('Look into its log.', commandLine('hermes', 'server', 'logs', own.name));
}

/** The configured route is missing; another one may be there. */
async function otherMode(context: CheckContext): Promise<Fix> {
  const { modes } = await context.report();
  const there = (['chat_completions', 'codex_responses', 'anthropic_messages'] as const).find(
    (mode) => modes[mode] === 'exists' && mode !== (context.target?.apiMode ?? 'chat_completions'),
  );
  return there
    ? advise(`The server has another API: ${there}.`, `hermes config set model.api_mode ${there}`)
    : advise('Correct the address or the model.', 'hermes model');
}
