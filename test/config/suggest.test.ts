// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
import { expect, test } from 'vitest';
import { mendText } from '../../src/config/mend-text.ts';
import { keysAt } from '../../src/config/schema.ts';
import { suggestPath } from '../../src/config/suggest.ts';
import { validateText } from '../../src/config/validate.ts';

const check = (text: string) => validateText(text, 'f', { BOX_API_KEY: 'x' });
const found = (text: string) =>
  check(text).diagnostics.map(({ severity, code, path }) => `${severity} ${code} ${path}`);
const remedies = (text: string) =>
  check(text)
    .diagnostics.map(({ suggestion }) => suggestion)
    .join('\n');
const mend = (text: string) => mendText(text, check(text), check);

const MCP = 'fetch: {command: uvx, args: [mcp-server-fetch]}';

/** What is reported, and what `--fix` makes of it; nothing is left of these mistakes. */
test.each<[text: string, finding: string, mended: string]>([
  [
    'mcp_servers: {x: {command: npx, disabled: true}}\n',
    'warning config.unknown-key mcp_servers.x.disabled',
    'mcp_servers: {x: {command: npx, enabled: false}}\n',
  ],
  [
    'compression: {disabled: false}\n',
    'warning config.unknown-key compression.disabled',
    'compression: {enabled: true}\n',
  ],
  [
    `# VS Code\nmcp:\n  auto_reload_on_config_change: true\n  servers:\n    ${MCP} # one\n`,
    'error config.misplaced mcp.servers',
    `# VS Code\nmcp:\n  auto_reload_on_config_change: true\nmcp_servers:\n  ${MCP} # one\n`,
  ],
  [
    `mcp:\n  auto_reload_on_config_change: true\n  ${MCP}\n`,
    'warning config.misplaced mcp.fetch',
    `mcp:\n  auto_reload_on_config_change: true\nmcp_servers:\n  ${MCP}\n`,
  ],
  [`servers:\n  ${MCP}\n`, 'error config.misplaced servers', `mcp_servers:\n  ${MCP}\n`],
  [`server:\n  ${MCP}\n`, 'warning config.unknown-key server', `mcp_servers:\n  ${MCP}\n`],
  [
    `mcp_servers:\n  mcpServers:\n    ${MCP}\n`,
    'error config.misplaced mcp_servers.mcpServers',
    `mcp_servers:\n  ${MCP}\n`,
  ],
  ['model: {model: {default: q}}\n', 'error config.misplaced model.model', 'model: {default: q}\n'],
  [
    'providers:\n  a: {base_url: http://a:1/v1}\n  custom_providers:\n    - {name: b, base_url: http://b:1/v1}\n',
    'error config.misplaced providers.custom_providers',
    'providers:\n  a: {base_url: http://a:1/v1}\ncustom_providers:\n  - {name: b, base_url: http://b:1/v1}\n',
  ],
  ['model.default: x # mine\n', 'warning config.misplaced model\\.default', 'model:\n  default: x # mine\n'],
  [
    'model: {default: q}\ncompression.treshold: 0.8\n',
    'warning config.misplaced compression\\.treshold',
    'model: {default: q}\ncompression:\n  threshold: 0.8\n',
  ],
  [
    'model: {ollama_num_gpu: 1, num_ctx: 65536}\n',
    'warning config.unknown-key model.num_ctx',
    'model: {ollama_num_gpu: 1, ollama_num_ctx: 65536}\n',
  ],
  [
    'model: {api_key_env: BOX_API_KEY}\n',
    'warning config.unknown-key model.api_key_env',
    'model: {api_key: "${BOX_API_KEY}"}\n',
  ],
  ['llm: {model: q}\n', 'warning config.unknown-key llm', 'model:\n  default: q\n'],
  [
    'vision: {provider: openrouter, model: m}\n',
    'warning config.misplaced vision',
    'auxiliary:\n  vision: {provider: openrouter, model: m}\n',
  ],
  [
    'title_generation: {provider: openrouter, model: m}\n',
    'warning config.misplaced title_generation',
    'auxiliary:\n  title_generation: {provider: openrouter, model: m}\n',
  ],
  [
    'auxiliary:\n  summarizer: {provider: openrouter, model: m}\n',
    'warning config.unknown-key auxiliary.summarizer',
    'auxiliary:\n  compression: {provider: openrouter, model: m}\n',
  ],
  [
    'agent: {verbose: true, compression: false}\n',
    'warning config.misplaced agent.compression',
    'agent: {verbose: true}\ncompression:\n  enabled: false\n',
  ],
  [
    'terminal: {image: "x:1", volumes: [a]}\n',
    'warning config.unknown-key terminal.image',
    'terminal: {docker_image: "x:1", docker_volumes: [a]}\n',
  ],
  [
    '# all of it\nhermes:\n  model: {default: q}\n  display: {skin: ares}\n',
    'error config.misplaced hermes',
    '# all of it\nmodel: {default: q}\ndisplay: {skin: ares}\n',
  ],
  [
    'our_agent:\n  model: {default: q}\n  display: {skin: ares}\n',
    'error config.misplaced our_agent',
    'model: {default: q}\ndisplay: {skin: ares}\n',
  ],
])('%j is mended', (text, finding, mended) => {
  expect(found(text)).toContain(finding);
  const result = mend(text);
  expect(result.text).toBe(mended);
  expect(found(result.text)).not.toContain(finding);
});

