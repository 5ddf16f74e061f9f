import { setTimeout as sleep } from 'node:timers/promises';
import { isMapping, type LoadedFile } from '../config/index.ts';
import type {
  AuxiliaryAnswer,
  AuxiliaryRoom,
  AuxiliaryRoute,
  ChatFailure,
  ChatRefusal,
  ChatResult,
} from '../contract/index.ts';
import { hostLabel, type Slots, slotsOf } from '../endpoint/index.ts';
import { type AuxiliaryHost, type Routes, serverName } from './auxiliary-parts.ts';
import { createRests } from './auxiliary-rest.ts';
import type { Candidate } from './auxiliary-route.ts';
import { createSlots } from './auxiliary-slots.ts';
import { idleMoment } from './idle-moment.ts';
import { estimateTokens } from './measured-speed.ts';
import { createLine, type Waited } from './one-at-a-time.ts';

type Ask = AuxiliaryRoom['ask'];
type Request = Parameters<Ask>[1];
/** `withheld`: nothing was sent, see `mayDisplace`; somebody else may be asked. */
type Sent = ChatResult | { ok: false; withheld: ChatRefusal };

const isWithheld = (sent: Sent): sent is Exclude<Sent, ChatResult> => 'withheld' in sent;

const PROPS_MS = 2_000;
/** What vision models make of a picture of usual size. */
const IMAGE_TOKENS = 1_500;

/** Failures that may pass by themselves, as far as `auxiliary.transient_retries` goes. */
const TRANSIENT: ReadonlySet<ChatFailure> = new Set(['unreachable', 'rate-limited', 'cut', 'loading']);
/** First pause before it is tried again, each further one twice as long; while a model is being loaded a longer one. */
const RETRY_MS = 250;
const LOADING_MS = 2_000;

/**
 * See `AuxiliaryRoom.ask`. `routes` says who is asked for a task, in order, with time limits for a request; `say` takes what
 * the user should know.
 */
