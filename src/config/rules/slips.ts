import type { Finding } from '../finding.ts';
import { formatKeyPath, valueAt } from '../key-path.ts';
import { dashedWords } from '../shape-remedy.ts';
import { shown } from './remedy.ts';
import { isFreeText, type TextRule } from './texts.ts';

const OPENING = /^[\u201c\u201e\u201d\u00ab\u2018\u201a\u2019]/;
const CLOSING = /[\u201c\u201d\u201f\u00bb\u2018\u2019]$/;

/** Quotes of a word processor around a value: YAML takes them for a part of it. */
export const curlyQuotesRule: TextRule = (place) => {
  const { text } = place;
  if (text.length < 2 || text.length > 300 || !OPENING.test(text) || !CLOSING.test(text) || isFreeText(place)) {
    return undefined;
  }
  const meant = text.slice(1, -1);
  return slip(
    place.path,
    'these quotes are a part of the value; only straight ones enclose it',
    `write ${shown(meant)}`,
    meant,
  );
};

/** `[-web -tts]`, or both on lines of their own without a space behind the dash: one item, not two. */
export const dashesRule: TextRule = ({ text, path, data }) => {
  const words = text.startsWith('-') && NAMES.test(String(path[0])) ? dashedWords(text) : undefined;
  if (!words) return undefined;
  const list = `[${words.join(', ')}]`;
  const item = typeof path.at(-1) === 'number';
  const at = item ? path.slice(0, -1) : path;
  const only = !item || (valueAt(data, at) as unknown[]).length === 1;
  return slip(
    at,
    `${shown(text)} is one text; a \`-\` needs a space behind it to begin an item`,
    `write ${list}`,
    only ? words : undefined,
  );
};

/** Sections with lists of names, in which no text begins with a dash. */
const NAMES = /^(?:agent|platform_toolsets|skills|plugins|toolsets|tools)$/;

function slip(path: Finding['path'], what: string, suggestion: string, meant?: unknown): Finding {
  const at = [...path];
  return {
    code: 'config.format',
    severity: 'warning',
    path: at,
    message: `\`${formatKeyPath(at)}\`: ${what}`,
    suggestion,
    ...(meant === undefined ? {} : { fix: { title: suggestion, edits: [{ path: at, value: meant }] } }),
  };
}
