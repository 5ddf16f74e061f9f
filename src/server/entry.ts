import type { ServerEntry } from '../contract/index.ts';

const IS_TEXT = (value: unknown): value is string => typeof value === 'string';
const IS_NUMBER = (value: unknown): value is number => typeof value === 'number';

/**
 * The entry without what is of the wrong type, which then counts as not set: config.yaml may hold anything, and looking
 * at servers has to work all the same. Starting one is refused by its caller.
 */
export function usableEntry(entry: ServerEntry): ServerEntry {
  const raw: Record<string, unknown> = typeof entry === 'object' && entry !== null ? { ...entry } : {};
  const { model, host, port, ctx_size, parallel, api_key_env, extra_args } = raw;
  return {
    ...(IS_TEXT(model) ? { model } : {}),
    ...(IS_TEXT(host) ? { host } : {}),
    ...(IS_NUMBER(port) ? { port } : {}),
    ...(IS_NUMBER(ctx_size) ? { ctx_size } : {}),
    ...(IS_NUMBER(parallel) ? { parallel } : {}),
    ...(IS_TEXT(api_key_env) ? { api_key_env } : {}),
    // YAML reads `-ngl 99` as a text and a number.
    ...(Array.isArray(extra_args)
      ? { extra_args: extra_args.filter((arg) => IS_TEXT(arg) || IS_NUMBER(arg)).map(String) }
      : {}),
  };
}
