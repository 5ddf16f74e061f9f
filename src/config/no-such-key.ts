import { HINTS, ROOT_HINTS, SERVER_FLAGS } from '../catalog/no-such-keys.ts';
import { isUnset } from './edit-value.ts';
import { isMapping } from './emit.ts';
import type { Finding, Fix } from './finding.ts';
import { formatKeyPath, type KeyPath, valueAt } from './key-path.ts';
import { keysAt } from './schema.ts';

type Remedy = Pick<Finding, 'suggestion'> & { fix?: Fix };

/** A key that is the opposite of one beside it, or that names a variable where there is only a key for its value. */
export function turned(parent: KeyPath, key: string, data: unknown): Remedy | undefined {
  const path = [...parent, key];
  const value = valueAt(data, path);
  const siblings = keysAt(parent);
  if (/^(?:is_?)?disabled?$/i.test(key) && siblings.includes('enabled')) {
    const enabled = [...parent, 'enabled'];
    if (!isUnset(valueAt(data, enabled))) return { suggestion: '`enabled` beside it counts; delete this one' };
    if (typeof value !== 'boolean') return { suggestion: 'write `enabled: false` to switch it off' };
    const title = `write \`enabled: ${!value}\``;
    return {
      suggestion: title,
      fix: {
        title,
        edits: [
          { path, rename: 'enabled' },
          { path: enabled, value: !value },
        ],
      },
    };
  }
  if (/^(?:api_)?key_(?:env|var)(?:_var)?$|^api_key_env_var$/.test(key) && siblings.includes('api_key')) {
    if (siblings.includes('key_env') || siblings.includes('api_key_env')) return undefined;
    const named = typeof value === 'string' && /^[A-Z][A-Z0-9]*_[A-Z0-9_]*$/.test(value);
    const title = `write \`api_key: \${${named ? value : 'NAME'}}\``;
    const own = [...parent, 'api_key'];
    if (!named || !isUnset(valueAt(data, own))) return { suggestion: title };
    return {
      suggestion: title,
      fix: {
        title,
        edits: [
          { path, rename: 'api_key' },
          { path: own, value: `\${${value}}` },
        ],
      },
    };
  }
  return undefined;
}

/** What to do about a key that stands for nothing. */
export function instead(parent: KeyPath, key: string, value: unknown): string {
  const hint = (parent.length === 0 ? ROOT_HINTS.get(key) : undefined) ?? HINTS.get(key);
  if (hint !== undefined) return hint;
  if (parent.length > 0 && keysAt([]).includes(key)) return `\`${key}:\` is a section of its own, at the left margin`;
  const entries = isMapping(value) ? Object.values(value).filter(isMapping) : [];
  if (entries.some((entry) => ['command', 'url'].some((name) => Object.hasOwn(entry, name)))) {
    return 'MCP servers stand under `mcp_servers` at the left margin';
  }
  return serverFlag(parent, key, value) ?? 'no key is like it; delete it unless a program of yours reads it';
}

/** Flags of llama-server, by their names or as they are typed. */
function serverFlag(parent: KeyPath, key: string, value: unknown): string | undefined {
  const known = SERVER_FLAGS.get(key.replace(/^-+/, '').replaceAll('-', '_').toLowerCase());
  const typed = parent[0] === 'servers' && /^--?[a-z]/i.test(key) ? { flag: key } : undefined;
  const row = known ?? typed;
  if (!row) return undefined;
  const single = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  const given = /^[\w.,/-]{1,60}$/.test(single) ? single : undefined;
  const argument = known?.value === undefined ? (known ? undefined : given) : (given ?? known.value);
  const inServer = parent[0] === 'servers' && parent.length === 2;
  if (inServer) {
    const list = argument === undefined ? `[${row.flag}]` : `[${row.flag}, ${JSON.stringify(argument)}]`;
    return `it is a flag of llama-server: write \`extra_args: ${list}\` under \`${formatKeyPath(parent)}\``;
  }
  const flag = argument === undefined ? row.flag : `${row.flag} ${argument}`;
  return known?.sampling
    ? `nothing that reads this file sends sampling settings; an own server takes \`${flag}\` under \`servers.NAME.extra_args\``
    : `it is a flag of llama-server: \`${flag}\` under \`servers.NAME.extra_args\``;
}
