import { isSecurityKey } from '../catalog/security-keys.ts';
import { isMapping } from './emit.ts';
import { formatKeyPath, type KeyPath, parseKeyPath } from './key-path.ts';
import { maskData } from './mask.ts';
import { SECRET_FLAG } from './mask-levels.ts';
import { isHiddenKey } from './mask-names.ts';
import { presentPath } from './old-keys.ts';
import { describedAt, type PluginSections } from './schema.ts';
import { typesOf } from './schema-node.ts';

export { editedText } from './edit-file.ts';
export { parseKeyPath, valueAt } from './key-path.ts';
export { dataOf } from './load.ts';
export { isHiddenKey } from './mask-names.ts';
export { keysAt } from './schema.ts';
export { previewKey } from './set.ts';
export { parseYaml } from './yaml-source.ts';

/**
 * Why a value may not be written on behalf of somebody who must not see or choose secrets: the key holds one, or the
 * value has keys that do, or a part of it looks like one. Undefined where there is none.
 */
export function secretIn(path: KeyPath, value: unknown): string | undefined {
  const named = path.find((step) => typeof step === 'string' && isHiddenKey(step));
  if (named !== undefined) return `\`${formatKeyPath(path)}\` holds a secret`;
  const below = hiddenKeyIn(value);
  if (below !== undefined) return `the value sets \`${below}\`, which holds a secret`;
  const nested = path.reduceRight<unknown>(
    (inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }),
    value,
  );
  return JSON.stringify(maskData(nested)) === JSON.stringify(nested) ? undefined : 'a part of the value is a secret';
}

function hiddenKeyIn(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    const flag = value.findIndex((item) => SECRET_FLAG.test(String(item)));
    if (flag !== -1) return String(value[flag]);
    return value.map(hiddenKeyIn).find((found) => found !== undefined);
  }
  if (!isMapping(value)) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const found = isHiddenKey(key) && item !== null && item !== '' ? key : hiddenKeyIn(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a change of the key should be agreed to by the user; true for what is no key and for whole sections. */
export function needsApproval(key: string, plugins: PluginSections = {}): boolean {
  let path: KeyPath;
  try {
    path = parseKeyPath(key).map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  } catch {
    return true;
  }
  const node = describedAt(path, plugins);
  const moved = typeof node === 'string' ? undefined : node['x-moved'];
  // Whole sections and lists hold such keys. `model` is short for `model.default`.
  const types = typeof node === 'string' ? [] : typesOf(node);
  const short = path[0] === 'model' && (path.length === 1 || (path.length === 2 && path[1] === 'default'));
  const whole = node === 'open' || (!short && types.some((type) => type === 'object' || type === 'array'));
  return whole || isSecurityKey(path) || (moved !== undefined && isSecurityKey(presentPath(path, moved)));
}
