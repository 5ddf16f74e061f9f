import type { HttpResult, ModelInfo, ModelsResult, ProbeOptions, Target } from '../contract/index.ts';
import {
  describeNonJson,
  isObject,
  isPlain,
  type JsonObject,
  jsonObject,
  listOf,
  oneLine,
  serverMessage,
  stringOf,
  tokensOf,
} from './answer.ts';
import { authOf } from './auth.ts';
import { request } from './http.ts';
import { displayUrl, hostLabel } from './url.ts';

/** What the list says besides the models: who answers. */
export interface ModelsAnswer {
  result: ModelsResult;
  /** `owned_by` of the first entry and the `Server` header: the cheapest sign of the server's kind. */
  ownedBy?: string;
  server?: string;
  router: boolean;
}

/** `GET <base>/models`. */
export async function fetchModels(target: Target, options: ProbeOptions = {}): Promise<ModelsAnswer> {
  const url = `${target.baseUrl.replace(/\/+$/, '')}/models`;
  const answer = await request(url, { ...options, ...authOf(target) });
  const shown = displayUrl(url);
  if (!answer.ok) {
    const { failure, message, ms } = answer;
    return { result: { ok: false, url: shown, reason: 'unreachable', failure, message, ms }, router: false };
  }
  const server = answer.headers['server'];
  const entries = entriesOf(jsonObject(answer.body));
  const signs = { ...(server ? { server } : {}), ...ownerOf(entries ?? []) };
  if (answer.status !== 200) return { result: refusal(shown, answer, target.apiKey), ...signs };
  if (!entries) {
    const message = `${hostLabel(url)} answered ${new URL(url).pathname} with ${describeNonJson(answer)}`;
    return {
      result: { ok: false, url: shown, reason: 'not-json', status: answer.status, message, ms: answer.ms },
      ...signs,
    };
  }
  return { result: { ok: true, url: shown, models: entries.map(modelOf), ms: answer.ms }, ...signs };
}

/** Entries of an OpenAI list; undefined when the body is not one. An id that cannot be shown cannot be chosen either. */
function entriesOf(json: JsonObject | undefined): (JsonObject & { id: string })[] | undefined {
  const data = json?.['data'];
  if (!Array.isArray(data)) return undefined;
  const named = data.filter(
    (entry): entry is JsonObject & { id: string } =>
      isObject(entry) && typeof entry['id'] === 'string' && entry['id'] !== '' && isPlain(entry['id']),
  );
  return named.length === 0 && data.length > 0 ? undefined : named;
}

function ownerOf(entries: JsonObject[]): { ownedBy?: string; router: boolean } {
  const ownedBy = stringOf(entries[0]?.['owned_by']);
  const router = ownedBy === 'llamacpp' && entries.some((entry) => isObject(entry['status']));
  return { ...(ownedBy ? { ownedBy } : {}), router };
}

/**
 * Window of a listed model: llama-server `meta.n_ctx` (of one slot), vLLM `max_model_len`, then what gateways use. A
 * router's `context_length` is what the file was trained for, not a window that anybody gets, so it is left out.
 */
function modelOf(entry: JsonObject & { id: string }): ModelInfo {
  const meta = isObject(entry['meta']) ? entry['meta'] : {};
  const status = isObject(entry['status']) ? stringOf(entry['status']['value']) : undefined;
  const trainContext = tokensOf(meta['n_ctx_train']);
  const contextLength =
    tokensOf(meta['n_ctx']) ??
    tokensOf(entry['n_ctx']) ??
    tokensOf(entry['max_model_len']) ??
    tokensOf(entry['loaded_context_length']) ??
    (status === undefined ? (tokensOf(entry['context_length']) ?? tokensOf(entry['context_window'])) : undefined);
  return {
    id: entry.id,
    aliases: listOf(entry['aliases']).filter(
      (alias): alias is string => typeof alias === 'string' && alias !== entry.id && isPlain(alias),
    ),
    ...(contextLength === undefined ? {} : { contextLength }),
    ...(trainContext === undefined ? {} : { trainContext }),
    ...(status === undefined ? {} : { loaded: status === 'loaded' }),
  };
}

function refusal(url: string, answer: Extract<HttpResult, { ok: true }>, apiKey?: string): ModelsResult {
  const { status, ms } = answer;
  const host = hostLabel(url);
  const path = new URL(url).pathname;
  const said = serverMessage(answer.body, apiKey);
  const words = said ? `: ${said}` : '';
  const no = (reason: Extract<ModelsResult, { ok: false }>['reason'], message: string): ModelsResult => ({
    ok: false,
    url,
    reason,
    status,
    message,
    ms,
  });
  if (status === 401 || status === 403) {
    return no(
      'unauthorized',
      `${host} ${apiKey ? 'does not accept the API key' : 'wants an API key'} (${status}${words})`,
    );
  }
  if (status === 404 || status === 405) return no('not-found', `${host} has no ${path} (${status}${words})`);
  if (status === 503 && /loading/i.test(said ?? '')) return no('loading', `${host} is still loading its model`);
  if (status >= 300 && status < 400) {
    const to = answer.headers['location'] ?? 'another address';
    return no(
      'http-error',
      `${host} redirects ${path} to ${oneLine(displayUrl(to))} (${status}); hermes does not follow redirects`,
    );
  }
  return no('http-error', `${host} answered ${path} with ${status}${words}`);
}
