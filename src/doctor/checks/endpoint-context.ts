import { sameAddress } from '../../catalog/addresses.ts';
import { AGENT_CONTEXT_FLOOR, smallWindowWarning } from '../../catalog/limits.ts';
import type { Check, CheckContext, Fix, LlamaProps } from '../../contract/index.ts';
import { count, plural } from '../../errors/words.ts';
import { restartServer } from '../remedy.ts';
import { fail, mend, pass, skip, warn } from '../verdict.ts';

/** What one request can hold, against what the config promises and what agents need. Token counts throughout. */
export const endpointContext: Check = {
  id: 'endpoint.context',
  title: 'Context window',
  group: 'endpoint',
  after: ['endpoint.models'],
  timeoutMs: 12_000,
  subject: ({ place }) => place?.url,
  async run(context) {
    const { context: window, props, kind } = await context.report();
    if (!window) {
      return skip(
        kind === 'llama-router'
          ? 'the model is not loaded yet; its window shows then'
          : 'the server does not say its window',
      );
    }
    const real = window.tokens;
    const declared = declaredContext(context);
    if (declared !== undefined && declared > real) {
      return fail(`the config promises ${count(declared)} tokens, a request gets ${count(real)}`, {
        detail: lines('Longer prompts will be refused instead of being compressed in time.', slots(props)),
        fix: await remedyFor(context, real, declared),
      });
    }
    const usable = Math.min(real, declared ?? real);
    const tooSmall = smallWindowWarning(usable);
    if (tooSmall) {
      return warn(`${count(usable)} tokens per request`, {
        detail: lines(tooSmall, usable < real ? `The server has ${count(real)}; the config sets less.` : slots(props)),
        fix: await remedyFor(context, real, declared),
      });
    }
    return pass(
      `${count(real)} tokens per request${inSlots(props)}${declared ? `; the config uses ${count(declared)}` : ''}`,
    );
  },
};

/** `model.context_length`, else what the saved endpoint says of the model. */
function declaredContext({ config, target }: CheckContext): number | undefined {
  const own = config?.value.model.context_length;
  if (typeof own === 'number') return own;
  const saved = config?.value.custom_providers.find(({ base_url }) => sameAddress(base_url, target?.baseUrl));
  return target?.model === undefined ? undefined : saved?.models?.[target.model]?.context_length;
}

/** A window that is large enough only needs the config corrected; a small one needs the server restarted. */
async function remedyFor(context: CheckContext, real: number, declared: number | undefined): Promise<Fix> {
  if (real >= AGENT_CONTEXT_FLOOR && declared !== undefined) {
    return mend('Write the real window into the config.', `hermes config set model.context_length ${real}`);
  }
  return restartServer(context, 'Give one request a larger window');
}

/** llama-server divides `-c` by `-np` unless its KV cache is unified; both show as the window of one slot. */
const slots = (props: LlamaProps | undefined): string =>
  props && props.slots > 1
    ? `The server has ${props.slots} slots of ${count(props.contextPerSlot)}: -np ${props.slots} divides what -c asked for.`
    : '';

const inSlots = (props: LlamaProps | undefined): string =>
  props && props.slots > 0 ? `, ${plural(props.slots, 'slot')}` : '';

const lines = (...texts: string[]): string => texts.filter(Boolean).join('\n');
