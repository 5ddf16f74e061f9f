// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { getValue } from '../../src/config/get.ts';
import { loadConfig } from '../../src/config/load.ts';
import { maskData, maskText } from '../../src/config/mask.ts';
import { maskFile } from '../../src/config/mask-source.ts';
import { setKey } from '../../src/config/set.ts';
import { showConfig } from '../../src/config/show.ts';
import { unifiedDiff } from '../../src/config/unified-diff.ts';
import { validateText } from '../../src/config/validate.ts';
import { reportFailure } from '../../src/ui/failure.ts';
import { tempHome } from '../helpers/home.ts';

const CORPUS = join(import.meta.dirname, '../corpus/invalid');
const report = (text: string) => validateText(text, 'f', {});

test.each([
  'api_key: ${BOX_KEY}',
  'api_key: "${env:BOX_KEY}"',
  'api_key: Bearer ${BOX_KEY}',
  'api_key: ${vault:llm/key#box}',
  'api_key: no-key-required',
  'api_key: ollama',
  'api_key: YOUR_API_KEY_HERE',
  'api_key: changeme',
  'api_key: sk-xxxxxxxxxxxxxxxx',
  'api_key: <your-key>',
  'api_key: LLM_API_KEY',
  'api_key: $LLM_KEY',
  'api_key: op://Private/Box/credential',
  'credentials: ~/keys/account.json',
  'token: false',
  'record_key: ctrl+shift+space',
  'public_key: abcdef0123456789',
  'max_tokens: 123456789',
  'key_env: BOX_API_KEY',
  'headers: {Content-Type: application/json, Accept: text/event-stream}',
  'env: {NODE_ENV: production, PORT: "8080", PATH: "${HOME}/bin:/usr/bin"}',
  'args: [--ctx-size, "65536", --verbose]',
  'url: https://box.example.org/v1?model=qwen3-32b',
  'note: the key to success is simple # as everybody knows',
])('stays readable: %s', (line) => {
  const text = `providers:\n  box:\n    ${line}\n`;
  expect(maskFile(text)).toBe(text);
  expect(maskText(text)).toBe(text);
});

test.each([
  ['api_key: "a b\\n c"\nb: 1\n', 'api_key: "*******"\nb: 1\n'],
  ['api_key: | # mine\n  one two\n  three\nb: 1\n', 'api_key: | # mine\n  *******\n  *****\nb: 1\n'],
  ['api_key: >-\r\n  hunter2hunter2\r\nb: 1\r\n', 'api_key: >-\r\n  **************\r\nb: 1\r\n'],
  ['a: &k hunter2hunter2\napi_key: *k\n', 'a: &k **************\napi_key: *k\n'],
  ['password: 12345678\n', 'password: ********\n'],
  ['api_keys: [hunter2-one, hunter2-two]\n', 'api_keys: [***********, ***********]\n'],
  ['api_key: ${A}hunter2hunter2\n', 'api_key: ${A}**************\n'],
  ['api_key: ${A:-hunter2hunter2}\n', 'api_key: ********************\n'],
  ['# api_key: hunter2 hunter2\nb: 1\n', '# api_key: ***************\nb: 1\n'],
])('overwritten in place: %j', (text, expected) => {
  expect(maskFile(text)).toBe(expected);
});

test.each([
  'api_key: hunter2 hunter2 tail',
  'api_key: |\n  hunter2\n  hunter2',
  'api_key:\n  hunter2hunter2',
  'api_key:hunter2hunter2',
  'api_key： hunter2hunter2',
  'api_key: "hunter2\n  hunter2',
  '"api_key": "hunter2 hunter2",',
  'api_keys:\n- hunter2hunter2\n- hunter2',
  '#api_key: hunter2}hunter2',
  '+  api_key: !!str hunter2',
])('text that is no YAML: %j', (lines) => {
  const text = `<<<<<<< mine\nb: [\n${lines}\nbase_url: http://h/v1\n>>>>>>> yours\n`;
  for (const masked of [maskText(text), report(text).text]) {
    expect(masked).not.toContain('hunter');
    expect(masked.length).toBe(text.length);
    expect(masked).toContain('\nbase_url: http://h/v1\n');
    expect(masked.split('\n').length).toBe(text.split('\n').length);
  }
});

