import { userError } from '../errors/hermes-error.ts';

export type KeyPath = (string | number)[];

/**
 * `auxiliary.compression.model`, `custom_providers[0].name` or `custom_providers.0.name`; `\.` is a dot inside a name.
 * Whether a number is a list index is decided by the data, so plain numbers stay text here. Throws `usage.invalid`.
 */
export function parseKeyPath(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let open = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] ?? '';
    if (char === '\\' && i + 1 < text.length) {
      i += 1;
      part += text[i] ?? '';
    } else if (char === '.' || char === '[') {
      if (part !== '' || !open) parts.push(part);
      part = '';
      open = false;
    } else if (char === ']' && parts.length > 0) {
      parts.push(part);
      part = '';
      open = true;
    } else part += char;
  }
  if (part !== '' || !open) parts.push(part);
  if (parts.some((item) => item.trim() === '' || item !== item.trim())) {
    throw userError('usage.invalid', `${JSON.stringify(text)} is not a key`, {
      try: ['Separate names with dots: auxiliary.compression.model'],
    });
  }
  return parts;
}

/** The way keys are written in messages: `servers.qwen.extra_args[0]`. */
export const formatKeyPath = (path: readonly (string | number)[]): string =>
  path
    .map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${step.replaceAll('.', '\\.')}`))
    .join('');

/** The path with list indices as numbers wherever the data has a list. */
export function typedPath(path: readonly (string | number)[], data: unknown): KeyPath {
  let node: unknown = data;
  return path.map((step) => {
    const typed = Array.isArray(node) && /^\d+$/.test(String(step)) ? Number(step) : step;
    node = typeof node === 'object' && node !== null ? (node as Record<string | number, unknown>)[typed] : undefined;
    return typed;
  });
}

/** The value at a path of plain data. */
export function valueAt(data: unknown, path: readonly (string | number)[]): unknown {
  let node: unknown = data;
  for (const step of path) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, step)) return undefined;
    node = (node as Record<string | number, unknown>)[step];
  }
  return node;
}
