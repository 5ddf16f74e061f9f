import type { LoadedConfig } from '../contract/index.ts';
import { isMapping } from './emit.ts';
import { isSecret, isSecretName, maskData, maskSecret } from './mask.ts';

/** The effective config for display: secrets masked, also where a reference such as `${MY_TOKEN}` brought them in. */
export function shownValue(config: LoadedConfig): Record<string, unknown> {
  const secrets = Object.entries(config.env).flatMap(([name, value]) =>
    isSecretName(name) && isSecret(value) ? [value] : [],
  );
  const masked = maskData(config.value) as Record<string, unknown>;
  return secrets.length === 0 ? masked : (without(masked, secrets) as Record<string, unknown>);
}

function without(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return secrets.reduce((text, it) => text.replaceAll(it, () => maskSecret(it)), value);
  if (Array.isArray(value)) return value.map((item) => without(item, secrets));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, without(item, secrets)]));
}
