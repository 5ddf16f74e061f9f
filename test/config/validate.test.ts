// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
import { expect, test } from 'vitest';
import { validateText } from '../../src/config/validate.ts';
import { validateFile } from '../../src/config/validate-file.ts';
import { WARNINGS } from '../../src/errors/warnings.ts';
import { tempHome } from '../helpers/home.ts';

/** `line:column code path` of every finding. */
const findings = (text: string) =>
  validateText(text, 'f').diagnostics.map(({ line, column, code, path }) => `${line}:${column} ${code} ${path}`.trim());

/** One mistake, one finding, at the exact token. */
test.each([
  ['a: [1\nb: 2\n', ['1:4 config.syntax']],
  ['model:\n\tdefault: x\n', ['2:1 config.tab']],
  ['model: {default: x}\nmodel: {default: y}\n', ['2:1 config.duplicate-key model']],
  ['', ['1:1 config.empty']],
  ['# only a comment\n', ['1:1 config.empty']],
  ['- a\n', ['1:1 config.type']],
  ['compression:\n  threshold: high\n', ['2:14 config.type compression.threshold']],
  ['compression:\n  protect_last_n: 2.5\n', ['2:19 config.type compression.protect_last_n']],
  ['compression: [1]\n', ['1:14 config.type compression']],
  ['custom_providers: \'[{"name": "x"}]\'\n', ['1:19 config.json-text custom_providers']],
  ['compression:\n  threshold: 40\n', ['2:14 config.percent compression.threshold']],
  ['servers:\n  a: {port: 70000}\n', ['2:13 config.range servers.a.port']],
  ['model:\n  api_mode: responsess\n', ['2:13 config.enum model.api_mode']],
  ['auxiliary:\n  vision: {reasoning_effort: huge}\n', ['2:30 config.enum auxiliary.vision.reasoning_effort']],
  ['model:\n  base_url: 192.168.5.84:8000/v1\n', ['2:13 config.url model.base_url']],
  ['model:\n  base_url: http://h:99999/v1\n', ['2:13 config.url model.base_url']],
  ['model:\n  base_url: http://192.168.5.84:8000\n', ['2:13 config.url-no-v1 model.base_url']],
  [
    'custom_providers:\n- {name: a, base_url: http://box:8000/}\n',
    ['2:23 config.url-no-v1 custom_providers[0].base_url'],
  ],
  ['model: {context_length: 16384}\n', ['1:25 config.context-small model.context_length']],
  [
    'custom_providers:\n- {name: h, base_url: http://h/v1, models: {m: {context_length: 8192}}}\n',
    ['2:65 config.context-small custom_providers[0].models.m.context_length'],
  ],
  ['model: {api_key: sk-0123456789abcdef}\n', ['1:18 config.secret model.api_key']],
  ['mcp_servers: {x: {env: {GITHUB_TOKEN: ghp_0123456789}}}\n', ['1:39 config.secret mcp_servers.x.env.GITHUB_TOKEN']],
  ['base_url: http://h:1/v1\n', ['1:1 config.misplaced base_url']],
  ['compression:\n  treshold: 0.5\n', ['2:3 config.unknown-key compression.treshold']],
  ['doctor: {skip: [endpoint.tool-call], live_probe_timeout: 5}\n', ['1:10 config.unknown-key doctor.skip']],
  [
    'benchmark: {repetitions: 3}\nops: {offline: true}\n',
    ['1:13 config.unknown-key benchmark.repetitions', '2:7 config.unknown-key ops.offline'],
  ],
  ['servers:\n  a:\n    ctx: 5\n', ['3:5 config.unknown-key servers.a.ctx']],
  ['\uFEFFnope: 1\r\nmodel:\r\n  x.y: 1\r\n', ['1:1 config.unknown-key nope', '3:3 config.unknown-key model.x\\.y']],
])('%j', (text, expected) => {
  expect(findings(text)).toEqual(expected);
  for (const { code, severity } of validateText(text, 'f').diagnostics) {
    if (code === 'config.misplaced') continue;
    expect(code in WARNINGS || code === 'config.unknown-key', code).toBe(severity === 'warning');
  }
});

