import { inlineText, isMapping } from '../src/config/emit.ts';
import { coreSections, schemaAt } from '../src/config/schema.ts';
import { schemaDefaults } from '../src/config/schema-defaults.ts';

const KEYS = 1000;
const BYTES = 120 * 1024;

/**
 * The file of `npm run bench:config`: 1,000 keys in 120 KB, valid, the same for the same schema. A default dump with the
 * comments of a commented one, endpoints, servers and MCP servers as users add them, and personalities of many lines.
 */
export function benchFile(): string {
  const data: Record<string, unknown> = {
    model: MODEL,
    providers: endpoints(),
    servers: SERVERS,
    mcp_servers: mcp(),
    personalities: {},
  };
  for (const [section, content] of Object.entries(schemaDefaults())) {
    if (!(section in data) && countKeys(data) + countKeys({ [section]: content }) <= KEYS - 20) data[section] = content;
  }
  const people: Record<string, string> = {};
  data['personalities'] = people;
  while (countKeys(data) < KEYS) people[`person_${Object.keys(people).length}`] = 'a';
  const order = coreSections();
  const sorted = Object.fromEntries(Object.entries(data).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)));
  const share = Math.floor((BYTES - render(sorted).length) / Object.keys(people).length);
  for (const name of Object.keys(people)) people[name] = prose(share);
  return render(sorted);
}

export function countKeys(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countKeys(item), 0);
  return isMapping(value) ? Object.values(value).reduce((sum: number, item) => sum + 1 + countKeys(item), 0) : 0;
}

const MODEL = {
  default: 'Qwen3.6-27B-GGUF',
  provider: 'custom',
  base_url: 'http://127.0.0.1:8000/v1',
  context_length: 65536,
};
const SERVERS = {
  qwen: { model: 'models/Qwen3.6-27B.gguf', ctx_size: 65536, parallel: 1, extra_args: ['-ngl', '99'] },
};

const times = <T>(count: number, make: (at: number) => [string, T]): Record<string, T> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => make(at)));

const endpoints = () =>
  times(24, (at) => [
    `endpoint-${at}`,
    {
      name: `endpoint-${at}`,
      base_url: `http://192.168.5.${at + 10}:8000/v1`,
      key_env: 'LOCAL_API_KEY',
      api_mode: 'chat_completions',
      models: { [`model-${at}.gguf`]: { context_length: 131072 } },
    },
  ]);

const mcp = () =>
  times(12, (at) => [
    `tool-${at}`,
    {
      command: 'npx',
      args: ['-y', `@example/tool-${at}`, '/srv/data'],
      env: { LOG_LEVEL: 'info' },
      enabled: at % 2 === 0,
    },
  ]);

/** Lines of prose, `length` characters with their indentation. */
function prose(length: number): string {
  const words = 'You answer briefly and say where each number comes from before you act on it'.split(' ');
  let text = '';
  for (let at = 0; text.length < length * 0.96; at++) {
    text += words[at % words.length] + (at % 13 === 12 ? '\n' : ' ');
  }
  return `${text.trim()}\n`;
}

function render(value: Record<string, unknown>, path: string[] = []): string {
  const pad = '  '.repeat(path.length);
  const lines = Object.entries(value).map(([key, content], at) => {
    const below = [...path, key];
    const node = schemaAt(below);
    const note = at % 2 === 0 && typeof node !== 'string' && node.description ? `${pad}# ${node.description}\n` : '';
    const name = `${pad}${inlineText(key, false)}:`;
    if (isMapping(content) && Object.keys(content).length > 0) return `${note}${name}\n${render(content, below)}`;
    if (typeof content === 'string' && content.includes('\n')) {
      return `${note}${name} |\n${content.trimEnd().replaceAll(/^/gm, `${pad}  `)}\n`;
    }
    const isList = Array.isArray(content) && content.length > 0 && content.every((item) => typeof item !== 'object');
    if (!isList) return `${note}${name} ${inlineText(content, false)}\n`;
    return `${note}${name}\n${content.map((item) => `${pad}  - ${inlineText(item, false)}\n`).join('')}`;
  });
  return lines.join('');
}
