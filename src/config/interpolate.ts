type Env = Readonly<Record<string, string | undefined>>;

const REFERENCE = /\$\{(?:env:)?([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Whether a text takes (part of) its value from the environment: `${VAR}` or `${env:VAR}`. */
export const hasReference = (value: unknown): boolean => typeof value === 'string' && value.search(REFERENCE) >= 0;

/** The variable that a text is a reference to and nothing else, such as `KEY` in `${KEY}`. */
export function referenceName(value: unknown): string | undefined {
  const [only] = typeof value === 'string' ? value.matchAll(REFERENCE) : [];
  return only?.[0] === value ? only?.[1] : undefined;
}

/** `${VAR}` in every text of the data, keys excepted. An unset variable leaves its reference as it stands. */
export function interpolate(value: unknown, env: Env): unknown {
  if (typeof value === 'string') {
    return value.replace(REFERENCE, (reference, name: string) => env[name] || reference);
  }
  if (Array.isArray(value)) return value.map((item) => interpolate(item, env));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolate(item, env)]));
}

/** Names of all variables that a text refers to, each once. */
export const referenceNames = (value: unknown): string[] =>
  typeof value === 'string' ? [...new Set([...value.matchAll(REFERENCE)].flatMap(([, name]) => name ?? []))] : [];