/** The finding and its remedy in words where nothing may be changed without asking. */
test.each([
  ['context: {max_tokens: 65536}\n', 'config.unknown-key', '`model.context_length`'],
  ['agent: {max_tokens: 4096}\n', 'config.unknown-key', '`model.max_tokens`'],
  ['max-model-len: 65536\n', 'config.unknown-key', '`model.context_length`'],
  ['models: [{id: q}]\n', 'config.unknown-key', '`providers:`'],
  ['model_list:\n  - {model_name: q}\n', 'config.unknown-key', '`providers:`'],
  ['provider_url: http://h:1/v1\n', 'config.unknown-key', '`model.base_url`'],
  ['model: {api_key_env: my key}\n', 'config.unknown-key', '`api_key: ${NAME}`'],
  ['model: {top_p: 0.9}\n', 'config.unknown-key', '`--top-p 0.9`'],
  ['model: {temperature: }\n', 'config.unknown-key', '`--temp 0.4`'],
  ['servers: {a: {model: q.gguf, n_gpu_layers: 40}}\n', 'config.unknown-key', '`extra_args: [-ngl, "40"]`'],
  ['servers: {a: {model: q.gguf, --flash-attn: true}}\n', 'config.unknown-key', '`extra_args: [--flash-attn, "on"]`'],
  ['servers: {a: {model: q.gguf, --new-flag: 3}}\n', 'config.unknown-key', '`extra_args: [--new-flag, "3"]`'],
  ['auxiliary: {web_search: {provider: auto}}\n', 'config.unknown-key', 'no task does this'],
  ['auxiliary: {webSearch: {provider: auto}}\n', 'config.unknown-key', 'no task does this'],
  ['custom_providers: [{name: b, base_url: "http://b:1/v1", fallback_model: x}]\n', 'config.misplaced', 'left margin'],
  ['mcp_servers: {x: {command: a, docker_image: q}}\n', 'config.misplaced', '`terminal.docker_image`'],
  ['mcp_servers: {x: {command: a, terminal: {backend: docker}}}\n', 'config.misplaced', 'left margin'],
  ['compression: {disabled: true, enabled: true}\n', 'config.unknown-key', 'delete this one'],
  ['config:\n  model: {default: q}\nmodel: {default: r}\n', 'config.misplaced', 'everything below `config:`'],
  ['mcp_servers: {}\nservers:\n  a: {url: "http://h/mcp"}\n', 'config.misplaced', '`mcp_servers`'],
])('%j: only a hint', (text, code, hint) => {
  const [first] = check(text).diagnostics;
  expect(first?.code).toBe(code);
  expect(remedies(text)).toContain(hint);
  if (!text.startsWith('mcp_servers: {}')) expect(first?.fix).toBeUndefined();
});