test.each([
  ['compression: {treshold: 1}\n', 'compression.threshold'],
  ['base_url: http://h/v1\n', '`model.base_url`'],
  ['model: {threshold: 0.5}\n', '`compression.threshold`'],
  ['model: {ctx_size: 1}\n', '`model.context_length`'],
  ['context_compression: {}\n', '`compression`'],
  ['agent: 1\naproval: {}\n', '`approvals`'],
  ['model: {contextLength: 65536}\n', 'model.context_length'],
  ['compression: {threshold: 40}\n', '0.4'],
  ['compression: {protect_last_n: "20"}\n', 'without quotes'],
  ['model: {api_mode: chat_completion}\n', 'chat_completions'],
  ['model: {base_url: localhost:8000}\n', 'http://localhost:8000/v1'],
  ['mcp_servers: {x: {env: {AWS_SECRET_ACCESS_KEY: abcdefgh1234}}}\n', 'config set AWS_SECRET_ACCESS_KEY -'],
])('the remedy for %j names %s', (text, part) => {
  expect(
    validateText(text, 'f')
      .diagnostics.map(({ suggestion }) => suggestion)
      .join(),
  ).toContain(part);
});

/** Shapes that real files have and that work. */
test.each([
  'model: gpt\n',
  'model: ""\n',
  'model:\ncompression: {enabled: true}\n',
  'model: {default: null, provider: null, base_url: "", api_mode: "", context_length: null}\n',
  'model: {base_url: "${LLAMA_URL}", api_key: "${KEY}", context_length: "${N}", api_mode: "${MODE}"}\n',
  'model: {base_url: https://api.z.ai/api/coding/paas/v4, api_key: no-key-required}\n',
  'model: {base_url: https://api.example.com}\n',
  'providers: {anthropic: {key_env: X}, box: {api: http://box:1/v1, transport: openai_chat, default_model: m, models: [a, {id: b}]}}\n',
  'google_chat: {credentials: ~/keys/account.json}\nvoice: {record_key: ctrl+space}\n',
  'fallback_providers: []\ncompression: {}\nauxiliary: {}\n',
  'approvals: {mode: off}\nhuman_delay: {mode: false}\nupdates: {pre_update_backup: false}\n',
  'approvals: {mode: false}\nagent: {service_tier: "", disabled_toolsets: ""}\n',
  'compression: {enabled: yes, in_place: Off}\n',
  'auxiliary:\n  web_extract: {provider: auto, model: "", base_url: "", api_key: "", timeout: 360, extra_body: {}}\n  session_search: {max_concurrency: 3}\n',
  'toolsets: [hermes-cli]\n_config_version: 33\nsession_reset: {mode: none}\nTELEGRAM_HOME_CHANNEL: "1"\n',
  'servers: {qwen: {model: m.gguf, port: 8001, ctx_size: 131072, parallel: 2, extra_args: [-ngl, 99]}}\nbenchmark: {}\ndoctor: {}\nops: {}\n',
])('no false alarm: %j', (text) => {
  expect(validateText(text, 'f').diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
});

test('secrets show neither in messages nor in the text for excerpts', () => {
  const text =
    'model: {api_key: sk-topsecretvalue}\nx: "Bearer abcdefghijkl"\nproviders:\n  a: {api_key: [topsecretvalue]}\n';
  const report = validateText(text, 'f');
  expect(JSON.stringify(report)).not.toMatch(/topsecretvalue\b.*"text"|abcdefghijkl/);
  expect(report.text).not.toContain('sk-topsecret');
  expect(report.text).toHaveLength(text.length);
});

test('a missing file', async () => {
  const { config } = tempHome();
  await expect(validateFile(config, { env: {} })).rejects.toMatchObject({ code: 'config.not-found', exit: 2 });
});

test('a list written as one text may hold a key, which is not repeated', () => {
  const report = validateText(`custom_providers: '[{"api_key":"sk-topsecretvalue"}]'\n`, 'f');
  expect(report.diagnostics).toMatchObject([{ code: 'config.json-text' }]);
  expect(JSON.stringify([report.diagnostics, report.text])).not.toContain('topsecret');
});

test.each([
  ['http://192.168.5.84:8000', 'http://192.168.5.84:8000/v1'],
  ['http://127.0.0.1:8000/v2', 'http://127.0.0.1:8000/v1'],
  ['http://127.0.0.1:8000/api/v2/', 'http://127.0.0.1:8000/api/v1'],
])('for %s the address %s is proposed', (url, meant) => {
  const [found] = validateText(`model:\n  base_url: ${url}\n`, 'config.yaml').diagnostics;
  expect(found).toMatchObject({ code: 'config.url-no-v1', suggestion: expect.stringContaining(`${meant}?`) });
});
