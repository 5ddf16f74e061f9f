import { findKnownHost } from '../catalog/known-hosts.ts';
import type { ApiMode, ModelInfo, ModelsResult, ServerKind, Target, UserError } from '../contract/index.ts';
import { displayUrl, isLoopback, normaliseBaseUrl, withoutV1, withV1 } from '../endpoint/index.ts';
import type { ErrorCode } from '../errors/codes.ts';
import { commandLine } from '../errors/command-line.ts';
import { userError } from '../errors/hermes-error.ts';
import { confirm } from './model-confirm.ts';
import { modesLine } from './model-mode.ts';
import { type CheckedEndpoint, type Detected, type Key, keyValue, type ModelSetup } from './model-types.ts';

export type Verification = { ok: true; baseUrl: string; report: Detected } | { ok: false; error: UserError };

/** What is to be asked. */
export interface Candidate {
  baseUrl: string;
  key: Key;
  apiMode?: ApiMode | undefined;
  /** The flags that name it, for command lines in remedies. */
  selector: string;
}

type Refusal = Extract<ModelsResult, { ok: false }>;

/** Refusals that another path on the same host may not have. */
const WORTH_ANOTHER_PATH: ReadonlySet<Refusal['reason']> = new Set(['not-found', 'not-json', 'http-error']);

/**
 * Other addresses that were probably meant: with or without `/v1`, or without a pasted route such as
 * `/chat/completions`.
 */
export function alternatives(baseUrl: string): string[] {
  const plain = normaliseBaseUrl(baseUrl) ?? baseUrl;
  const found = [plain, withV1(plain), withoutV1(plain)];
  return [...new Set(found)].filter((url) => url !== baseUrl);
}

/** Asks the address for its models, then the alternatives; says which one answered and what stands there. */
export async function verify(setup: ModelSetup, candidate: Candidate): Promise<Verification> {
  const { baseUrl, key } = candidate;
  const first = await listModels(setup, candidate);
  if (first.ok) {
    const better = await preferV1(setup, candidate);
    return better ?? { ok: true, baseUrl, report: await describe(setup, candidate, first) };
  }
  if (WORTH_ANOTHER_PATH.has(first.reason)) {
    for (const other of alternatives(baseUrl)) {
      const answer = await listModels(setup, { ...candidate, baseUrl: other });
      if (!answer.ok) continue;
      setup.dialogue.say(`${first.message}; ${displayUrl(other)} answers and is used instead`);
      return { ok: true, baseUrl: other, report: await describe(setup, { ...candidate, baseUrl: other }, answer) };
    }
  }
  return { ok: false, error: refusalError(first, candidate.selector, keyValue(key) !== undefined) };
}

/**
 * llama-server answers without `/v1` too, while other clients of the same config need it: the longer address is taken,
 * unless a person wants it otherwise. Undefined: the address stays as it was typed.
 */
async function preferV1(setup: ModelSetup, candidate: Candidate): Promise<Verification | undefined> {
  const { dialogue } = setup;
  if (new URL(candidate.baseUrl).pathname !== '/') return undefined;
  const longer = { ...candidate, baseUrl: withV1(candidate.baseUrl) };
  const answer = await listModels(setup, longer);
  if (!answer.ok) return undefined;
  const both = `this server answers with and without /v1; clients expect ${displayUrl(longer.baseUrl)}`;
  dialogue.say(dialogue.interactive ? `Note: ${both}` : `${both}, which is used instead`);
  if (dialogue.interactive && !(await confirm(dialogue, 'Add /v1?', true))) return undefined;
  return { ok: true, baseUrl: longer.baseUrl, report: await describe(setup, longer, answer) };
}

function targetOf({ baseUrl, key, apiMode }: Omit<Candidate, 'selector'>): Target {
  const apiKey = keyValue(key);
  return { baseUrl, ...(apiKey ? { apiKey } : {}), ...(apiMode ? { apiMode } : {}) };
}

async function listModels(setup: ModelSetup, candidate: Candidate): Promise<ModelsResult> {
  const result = await setup.endpoint.models(targetOf(candidate), { signal: setup.signal });
  setup.signal.throwIfAborted();
  return result;
}

type Listed = Extract<ModelsResult, { ok: true }>;