test.each([
  [`custom_providers: '[{"name":"x","api_key":"sk-verysecretvalue1234567890"}'\n`],
  [`custom_providers: '[{"name":"x","api_key":"very, secret}value1234567890"}'\n`],
  ['model: {default: m, base_url: sk-proj-verysecretvalue1234567890}\n'],
  ['sk-proj-verysecretvalue1234567890: x\n'],
  ['model: {default: m, sk-proj-verysecretvalue1234567890: x}\n'],
  ['model: {api_key: 1234567890123}\n'],
  ['model: {api_key: &k verysecretvalue1234567890}\ncompression: {threshold: *k}\n'],
  ['model: {default: !verysecretvalue1 x, api_key: verysecretvalue1}\n'],
])('no finding tells a secret: %j', (text) => {
  const { diagnostics, fixes } = report(text);
  expect(diagnostics.length).toBeGreaterThan(0);
  const told = JSON.stringify([diagnostics, fixes.map(({ title, path }) => [title, path])]);
  expect(told).not.toMatch(/secretvalue|1234567890123/);
});

test('whatever config.secret points at is covered in excerpts and in diffs', async () => {
  let seen = 0;
  for (const name of readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })) {
    if (!/\.ya?ml$/.test(name)) continue;
    const text = readFileSync(join(CORPUS, name), 'utf8');
    const { diagnostics, text: excerpts } = report(text);
    const masked = maskFile(text);
    for (const { code, range } of diagnostics) {
      if (code !== 'config.secret' || !range) continue;
      seen += 1;
      const end = range.start + range.length;
      for (const shown of [masked, excerpts]) {
        expect(`${name}: ${shown.slice(range.start, end)}`).not.toBe(`${name}: ${text.slice(range.start, end)}`);
      }
    }
  }
  expect(seen).toBeGreaterThan(8);
});

test('a diff covers both sides', async () => {
  const text = (secret: string) => `api_key: |\n  ${secret}\nb: 1\n`;
  const diff = await unifiedDiff('f', text('hunter2 hunter2'), text('hunter3'));
  expect(diff).toContain('-  ***************\n+  *******\n');
});

test('a secret that is the name of a key', async () => {
  const config = await loadConfig(tempHome({ 'config.yaml': 'sk-proj-0123456789: x\nmodel: {default: m}\n' }), {});
  const shown = showConfig(config, { origin: true });
  const got = getValue(config, 'sk-proj-0123456789');
  expect(JSON.stringify([shown, got])).not.toContain('0123456');
  expect(got).toMatchObject({ found: true, value: 'x', line: 1 });
});

test.each([
  ['model.base_url', 'sk-proj-verysecretvalue1234567890'],
  ['compression.threshold', 'sk-proj-verysecretvalue1234567890'],
  ['model.sk-proj-verysecretvalue1234567890', 'x'],
  ['custom_providers', '[{"name":"x","api_key":"very, secretvalue1234567890"}'],
  ['model.extra_headers', 'Cookie: verysecretvalue1234567890'],
])('what `set %s` answers or refuses', async (key, value) => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const result = await setKey(tempHome({ 'config.yaml': 'model: {default: m}\n' }), key, value).catch((error) => {
    reportFailure(error, { json: false });
    return undefined;
  });
  const printed = said.mock.calls.join('');
  said.mockRestore();
  expect(result ?? printed).toBeTruthy();
  expect(JSON.stringify([result, printed])).not.toContain('secretvalue');
});

test('data: references, stand-ins and ordinary values are shown', () => {
  const data = {
    api_key: 'Bearer ${KEY}',
    key: 'ollama',
    headers: { 'Content-Type': 'application/json', Cookie: 'sid=hunter2hunter2' },
    env: { NODE_ENV: 'production', GH_PAT: 'hunter2hunter2', OTHER: 'hunter2hunter2' },
    url: 'https://h/mcp?api_key=hunter2hunter2',
  };
  expect(maskData(data)).toEqual({
    ...data,
    headers: { ...data.headers, Cookie: '…ter2' },
    env: { NODE_ENV: 'production', GH_PAT: '…ter2', OTHER: '…ter2' },
    url: 'https://h/mcp?api_key=…ter2',
  });
});

test('long lines take no longer than their length', () => {
  const parts = [
    'a_',
    'key',
    '-key:',
    '${A',
    '://u:',
    'Bearer ',
    '--token ',
    '"',
    '# ',
    '-----BEGIN PRIVATE KEY-----',
    '&a ',
  ];
  for (const part of parts) {
    const text = `note: ${part.repeat(400_000 / part.length)}\n`;
    const before = process.cpuUsage();
    maskText(text);
    // µs of a core: what else the machine does meanwhile does not count.
    expect(process.cpuUsage(before).user, part).toBeLessThan(2_000_000);
  }
});
