import { isMapping } from './emit.ts';
import type { KeyPath } from './key-path.ts';
import { childrenAt, type PluginSections } from './schema.ts';

/** Every default of the core's sections. */
export const coreDefaults = (): Record<string, unknown> => (defaultsAt([]) ?? {}) as Record<string, unknown>;

/** Every default of the sections that plugins bring. */
export const pluginDefaults = (plugins: PluginSections): Record<string, unknown> =>
  Object.fromEntries(Object.keys(plugins).map((name) => [name, defaultsAt([name], plugins) ?? {}]));

function defaultsAt(path: KeyPath, plugins: PluginSections = {}): unknown {
  const entries = childrenAt(path, plugins).flatMap(({ key, node }): [string, unknown][] => {
    if (node['x-removed'] || node['x-moved']) return [];
    const below = node.properties ? defaultsAt([...path, key], plugins) : undefined;
    const value = isMapping(below) || isMapping(node.default) ? merged(below, node.default) : node.default;
    return value === undefined ? [] : [[key, value]];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** A map's own default wins over those of the keys below it. */
function merged(below: unknown, own: unknown): unknown {
  if (!isMapping(below) || !isMapping(own)) return own === undefined ? below : own;
  const result = { ...below };
  for (const [key, value] of Object.entries(own)) result[key] = merged(result[key], value);
  return result;
}
