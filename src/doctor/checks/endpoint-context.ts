import { AGENT_CONTEXT_FLOOR, smallWindowWarning } from '../../catalog/limits.ts';
import type { Check, CheckContext, Fix, LlamaProps } from '../../contract/index.ts';
import { count, plural } from '../../errors/words.ts';
import { restartServer } from '../remedy.ts';
import { advise, fail, mend, pass, skip, warn } from '../verdict.ts';
import { declaredContext, trainContext, wantedWindow } from '../window.ts';

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

/**
 * Where the window is large enough, or is all that the model was trained for, the config has to be corrected; else the
 * server has to be restarted. What the config says is corrected too where it would still not fit.
 */
async function remedyFor(context: CheckContext, real: number, declared: number | undefined): Promise<Fix> {
  const trained = trainContext(context, (await context.report()).models);
  const exhausted = trained !== undefined && real >= trained;
  if (declared !== undefined && (real >= AGENT_CONTEXT_FLOOR || (exhausted && declared > real))) {
    return mend('Write the real window into the config.', setContext(real));
  }
  if (exhausted) {
    return advise(`The model was trained for no more than ${count(trained)} tokens: use another one.`, 'hermes model');
  }
  const window = wantedWindow(declared, trained);
  const { text, command } = await restartServer(
    context,
    'Give one request a larger window',
    { window },
    'It was started with enough, so its log says why a request gets less.',
  );
  if (declared === undefined || (declared <= window && smallWindowWarning(declared) === undefined)) {
    return advise(text, command);
  }
  if (command !== undefined) return advise(text, `${setContext(window)} && ${command}`);
  return advise(`${text} Then write it into the config.`, setContext(window));
}

const setContext = (tokens: number): string => `hermes config set model.context_length ${tokens}`;

/** llama-server divides `-c` by `-np` unless its KV cache is unified; both show as the window of one slot. */
const slots = (props: LlamaProps | undefined): string =>
  props && props.slots > 1
    ? `The server has ${props.slots} slots of ${count(props.contextPerSlot)}: -np ${props.slots} divides what -c asked for.`
    : '';

const inSlots = (props: LlamaProps | undefined): string =>
  props && props.slots > 0 ? `, ${plural(props.slots, 'slot')}` : '';

const lines = (...texts: string[]): string => texts.filter(Boolean).join('\n');
