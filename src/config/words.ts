/** The switch words of YAML 1.1, which the public Hermes Agent reads, too: `yes`, `no`, `on`, `off`, `true`, `false`. */
export function booleanWord(text: unknown): boolean | undefined {
  if (typeof text === 'object') return undefined;
  const word = String(text).trim().toLowerCase();
  if (['true', 'yes', 'on'].includes(word)) return true;
  return ['false', 'no', 'off'].includes(word) ? false : undefined;
}
