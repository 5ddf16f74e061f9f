import { findProvider } from '../catalog/providers.ts';
import type { LoadedConfig, Target } from '../contract/index.ts';
import { userError } from '../errors/hermes-error.ts';
import { isCustomWord, mainRoute, resolveMain } from './provider-target.ts';

/** The endpoint that `model` resolves to, else `endpoint.not-configured`. */
export function requireTarget(config: LoadedConfig): Target {
  const target = resolveTarget(config);
  if (target) return target;
  const { provider = '' } = mainRoute(config);
  const unknown = !isCustomWord(provider) && !provider.startsWith('custom:') && !findProvider(provider);
  throw userError(
    'endpoint.not-configured',
    unknown
      ? `\`model.provider\` is ${JSON.stringify(provider)}, which nothing defines, and there is no \`model.base_url\``
      : 'no endpoint is configured: `model.base_url` is not set',
    { where: { file: config.file, key: 'model' }, try: ['hermes model', 'hermes model --base-url URL --yes'] },
  );
}

/** Where requests for `model` go, and with which key and API mode; undefined when the config names no endpoint. */
export function resolveTarget(config: LoadedConfig): Target | undefined {
  const main = resolveMain(config);
  return main.ok ? main.target : undefined;
}
