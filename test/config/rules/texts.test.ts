// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
import { expect, test } from 'vitest';
import { found, said } from './found.ts';

const env = { SET: 'x', EMPTY: '' };

test.each([
  ['model: {api_key: "${NOPE}"}', ['model.api_key']],
  ['model: {api_key: "${env:NOPE}"}', ['model.api_key']],
  ['model: {api_key: "${EMPTY}"}', ['model.api_key']],
  ['model: {api_key: "${constructor}"}', ['model.api_key']],
  ['model: {base_url: "http://${SET}:${PORT}/${NOPE}"}', ['model.base_url']],
  [
    'mcp_servers: {x: {command: "${BIN}", args: [-k, "${NOPE}"], env: {A: "${NOPE}"}}}',
    ['mcp_servers.x.command', 'mcp_servers.x.args[1]', 'mcp_servers.x.env.A'],
  ],
  ['mcp_servers: {x: {headers: {Authorization: "Bearer ${NOPE}"}}}', ['mcp_servers.x.headers.Authorization']],
  ['own: [[{a: "${NOPE}"}]]', ['own[0][0].a']],
  ['model: {api_key: "${file:/run/secrets/key}"}', ['model.api_key']],
  ['model: {api_key: "${vault:llm/key}"}', ['model.api_key']],
  ['model: {api_key: "${bitwarden:id}"}', ['model.api_key']],
  ['model: {base_url: "http://h:${PORT:-8000}/v1"}', ['model.base_url']],
])('unresolved: %s', (yaml, paths) => {
  expect(found(yaml, { env })).toEqual(paths.map((path) => `unresolved-variable ${path}`));
});

/** Set, no reference, or text that a shell, a template or a reader gets as it is. */
test.each([
  'model: {api_key: "${SET}", base_url: "http://${env:SET}:1/v1"}',
  'a: "${}"\nb: "${1}"\nc: "{NOPE}"\nd: "${ NOPE"',
  '"${NOPE}": 1',
  'quick_commands: {disk: {type: exec, command: "df ${HOME_DIR}"}}',
  'hooks: {pre_tool_call: [{matcher: "*", command: "notify ${TOOL}"}]}',
  'personalities: {pirate: "say ${YARR}"}\nagent: {personalities: {p: "${X}"}, system_prompt: "cost ${Y}"}',
  'terminal: {docker_volumes: ["${HOME_DIR}/x:/x"], docker_env: {A: "${B}"}}',
  'platform_hints: {cli: "${X}"}\ndiscord: {channel_prompts: {"1": "${X}"}}',
  'providers: {box: {key_cmd: "pass show ${ENTRY}"}}',
  'mcp_servers: {x: {command: bash, args: [-c, "exec server --key ${NOPE}"]}}',
])('nothing unresolved: %s', (yaml) => expect(found(yaml, { env })).toEqual([]));

test('without an environment only forms that nothing resolves are reported', () => {
  const yaml = 'model: {default: "${NOPE}", api_key: "${vault:x}"}';
  expect(found(yaml)).toEqual(['unresolved-variable model.api_key']);
});

test('each unset variable of a text is named, once', () => {
  const text = said('model: {base_url: "http://${A}:${B}/${A}"}', { env });
  expect(text).toContain('`${A}` and `${B}` are neither in .env nor in the environment');
  expect(text).toContain('hermes config set A -');
  expect(said('model: {base_url: "http://h:${PORT:-8000}/v1"}')).toContain('hermes config set PORT -');
});

