/** What JSON and YAML call an object: neither null nor a list. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A part of the config, or of another document; empty where it is none. */
export const section = (value: unknown): Readonly<Record<string, unknown>> => (isObject(value) ? value : {});
