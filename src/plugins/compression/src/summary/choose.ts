import type { AuxiliaryResolution, AuxiliaryRoute, Host, MeasuredSpeeds, Target } from '@hermes-ops/contract';

type ModelTarget = Target & { model: string };

/** Who could write the summary, and what it would take. */
export interface Way {
  by: 'main' | 'auxiliary';
  model: string;
  /** Fit to be printed. */
  url: string;
  local: boolean;
  /** Tokens that have to be read (those in the server's cache left out) and written, over all requests. */
  readTokens: number;
  writtenTokens: number;
  requests: number;
  seconds: number;
  /** Its speed was measured; otherwise one is assumed. */
  measured: boolean;
}

export interface Choice {
  /** Who is asked, in this order; nobody: the account is made without a model. */
  order: Way[];
  /** Why the first one is. */
  why: string;
  /** All that were considered, also those that cannot do it. */
  considered: { way: Way; cannot?: string }[];
}

/** Speeds in tok/s where nobody has measured them: a large local model without a graphics card, a service on the internet. */
const ASSUMED = { local: { pp: 60, tg: 4 }, cloud: { pp: 1_500, tg: 60 } } as const;

interface Sizes {
  /** Tokens of the prompt as the main model would get it, instruction included, and how many of them its cache holds. */
  alignedTokens: number;
  cachedTokens: number;
  /** Tokens of what somebody else would have to read, instruction included, over so many requests. */
  freshTokens: number;
  requests: number;
  summaryTokens: number;
}

export interface ChoiceInput {
  target: ModelTarget;
  contextTokens: number | undefined;
  resolution: AuxiliaryResolution;
  /** The config names a model for the task. */
  ownModel: boolean;
  sizes: Sizes;
}

/** By what the config says, else by the estimated time; a model that costs money is never taken for being faster. */
export async function chooseWay(host: Pick<Host, 'auxiliary' | 'endpoint'>, input: ChoiceInput): Promise<Choice> {
  const { target, contextTokens, resolution, ownModel, sizes } = input;
  const { alignedTokens, cachedTokens, freshTokens, requests, summaryTokens } = sizes;
  const [auxiliary, endpoint] = await Promise.all([host.auxiliary(), host.endpoint()]);
  const wayOf = async (by: Way['by'], to: ModelTarget, read: number, times: number): Promise<Way> => {
    const local = endpoint.isLocal(to.baseUrl);
    const speeds = await auxiliary.speeds(to);
    const written = summaryTokens * times;
    return {
      by,
      model: to.model,
      url: endpoint.displayUrl(to.baseUrl),
      local,
      readTokens: Math.round(read),
      writtenTokens: written,
      requests: times,
      seconds: secondsOf(read, written, speeds, local),
      measured: speeds?.promptPerSecond !== undefined && speeds.generatedPerSecond !== undefined,
    };
  };
  const route = resolution.ok ? resolution.route : undefined;
  const isMain = route !== undefined && isMainModel(route, target);
  const main = await wayOf('main', target, alignedTokens - cachedTokens, 1);
  const other = await wayOf('auxiliary', route?.target ?? target, freshTokens, requests);
  const fits = alignedTokens + summaryTokens <= (contextTokens ?? Number.MAX_SAFE_INTEGER);
  const considered: Choice['considered'] = [
    fits
      ? { way: main }
      : { way: main, cannot: 'conversation, instruction and summary do not fit into its window together' },
    ...(isMain && fits
      ? []
      : [route ? { way: other } : { way: other, cannot: resolution.ok ? '' : resolution.message }]),
  ];
  const able = considered.flatMap(({ way, cannot }) => (cannot === undefined ? [way] : []));
  if (!resolution.ok && resolution.disabled) return { order: [], why: resolution.message, considered };
  if (able.length < 2) return { order: able, why: able[0] ? onlyOne(able[0]) : 'no model can be asked', considered };
  return { ...ranked(main, other, ownModel), considered };
}

const onlyOne = ({ by }: Way): string =>
  by === 'main'
    ? 'no other model is named for the task'
    : 'the main model cannot: its window does not hold the request';

function ranked(main: Way, other: Way, ownModel: boolean): Pick<Choice, 'order' | 'why'> {
  if (ownModel) return { order: [other, main], why: '`auxiliary.compression` names it' };
  if (main.local && !other.local) return { order: [main, other], why: 'it is local and costs nothing' };
  const times = `${seconds(main)} with the main model's cache, ${seconds(other)} at ${other.url}`;
  return main.seconds <= other.seconds
    ? { order: [main, other], why: `it is faster: about ${times}` }
    : { order: [other, main], why: `it is faster: about ${times}` };
}

export const seconds = (way: Way): string => `${way.seconds < 10 ? way.seconds.toFixed(1) : Math.round(way.seconds)} s`;

/** Whether a route leads to the main model, however its address is spelled. */
export const isMainModel = ({ target, onMainServer }: AuxiliaryRoute, main: ModelTarget): boolean =>
  onMainServer && target.model === main.model;

function secondsOf(read: number, written: number, speeds: MeasuredSpeeds | undefined, local: boolean): number {
  const assumed = local ? ASSUMED.local : ASSUMED.cloud;
  return read / (speeds?.promptPerSecond ?? assumed.pp) + written / (speeds?.generatedPerSecond ?? assumed.tg);
}