/** No short name of an entry of the user's own leads into another section. */
test.each(['mode', 'threshold', 'backend', 'personality', 'skin', 'disabled_x', 'level'])(
  '%s stays in its entry',
  (key) => {
    for (const text of [
      `mcp_servers: {x: {command: a, ${key}: 1}}\n`,
      `providers: {x: {base_url: "http://a:1/v1", ${key}: 1}}\n`,
      `fallback_providers: [{provider: auto, model: m, ${key}: 1}]\n`,
    ]) {
      for (const { code, fix = '' } of check(text).diagnostics) {
        expect(code, text).not.toBe('config.misplaced');
        expect(fix).not.toContain('move');
      }
    }
  },
);

test('names that every object of JavaScript has are keys like others', () => {
  const names = ['toString', 'constructor', 'valueOf', 'hasOwnProperty', '__proto__'];
  const scalars = names.map((name) => `${name}: 1\n`).join('');
  const inside = names.map((name) => `  ${name}: 1\n`).join('');
  const text = `${scalars}model:\n  default: q\n${inside}auxiliary:\n${names.map((n) => `  ${n}: {provider: auto}\n`).join('')}`;
  const keys = check(text).diagnostics.filter(({ code }) => code === 'config.unknown-key');
  expect(keys.map(({ path }) => path).sort()).toEqual([...names, ...names.map((name) => `model.${name}`)].sort());
  for (const name of names) expect(suggestPath([name])).toBeUndefined();
});

test('what is there for its anchor needs no reader', () => {
  const text = `x-defaults: &d {timeout: 5}
.hidden: 1
base: &b {command: npx}
limits: {short: &s 8}
mcp_servers: {a: {<<: *b}, b: {command: x, timeout: *s}}
`;
  expect(found(text)).toEqual([]);
  expect(found(`${text}unused: &u {a: 1}\n`)).toEqual(['warning config.unknown-key unused']);
});

test('a single value at the top level has the one effect that the message names', () => {
  expect(check('my_flag: 1\n').diagnostics[0]?.message).toContain('environment');
  expect(check('my_flag: {a: 1}\n').diagnostics[0]?.message).toContain('no effect');
});

test('a task that a plugin may bring is left alone', () => {
  expect(found('auxiliary:\n  lcm_expansion: {provider: openrouter, model: m}\n')).toEqual([]);
});

test('below a level too much nothing else is said', () => {
  const text = 'mcp_servers:\n  servers:\n    a: {command: x, bogus: 1}\n    b: {command: y}\n';
  expect(found(text)).toEqual(['error config.misplaced mcp_servers.servers']);
});

test('unknown keys without end become few findings, and the ones that were meant for something are kept', () => {
  const own = Array.from({ length: 5_000 }, (_none, i) => `my_own_${i}: ${i}\n`);
  const text = [...own.slice(0, 500), 'context_compression: {threshold: 0.8}\n', ...own.slice(500)].join('');
  const { diagnostics } = check(text);
  expect(diagnostics.length).toBeLessThan(60);
  expect(diagnostics.map(({ path }) => path)).toContain('context_compression');
  const others = diagnostics.filter(({ message }) => message.includes('more keys are not known'));
  expect(others).toMatchObject([{ code: 'config.unknown-key', message: expect.stringContaining('4,980') }]);
});

test('the keys of a place are worked out once', () => {
  expect(keysAt(['servers', 'a'])).toBe(keysAt(['servers', 'b']));
  expect(keysAt([], { mine: { schema: { type: 'object' }, errors: () => [] } })).toContain('mine');
  expect(keysAt([])).not.toContain('mine');
});
