import { sameAddress } from '../catalog/addresses.ts';
import { findProvider, PROVIDERS, type Provider } from '../catalog/providers.ts';
import type { LoadedConfig, Target } from '../contract/index.ts';
import { canonicalApiMode } from './api-mode.ts';
import { isMapping } from './emit.ts';
import { hasReference, referenceName } from './interpolate.ts';
import { findNamed, type NamedProvider, namedProviders } from './providers.ts';
import { asText, providerOf } from './typed.ts';

/** What one place of the config says about who answers: `model`, a task of `auxiliary`, a fallback. */
export interface Route {
  provider?: string;
  base_url?: string;
  /** Goes to wherever this route leads, so it may only be given where the same place names that. */
  api_key?: string;
  /** Variable that holds the key; the same holds for it. */
  key_env?: string;
  api_mode?: string;
  model?: string;
}

/** A variable that the config counts on for a key and that is not set. */
interface MissingKey {
  name: string;
  /** Who names it: the route itself, the named endpoint, or the table of providers. */
  from: 'route' | 'entry' | 'provider';
}

export type Resolution =
  | {
      ok: true;
      target: Target;
      /** The named endpoint that gives the address, the key or the API mode. */
      entry?: NamedProvider;
      /** Present where no key was found although one is meant to be there. */
      missingKey?: MissingKey;
      /** The route names nobody (`auto`, `main`), so it leads to the main model's endpoint. */
      inherited: boolean;
    }
  | {
      ok: false;
      /** unknown-provider: no address is known for it; key-command: its key comes from a command, which is not run here. */
      reason: 'not-configured' | 'unknown-provider' | 'key-command';
      provider: string;
    };

/** Words for an address that stands elsewhere, rather than a provider of its own. */
const CUSTOM = new Set(['', 'auto', 'main', 'custom', 'ollama', 'vllm', 'llamacpp', 'llama.cpp', 'llama-cpp']);

/** Whether the word names no provider: the address then comes from `base_url`, or is that of the main model. */
export const isCustomWord = (provider: string): boolean => CUSTOM.has(provider.toLowerCase());

/** `model.api_key` belongs to `model.base_url`, so it is left alone when that is not set. */
export function mainRoute({ value: { model } }: LoadedConfig): Route {
  const { provider, base_url, api_key, api_mode, default: id } = model;
  const own = usable(textOf(base_url)) ? api_key : undefined;
  return textsOf({ provider, base_url, api_key: own, api_mode, model: id });
}

/** A map such as `auxiliary.vision` or an item of `fallback_providers`, older spellings folded. */
export function routeOf(entry: Readonly<Record<string, unknown>>): Route {
  const { base_url, api_key, key_env, api_mode, model } = providerOf({ ...entry });
  const provider = textOf(entry['provider'])?.trim();
  const named = Boolean(usable(base_url)) || !isCustomWord(provider ?? '');
  return textsOf({ provider, base_url, api_mode, model, ...(named ? { api_key, key_env } : {}) });
}

const textOf = (value: unknown): string | undefined => asText(value) as string | undefined;

/** What is text, or can be written as text; a value of another type is as good as none. */
const textsOf = (values: Record<string, unknown>): Route =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      const text = textOf(value);
      return text === undefined ? [] : [[key, text]];
    }),
  );

/** The route of a task of `auxiliary`; one that the file does not name leads to the main model. */
export function taskRoute(config: LoadedConfig, task: string): Route {
  const { auxiliary } = config.value;
  const entry = isMapping(auxiliary) ? auxiliary[task] : undefined;
  return isMapping(entry) ? routeOf(entry) : {};
}

/** Where requests for `model` go. */
export const resolveMain = (config: LoadedConfig): Resolution => resolve(config, mainRoute(config));

/**
 * Where requests of any other route go, with which key, API mode and model. A route that names nobody leads to the main
 * model's endpoint with the main model's key, and to the main model unless it names one.
 *
 * A key from the environment is used only for its own provider's origin, never over clear text; a key of a named
 * endpoint only for the origin of that endpoint; a route's own key only for where the route leads.
 */