test.each([
  ['model: {default: __MODEL__}', 'model.default'],
  ['model: {api_key: YOUR_API_KEY}', 'model.api_key'],
  ['model: {api_key: your-key-here}', 'model.api_key'],
  ['model: {api_key: "<your-key>"}', 'model.api_key'],
  ['model: {api_key: sk-...}', 'model.api_key'],
  ['model: {api_key: sk-xxxxxxxxxxxxxxxx}', 'model.api_key'],
  ['model: {api_key: sk-or-v1-xxxxxxxx}', 'model.api_key'],
  ['model: {api_key: "xxxxxxxx"}', 'model.api_key'],
  ['model: {api_key: changeme}', 'model.api_key'],
  ['model: {api_key: CHANGE_ME}', 'model.api_key'],
  ['model: {default: REPLACE_ME}', 'model.default'],
  ['model: {default: replace-with-your-model}', 'model.default'],
  ['model: {default: TODO}', 'model.default'],
  ['model: {provider: "<provider>"}', 'model.provider'],
  ['model: {base_url: "https://<resource>.openai.azure.com/openai/v1"}', 'model.base_url'],
  ['model: {base_url: "http://YOUR_SERVER_IP:8000/v1"}', 'model.base_url'],
  ['model: {default: "{{ model }}"}', 'model.default'],
  ['providers: {box: {key_env: YOUR_KEY_NAME}}', 'providers.box.key_env'],
  ['platforms: {telegram: {token: INSERT_TOKEN_HERE}}', 'platforms.telegram.token'],
  ['slack: {allowed_channels: [YOUR_CHANNEL_ID]}', 'slack.allowed_channels[0]'],
  ['mcp_servers: {x: {command: npx, args: [-y, srv, "<API_KEY>"]}}', 'mcp_servers.x.args[2]'],
])('left from a template: %s', (yaml, path) => expect(found(yaml)).toEqual([`placeholder ${path}`]));

/** Prose, toolsets, tags and names that only look like it. */
test.each([
  'personalities: {p: YOUR_TURN, q: "<your style>"}',
  'agent: {system_prompt: "<role>", environment_hint: your-box}',
  'platform_toolsets: {cli: [todo, web]}',
  'kanban: {columns: [TODO, DOING]}',
  'model: {default: org/yourself-7b, extra_body: {stop: ["<end>"]}}',
  'display: {cursor: "<x>", tags: ["<think>", "</think>"], timestamp_format: "%H:%M"}',
  'terminal: {cwd: ".", docker_image: your/image}',
  'plugins: {enabled: [add-files, insert-date, put-object]}',
  'discord: {emoji: "<:smile:123>", mention: "<@123>"}',
  'model: {api_key: placeholder}',
  'model: {base_url: "http://my-server:8000/v1"}',
  'display: {personality: kawaii, skin: default}',
])('no stand-in: %s', (yaml) => expect(found(yaml)).toEqual([]));

test.each([
  ['model: {api_key: sk-0123456789abcdef}', 'model.api_key'],
  ['mcp_servers: {x: {env: {GITHUB_TOKEN: ghp_0123456789}}}', 'mcp_servers.x.env.GITHUB_TOKEN'],
  ['mcp_servers: {x: {env: {DB_PASSWORD: correcthorse}}}', 'mcp_servers.x.env.DB_PASSWORD'],
  ['mcp_servers: {x: {headers: {Authorization: "Bearer abcdef0123456789"}}}', 'mcp_servers.x.headers.Authorization'],
  ['mcp_servers: {x: {headers: {X-Api-Key: abcdef0123456789}}}', 'mcp_servers.x.headers.X-Api-Key'],
  ['mcp_servers: {x: {command: c, args: ["--api-key=abcdef0123456789"]}}', 'mcp_servers.x.args[0]'],
  ['mcp_servers: {x: {command: c, args: [--key, sk-proj-0123456789abcdefghij]}}', 'mcp_servers.x.args[1]'],
  [
    'mcp_servers: {x: {command: c, args: ["--header", "Authorization: Bearer abcdef0123456789"]}}',
    'mcp_servers.x.args[1]',
  ],
  ['mcp_servers: {x: {url: "https://me:hunter22@h/mcp"}}', 'mcp_servers.x.url'],
  ['terminal: {docker_env: {NPM_TOKEN: npm_0123456789}}', 'terminal.docker_env.NPM_TOKEN'],
  ['platforms: {telegram: {token: "123456:ABCDEFGH"}}', 'platforms.telegram.token'],
  ['api_server: {key: abcdef0123456789}', 'api_server.key'],
  ['auxiliary: {vision: {provider: main, api_key: abcdef0123456789}}', 'auxiliary.vision.api_key'],
  [
    'providers: {box: {extra_headers: {CF-Access-Client-Secret: abcdef0123456789}}}',
    'providers.box.extra_headers.CF-Access-Client-Secret',
  ],
])('in plain text: %s', (yaml, path) => {
  expect(found(yaml)).toEqual([`secret ${path}`]);
  expect(said(yaml)).not.toMatch(/0123456789|correcthorse|hunter22|ABCDEFGH/);
});

