import type { Host, LoadedConfig } from '@hermes-ops/contract';

/** Of each host the last config that could be read: a file that is half written must not take a rule away. */
const known = new WeakMap<Host, LoadedConfig>();

/** config.yaml as it is now, what was set during the conversation included. Undefined: it could never be read. */
export async function configNow(host: Host): Promise<LoadedConfig | undefined> {
  const config = await host.freshConfig().catch(() => known.get(host));
  if (config) known.set(host, config);
  return config;
}

/**
 * One value of config.yaml with its default in force. The core checks types of few sections, so a value of another type
 * than the fallback gives way to it.
 */
export async function settingOf<T>(host: Host, section: string, key: string, fallback: T): Promise<T> {
  const config = await configNow(host);
  const found = (config?.value[section] as Record<string, unknown> | null | undefined)?.[key];
  return typeof found === typeof fallback && Array.isArray(found) === Array.isArray(fallback) ? (found as T) : fallback;
}