export function resolveRoute(config: LoadedConfig, route: Route): Resolution {
  const provider = (route.provider ?? '').toLowerCase();
  if (usable(route.base_url) || !CUSTOM.has(provider) || provider === 'ollama') return resolve(config, route);
  const main = resolveMain(config);
  if (!main.ok) return main;
  const model = usable(route.model) ?? main.target.model;
  return { ...main, inherited: true, target: { ...main.target, ...(model ? { model } : {}) } };
}

function resolve(config: LoadedConfig, route: Route): Resolution {
  const written = route.provider ?? '';
  const provider = written.toLowerCase();
  const custom = CUSTOM.has(provider);
  const entry = custom ? findByUrl(config, route.base_url) : findNamed(config, written);
  const known = provider === 'ollama' || !custom ? findProvider(provider) : undefined;
  const baseUrl = [route.base_url, entry?.base_url, known?.baseUrl].find((url) => usable(url));
  if (!baseUrl) return { ok: false, reason: custom ? 'not-configured' : 'unknown-provider', provider: written };
  const vendor = PROVIDERS.find((candidate) => sameOrigin(baseUrl, candidate.baseUrl) && candidate.keyEnv);
  const home = entry?.base_url ?? known?.baseUrl;
  const own = entry && home && sameOrigin(baseUrl, home) ? entry : undefined;
  const { apiKey, missingKey } = keyFor(config, route, own, vendor);
  if (!apiKey && own && usableText(own, 'key_cmd')) return { ok: false, reason: 'key-command', provider: written };
  const apiMode =
    canonicalApiMode(route.api_mode) ??
    canonicalApiMode(entry?.api_mode) ??
    (known && sameOrigin(baseUrl, known.baseUrl) ? known.apiMode : vendor?.apiMode);
  const model = usable(route.model) ?? usable(entry?.model);
  return {
    ok: true,
    inherited: false,
    target: {
      baseUrl: baseUrl.replace(/\/+$/, ''),
      ...(apiKey ? { apiKey } : {}),
      ...(apiMode ? { apiMode } : {}),
      ...(model ? { model } : {}),
    },
    ...(entry ? { entry } : {}),
    ...(missingKey ? { missingKey } : {}),
  };
}

/** The first key of route, named endpoint and provider; where there is none, the first variable that should hold one. */
function keyFor(
  { env }: LoadedConfig,
  route: Route,
  entry: NamedProvider | undefined,
  vendor: Provider | undefined,
): { apiKey?: string; missingKey?: MissingKey } {
  const written = (text: string | undefined, from: MissingKey['from']) => ({
    value: usable(text),
    name: referenceIn(text),
    from,
  });
  const variable = (name: string | undefined, from: MissingKey['from']) => ({
    value: name ? usable(env[name]) : undefined,
    name,
    from,
  });
  const sources = [
    written(route.api_key, 'route'),
    variable(route.key_env, 'route'),
    written(entry?.api_key, 'entry'),
    variable(entry?.key_env, 'entry'),
    variable(vendor?.keyEnv, 'provider'),
  ];
  const found = sources.find(({ value }) => value);
  if (found?.value) return { apiKey: found.value };
  const named = sources.find(({ name }) => name);
  return named?.name ? { missingKey: { name: named.name, from: named.from } } : {};
}

/** The variable of a reference that could not be resolved. */
const referenceIn = (text: string | undefined): string | undefined =>
  hasReference(text) ? referenceName(/\$\{[^}]*\}/.exec(text ?? '')?.[0]) : undefined;

const usableText = (entry: NamedProvider, key: string): boolean => {
  const value = (entry as unknown as Record<string, unknown>)[key];
  return typeof value === 'string' && value.trim() !== '';
};

const findByUrl = (config: LoadedConfig, url: string | undefined): NamedProvider | undefined =>
  url ? namedProviders(config).find((entry) => entry.base_url && sameAddress(entry.base_url, url)) : undefined;

/** A text that is set and whose `${VAR}` could be resolved. */
const usable = (text: string | undefined): string | undefined => (text && !hasReference(text) ? text : undefined);

/** Same scheme, host and port. */
function sameOrigin(a: string, b: string): boolean {
  return URL.canParse(a) && URL.canParse(b) && new URL(a).origin === new URL(b).origin;
}
