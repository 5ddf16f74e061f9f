/** What stands between the two `---` lines of a SKILL.md. */
export interface Frontmatter {
  values: Readonly<Record<string, unknown>>;
  /** It is no YAML as it stands, but its plain lines could be read. */
  fault?: { line: number; message: string };
}

export type Parsed = ({ ok: true } & Frontmatter) | { ok: false; line: number; message: string };

export interface SplitSkill {
  yaml: string;
  body: string;
  /** The line of the file on which the body begins, from 1. */
  bodyLine: number;
}

/** A description has at most 1,024 characters: what is much longer is no frontmatter. In characters. */
const MOST_YAML = 32_768;
/** Brackets within brackets; each costs the parser a level of its stack. */
const MOST_BRACKETS = 500;

/** Takes a file apart; undefined where it has no frontmatter, or where that does not end. */
export function splitSkill(given: string): SplitSkill | undefined {
  const text = given.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
  const opening = /^---[ \t]*\n/.exec(text)?.[0];
  if (opening === undefined) return undefined;
  const closing = /^---[ \t]*(?:\n|$)/m.exec(text.slice(opening.length));
  if (!closing) return undefined;
  const end = opening.length + closing.index + closing[0].length;
  return {
    yaml: text.slice(opening.length, opening.length + closing.index),
    body: text.slice(end),
    bodyLine: text.slice(0, end).split('\n').length,
  };
}

/** Bounded in size, depth and aliases, so that a hostile file costs no more than a plain one. */
export async function parseFrontmatter(yaml: string): Promise<Parsed> {
  if (yaml.length > MOST_YAML) return { ok: false, line: 1, message: 'the frontmatter is too long' };
  if ((yaml.match(/[[{]/g)?.length ?? 0) > MOST_BRACKETS || /(?:[-?:][ \t]+){50}|^ {400}/m.test(yaml))
    return { ok: false, line: 1, message: 'the frontmatter is nested too deeply' };
  const { parseYaml } = await import('./parse-yaml.ts');
  const strict = parseYaml(yaml);
  if (strict.ok) return strict;
  // In the file it stands behind the line of `---`.
  const fault = { line: strict.line + 1, message: strict.message };
  const mended = parseYaml(quoted(yaml));
  return mended.ok ? { ...mended, fault } : { ok: false, ...fault };
}

/** People write `description: Use this: ...`; a colon makes that no YAML, and everybody knows what it means. */
const quoted = (yaml: string): string =>
  yaml.replace(
    /^(name|description):[ \t]+(?!["'|>[{&*!])(\S.*)$/gm,
    (_all, key: string, value: string) => `${key}: ${JSON.stringify(value.trim())}`,
  );

/** A text of the frontmatter. */
export function textOf({ values }: Frontmatter, key: string): string | undefined {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  return typeof value === 'string' ? value.trim() || undefined : undefined;
}

/** A list of texts, or a single one. */
export function textsOf({ values }: Frontmatter, key: string): string[] {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  const list = Array.isArray(value) ? value : [value];
  return list.filter((one): one is string => typeof one === 'string');
}
