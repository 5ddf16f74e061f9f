import { type Document, isAlias, isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml';

export type ParsedYaml =
  | { ok: true; values: Readonly<Record<string, unknown>> }
  /** `line` from 1, of the text that was given. */
  | { ok: false; line: number; message: string };

/** What is a text whatever it looks like. */
const TEXTS = new Set<unknown>(['name', 'description']);

/** `name: 1.0` is no number: it stays as it is written. */
function keepWritten({ contents }: Document): void {
  if (!isMap(contents)) return;
  for (const { key, value } of contents.items) {
    if (!isScalar(key) || !TEXTS.has(key.value) || !isScalar(value)) continue;
    if (typeof value.value === 'number') value.value = value.source ?? String(value.value);
  }
}

/**
 * Keys and values, as JSON could hold them, name and description as texts where they are numbers: references to anchors, by which a small text becomes a large one or an endless one,
 * are refused. Loaded on demand only: without skills nothing needs the library.
 */
export function parseYaml(yaml: string): ParsedYaml {
  const lineCounter = new LineCounter();
  const no = (line: number, message: string): ParsedYaml => ({ ok: false, line, message: `no YAML: ${message}` });
  try {
    const document = parseDocument(yaml, { lineCounter, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
    const [error] = document.errors;
    if (error) return no(lineCounter.linePos(error.pos[0]).line, error.message.split('\n')[0] ?? '');
    let aliases = false;
    visit(document, (_key, node) => {
      aliases ||= isAlias(node);
    });
    if (aliases) return no(1, 'references to anchors are not read here');
    keepWritten(document);
    const values: unknown = document.toJS() ?? {};
    if (typeof values !== 'object' || values === null || Array.isArray(values)) return no(1, 'keys and values wanted');
    return { ok: true, values: values as Record<string, unknown> };
  } catch (error) {
    return no(1, (error as Error).message.split('\n')[0] ?? '');
  }
}
