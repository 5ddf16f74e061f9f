import type { LoadedConfig } from '../contract/index.ts';
import { isMapping } from './emit.ts';
import { isSecret, isSecretName, maskData, maskSecret } from './mask.ts';
import { isHiddenKey } from './mask-names.ts';
import { secretsOf } from './mask-source.ts';
import type { YamlSource } from './yaml-source.ts';

/** An anchor, so that the value of one key may be that of another one, too. */
const ANCHOR = /(?:^|[\s[{,])&\S/;

/**
 * The effective config for display: secrets masked, also where a reference such as `${MY_TOKEN}` or an alias brought
 * them in. Names of keys stay as they are, so that paths lead to the same values as in the config.
 */
export function shownValue(config: LoadedConfig & { source?: YamlSource }): Record<string, unknown> {
  const { env, source } = config;
  const named = Object.entries(env).flatMap(([name, value]) =>
    (isSecretName(name) || isHiddenKey(name)) && isSecret(value) ? [value] : [],
  );
  const shared = source && ANCHOR.test(source.text) ? secretsOf(source).filter((it) => it.length >= 8) : [];
  const secrets = [...named, ...shared].sort((a, b) => b.length - a.length);
  const masked = maskData(config.value) as Record<string, unknown>;
  return secrets.length === 0 ? masked : (without(masked, secrets) as Record<string, unknown>);
}

function without(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return secrets.reduce((text, it) => text.replaceAll(it, () => maskSecret(it)), value);
  if (Array.isArray(value)) return value.map((item) => without(item, secrets));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, without(item, secrets)]));
}
