import { neutralise } from '@hermes-ops/plugin-kit/neutral';

const ICONS: Readonly<Record<string, string>> = {
  terminal: '💻',
  read_file: '📄',
  write_file: '📝',
  edit_file: '📝',
  search_files: '🔎',
  list_dir: '📁',
  todo: '📋',
  memory: '🧠',
  session_search: '🔎',
  skill: '📚',
  web_fetch: '🌐',
  vision_analyze: '📷',
  config_get: '🔧',
  config_set: '🔧',
};

/** Longest line about a call, in characters; the whole of it stands in the session. */
const WIDTH = 160;

/** `┊ 💻 $ ls -l`: a call as one harmless line. */
export function toolLine(name: string, summary: string): string {
  const label = name === 'terminal' ? '' : `${name} `;
  // Blanks would push the rest of it out of sight.
  const line = neutralise(`${label}${summary}`, { multiline: false })
    .replace(/\s{3,}/gu, ' … ')
    .trimEnd();
  const chars = [...line];
  return `┊ ${iconOf(name)} ${chars.length > WIDTH ? `${chars.slice(0, WIDTH - 1).join('')}…` : line}`;
}

/** While the model still writes the call's arguments. */
export const preparingLine = (name: string): string =>
  `┊ ${iconOf(name)} preparing ${neutralise(name, { multiline: false })}…`;

const iconOf = (name: string): string => (Object.hasOwn(ICONS, name) ? ICONS[name] : undefined) ?? '🔌';
