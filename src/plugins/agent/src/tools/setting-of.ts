import type { Host } from '@hermes-ops/contract';

/**
 * One value of config.yaml with its default in force. The core checks types of few sections, so a value of another type
 * than the fallback gives way to it, and so does a file that cannot be read.
 */
export async function settingOf<T>(host: Host, section: string, key: string, fallback: T): Promise<T> {
  const config = await host.config().catch(() => undefined);
  const found = (config?.value[section] as Record<string, unknown> | null | undefined)?.[key];
  return typeof found === typeof fallback && Array.isArray(found) === Array.isArray(fallback) ? (found as T) : fallback;
}
