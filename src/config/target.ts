import { sameAddress } from '../catalog/addresses.ts';
import { findProvider, PROVIDERS, type Provider } from '../catalog/providers.ts';
import type { LoadedConfig, Target } from '../contract/index.ts';
import { userError } from '../errors/hermes-error.ts';
import { canonicalApiMode } from './api-mode.ts';
import { hasReference } from './interpolate.ts';
import { findNamed, type NamedProvider, namedProviders } from './providers.ts';

/** Words for "the endpoint at `model.base_url`" rather than a provider of its own. */
const CUSTOM = new Set(['', 'auto', 'custom', 'ollama', 'vllm', 'llamacpp', 'llama.cpp', 'llama-cpp']);

/** The endpoint that `model` resolves to, else `endpoint.not-configured`. */
export function requireTarget(config: LoadedConfig): Target {
  const target = resolveTarget(config);
  if (target) return target;
  const { provider } = config.value.model;
  const unknown = !CUSTOM.has(provider) && !provider.startsWith('custom:') && !findProvider(provider);
  throw userError(
    'endpoint.not-configured',
    unknown
      ? `\`model.provider\` is ${JSON.stringify(provider)}, which nothing defines, and there is no \`model.base_url\``
      : 'no endpoint is configured: `model.base_url` is not set',
    { where: { file: config.file, key: 'model' }, try: ['hermes model', 'hermes model --base-url URL --yes'] },
  );
}

/**
 * Where requests for `model` go, and with which key and API mode; undefined when the config names no endpoint.
 * A key from the environment is used only for its own provider's origin, never over clear text; a key of a named
 * endpoint only for the origin of that endpoint.
 */
export function resolveTarget(config: LoadedConfig): Target | undefined {
  const { model } = config.value;
  const provider = model.provider.toLowerCase();
  const named = CUSTOM.has(provider) ? findByUrl(config, model.base_url) : findNamed(config, model.provider);
  const known = provider === 'ollama' || !CUSTOM.has(provider) ? findProvider(provider) : undefined;
  const baseUrl = [model.base_url, named?.base_url, known?.baseUrl].find((url) => usable(url));
  if (!baseUrl) return undefined;
  const vendor = PROVIDERS.find((candidate) => sameOrigin(baseUrl, candidate.baseUrl) && candidate.keyEnv);
  const apiKey = keyFor(config, baseUrl, { named, home: named?.base_url ?? known?.baseUrl, vendor });
  const apiMode =
    canonicalApiMode(model.api_mode) ??
    canonicalApiMode(named?.api_mode) ??
    (known && sameOrigin(baseUrl, known.baseUrl) ? known.apiMode : vendor?.apiMode);
  const id = usable(model.default) ?? usable(named?.model);
  return {
    baseUrl: baseUrl.replace(/\/+$/, ''),
    ...(apiKey ? { apiKey } : {}),
    ...(apiMode ? { apiMode } : {}),
    ...(id ? { model: id } : {}),
  };
}

/** `model.api_key` belongs to `model.base_url`, so it is left alone when that is not set. */
function keyFor(
  config: LoadedConfig,
  baseUrl: string,
  from: { named: NamedProvider | undefined; home: string | undefined; vendor: Provider | undefined },
): string | undefined {
  const { model } = config.value;
  const own = usable(model.base_url) && usable(model.api_key);
  if (own) return own;
  if (from.named && from.home && sameOrigin(baseUrl, from.home)) {
    const key = usable(from.named.api_key) ?? fromEnv(config, from.named.key_env);
    if (key) return key;
  }
  return fromEnv(config, from.vendor?.keyEnv);
}

const fromEnv = (config: LoadedConfig, name: string | undefined): string | undefined =>
  name ? usable(config.env[name]) : undefined;

const findByUrl = (config: LoadedConfig, url: string): NamedProvider | undefined =>
  url ? namedProviders(config).find((entry) => entry.base_url && sameAddress(entry.base_url, url)) : undefined;

/** A text that is set and whose `${VAR}` could be resolved. */
const usable = (text: string | undefined): string | undefined => (text && !hasReference(text) ? text : undefined);

/** Same scheme, host and port. */
function sameOrigin(a: string, b: string): boolean {
  return URL.canParse(a) && URL.canParse(b) && new URL(a).origin === new URL(b).origin;
}