async function describe(setup: ModelSetup, candidate: Candidate, models: Listed): Promise<Detected> {
  const { dialogue, endpoint, signal } = setup;
  dialogue.say(`Verified endpoint via ${models.url} (${models.models.length} model(s) visible)`);
  const target = targetOf(candidate);
  const report: Detected = findKnownHost(target.baseUrl)
    ? { kind: 'unknown', models, modes: await endpoint.apiModes(target, { signal }) }
    : await endpoint.describe(target, { signal });
  signal.throwIfAborted();
  for (const line of reportLines(report)) dialogue.say(line);
  return report;
}

/** The report for the chosen one of several models, whose window may differ from the others'. */
export async function describeModel(
  setup: ModelSetup,
  { report, ...checked }: CheckedEndpoint,
  model: string,
): Promise<Detected | undefined> {
  if (!report?.models.ok || report.models.models.length < 2) return report;
  const own = findKnownHost(checked.baseUrl)
    ? { ...report, ...listedContext(report.models.models, model) }
    : await setup.endpoint.describe({ ...targetOf(checked), model }, { signal: setup.signal });
  setup.signal.throwIfAborted();
  const line = contextLine(own);
  if (line && line !== contextLine(report)) setup.dialogue.say(line);
  return own;
}

function listedContext(models: readonly ModelInfo[], model: string): Pick<Detected, 'context'> {
  const tokens = models.find(({ id }) => id === model)?.contextLength;
  return tokens === undefined ? {} : { context: { tokens, source: 'models' } };
}

const KINDS: Readonly<Record<ServerKind, string>> = {
  'llama-server': 'llama-server',
  'llama-router': 'llama-server in router mode',
  ollama: 'Ollama',
  vllm: 'vLLM',
  lmstudio: 'LM Studio',
  unknown: '',
};

/** What was detected, one fact a line; nothing about what is not known. */
function reportLines(report: Detected): string[] {
  const kind = KINDS[report.kind];
  const build = report.props?.build ? ` ${report.props.build}` : '';
  return [kind && `Detected server: ${kind}${build}`, contextLine(report), modesLine(report.modes)].filter(
    (line): line is string => Boolean(line),
  );
}

function contextLine({ context, props }: Detected): string | undefined {
  if (!context) return undefined;
  const slots = props ? ` per slot, ${props.slots} slot${props.slots === 1 ? '' : 's'}` : '';
  return `Detected context: ${context.tokens} tokens${slots}`;
}

const CODES: Readonly<Record<Refusal['reason'], ErrorCode>> = {
  unreachable: 'model.endpoint-unreachable',
  unauthorized: 'model.endpoint-unauthorized',
  'not-found': 'model.endpoint-not-openai',
  'not-json': 'model.endpoint-not-openai',
  loading: 'model.endpoint-loading',
  'http-error': 'model.endpoint-error',
};

/** Why an address could not be verified, and what to do about it. */
function refusalError(refusal: Refusal, selector: string, withKey: boolean): UserError {
  const anyway = `To save it all the same: hermes model ${selector} --model NAME --no-verify --yes`;
  return userError(CODES[refusal.reason], `${refusal.message}; nothing was written`, {
    where: { url: refusal.url },
    try: [...remedies(refusal, withKey), anyway],
  });
}

function remedies({ reason, failure, url }: Refusal, withKey: boolean): string[] {
  const look = `See for yourself: ${commandLine('curl', '-i', url)}`;
  switch (reason) {
    case 'unreachable':
      return unreachableRemedies(failure, url);
    case 'unauthorized':
      return withKey
        ? ['Check the key; give another with --api-key-stdin.']
        : ['Give its key: --api-key-env NAME or --api-key-stdin.'];
    case 'loading':
      return ['Wait until the model is loaded, then run the command again.'];
    default:
      return ['Check the path: the address of an OpenAI-compatible API normally ends in /v1.', look];
  }
}

function unreachableRemedies(failure: Refusal['failure'], url: string): string[] {
  if (findKnownHost(url))
    return ['The host name is right: check the network of this machine (connection, DNS, firewall).'];
  if (failure === 'dns') return ['Check the host name in the URL.'];
  if (!isLoopback(url)) {
    const silent = failure === 'timeout' ? ['If it accepts connections and stays silent, it hangs: restart it.'] : [];
    return ['Check host and port. The server has to listen on the network: llama-server --host 0.0.0.0 ...', ...silent];
  }
  return failure === 'timeout'
    ? [
        'The program on that port hangs: stop it and start it again.',
        'If hermes started it (hermes server status): hermes server stop NAME && hermes server start NAME',
      ]
    : ['Start the server; a llama-server of your own: hermes server start -m FILE.gguf', 'Check the port in the URL.'];
}