test.each([
  ...['ollama', 'none', 'no-key-required', 'not-needed', 'EMPTY', 'lm-studio', 'dummy', 'local', 'sk-no-key-required'],
  ...['short', '${KEY}', 'Bearer ${KEY}', 'test-key', 'sk-local', 'llama.cpp', '""', 'null', '12345678901'],
])('no secret: api_key: %s', (value) => {
  expect(
    found(`model: {api_key: ${value.startsWith('$') || value.includes(' ') ? JSON.stringify(value) : value}}`),
  ).toEqual([]);
});

test.each([
  'terminal: {ssh_key: ~/.ssh/id_ed25519, docker_shared_container_key: shared-main-box}',
  'tts: {credentials: /home/me/keys/account.json}\nvoice: {record_key: ctrl+space}',
  'browser: {camofox: {session_key: my-long-session}}',
  'secrets: {onepassword: {env: {OPENAI_API_KEY: "op://Private/OpenAI/api key"}}}',
  'secrets: {bitwarden: {access_token_env: BWS_ACCESS_TOKEN}}\nproviders: {box: {key_env: BOX_API_KEY}}',
  'mcp_servers: {db: {command: c, args: ["postgresql://postgres:postgres@localhost/db"]}}',
  'mcp_servers: {db: {command: c, args: ["postgresql://localhost:5432/db", "git@github.com:a/b.git"]}}',
  'model: {default: sk-learn-model, base_url: "http://box:8000/v1"}',
  'personalities: {token: "a very talkative token of affection", p: "never print ghp_012345678901234567890123"}',
  'compression: {threshold_tokens: 60000}\nsessions: {x_tokens: "abcdefghijk"}',
])('no secret in %s', (yaml) => expect(found(yaml)).toEqual([]));

test.each([
  ['model: {api_key: abcdef0123456789}', 'hermes config set MODEL_API_KEY -'],
  ['providers: {deepseek: {api_key: abcdef0123456789}}', 'hermes config set DEEPSEEK_API_KEY -'],
  ['mcp_servers: {x: {env: {GITHUB_TOKEN: ghp_0123456789}}}', 'hermes config set GITHUB_TOKEN -'],
  ['"9": {key: abcdef0123456789}', 'hermes config set MODEL_9_API_KEY -'],
  ['terminal: {sudo_password: correcthorse}', 'hermes config set TERMINAL_SUDO_PASSWORD -'],
  ['platforms: {telegram: {token: "123456:ABCDEFGH"}}', 'hermes config set PLATFORMS_TELEGRAM_TOKEN -'],
  ['platforms: {api_server: {key: abcdef0123456789}}', 'hermes config set PLATFORMS_API_SERVER_API_KEY -'],
  ['custom_providers: [{name: "箱", api_key: abcdef0123456789}]', 'hermes config set MODEL_1_API_KEY -'],
  ['custom_providers: [{name: box, api_key: abcdef0123456789}]', 'hermes config set BOX_API_KEY -'],
  [
    'fallback_providers: [{provider: zai, api_key: abcdef0123456789}]',
    'hermes config set FALLBACK_PROVIDERS_ZAI_API_KEY -',
  ],
  ['mcp_servers: {wiki: {headers: {Authorization: "Bearer abcdef0123456789"}}}', 'write Bearer ${WIKI_API_KEY} here'],
])('the remedy for %s is %s', (yaml, part) => expect(said(yaml)).toContain(part));