export function createAsker(
  host: AuxiliaryHost,
  routes: (task: string, size: { promptTokens: number; answerTokens: number }) => Promise<Routes>,
  say: (line: string) => void,
): Ask {
  const rests = createRests(say);
  const inLine = createLine(host.paths.ops);
  const slots = createSlots(async ({ target }, signal) => {
    const { request } = await host.endpoint();
    return slotsOf(request, target, { timeoutMs: PROPS_MS, ...(signal ? { signal } : {}) });
  });

  const send = async (route: AuxiliaryRoute, request: Request, mayDisplace: boolean): Promise<Sent> => {
    const known = route.local ? await slots.of(route, request.signal) : 'unsaid';
    // Of a server that is too busy to say how many it has the worst is assumed: a second request would be in the way.
    const single = known === 1 || known === 'silent';
    if (single && route.onMainServer && !mayDisplace) return { ok: false, withheld: displacing(route, known) };
    if (hasImages(request) && (await takesNone(host, route, request.signal))) return noImages(route);
    const extraBody = { ...route.extraBody, ...request.extraBody };
    const call = async (): Promise<ChatResult> => {
      const result = await (await host.llm()).chat(route.target, {
        ...request,
        ...(Object.keys(extraBody).length > 0 ? { extraBody } : {}),
        task: route.task,
        timeoutMs: route.timeoutMs,
      });
      slots.note(route, result);
      return result;
    };
    if (!single) return call();
    const options = { signal: request.signal, waitMs: route.timeoutMs };
    const started = performance.now();
    const callWhenIdle = async (): Promise<ChatResult | Waited> => {
      const waitMs = route.timeoutMs - (performance.now() - started);
      const moment = await idleMoment((await host.endpoint()).request, route.target, { ...options, waitMs });
      return moment === 'idle' ? call() : moment;
    };
    const result = await inLine(serverName(route.target.baseUrl), options, route.onMainServer ? callWhenIdle : call);
    if (result === 'aborted') return refusal('aborted', 'stopped while another request had the server');
    if (result !== 'timeout') return result;
    return refusal('timeout', `another request had ${hostLabel(route.target.baseUrl)} for ${route.timeoutMs / 1000} s`);
  };

  const sendAgain = async (route: AuxiliaryRoute, request: Request, mayDisplace: boolean): Promise<Sent> => {
    const retries = retriesIn(await host.config());
    let spentMs = 0;
    for (let tried = 0; ; tried += 1) {
      const result = await send(route, request, mayDisplace);
      if (isWithheld(result)) return result;
      spentMs += result.ms;
      if (result.ok || tried >= retries || !mayPass(result) || request.signal?.aborted) {
        rests.note(route, result, spentMs);
        return result;
      }
      const first = result.failure === 'loading' ? LOADING_MS : RETRY_MS;
      await sleep(first * 2 ** tried, undefined, { signal: request.signal }).catch(() => undefined);
    }
  };

  return async (task, request, { mayDisplace = true, elsewhere = false } = {}) => {
    const failures: string[] = [];
    let answer: AuxiliaryAnswer | undefined;
    try {
      const size = { promptTokens: promptTokens(request), answerTokens: request.maxTokens };
      const { choice, all } = await routes(task, size);
      if (!choice.ok) answer = { result: refusal(choice.disabled ? 'aborted' : 'not-found', choice.message), failures };
      for (const route of all) {
        if (elsewhere && isMain(route, choice.main)) continue;
        if (answer && !answer.result.ok) failures.push(failureText(answer, answer.result));
        const rest = rests.of(route);
        if (rest !== undefined) {
          answer = { result: refusal('unreachable', rest), route, failures };
          continue;
        }
        const sent = await sendAgain(route, request, mayDisplace);
        const result = isWithheld(sent) ? sent.withheld : sent;
        answer = { result, route, failures };
        if (result.ok || (result.failure === 'aborted' && !isWithheld(sent))) break;
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      answer = { result: refusal('aborted', `not sent: ${message}`), failures };
    }
    return answer ?? { result: refusal('not-found', 'nobody does this task'), failures };
  };
}

const refusal = (failure: ChatFailure, message: string): ChatRefusal => ({ ok: false, failure, message, ms: 0 });

function displacing({ target }: AuxiliaryRoute, known: Slots): ChatRefusal {
  const host = hostLabel(target.baseUrl);
  const why =
    known === 'silent'
      ? `${host} has not said within ${PROPS_MS / 1000} s how many slots it has, and the request would push the conversation out of a single one`
      : `${host} has one slot, and the request would push the conversation out of it`;
  return refusal('aborted', `not sent: ${why}`);
}

const isMain = ({ target }: AuxiliaryRoute, main: Candidate | undefined): boolean =>
  main !== undefined &&
  main.target.model === target.model &&
  serverName(main.target.baseUrl) === serverName(target.baseUrl);

const failureText = ({ route }: AuxiliaryAnswer, { message }: ChatRefusal): string =>
  route ? `${route.provider} (${route.target.model}): ${message}` : message;

const mayPass = ({ failure, status }: ChatRefusal): boolean =>
  TRANSIENT.has(failure) ||
  (failure === 'empty' && status === 200) ||
  (failure === 'server-error' && status !== undefined && status >= 500);

function retriesIn(config: LoadedFile): number {
  const { auxiliary } = config.value;
  const value = isMapping(auxiliary) ? auxiliary['transient_retries'] : undefined;
  return typeof value === 'number' && value >= 0 ? Math.min(6, Math.floor(value)) : 2;
}

/** Images are counted apart: how many tokens they become depends on the model, not on their bytes. */
function promptTokens({ messages, tools }: Request): number {
  const texts = messages.map(({ images: _images, ...message }) => message);
  const images = messages.flatMap((message) => message.images ?? []).length;
  return estimateTokens(JSON.stringify([texts, tools ?? []])) + images * IMAGE_TOKENS;
}

const hasImages = ({ messages }: Request): boolean => messages.some(({ images }) => (images ?? []).length > 0);

/** Only llama-server says it; whoever says nothing is asked. */
async function takesNone(
  host: AuxiliaryHost,
  { target, local }: AuxiliaryRoute,
  signal?: AbortSignal,
): Promise<boolean> {
  if (!local) return false;
  const room = await host.endpoint();
  const props = await room.props(target, { timeoutMs: PROPS_MS, ...(signal ? { signal } : {}) });
  return props?.vision === false && props.role !== 'router';
}

const noImages = ({ target }: AuxiliaryRoute): ChatRefusal =>
  refusal(
    'images',
    `not sent: llama-server at ${hostLabel(target.baseUrl)} has no projector (--mmproj) and takes no images`,
  );
