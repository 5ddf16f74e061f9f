import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadConfig, readEnvFile } from '../../src/config/index.ts';
import { freshConfig } from '../../src/services/fresh-config.ts';
import { createMasker } from '../../src/services/mask-secrets.ts';
import { tempHome } from '../helpers/home.ts';

const CONFIG = `
model: {default: m, base_url: "http://127.0.0.1:1/v1", api_key: "\${MY_BOX_KEY}"}
providers:
  box: {base_url: "http://10.0.0.2/v1", api_key: plain-box-secret-77}
mcp_servers:
  files: {command: x, env: {GITHUB_TOKEN: "quote\\"and\\\\slash-9", LOG: debug}}
`;
const ENV_FILE = 'MY_BOX_KEY=box/key+with=signs\nSOME_PASSWORD=hunter22\nPLAIN=visible-value\n';

function masker(files: Record<string, string>, env: NodeJS.ProcessEnv = {}) {
  const paths = tempHome(files);
  const mask = createMasker(freshConfig(paths, env), env, () => readEnvFile(paths.env));
  return { paths, mask };
}

test('secrets of config, .env and environment are covered in every spelling; the rest stays', async () => {
  const { mask } = masker(
    { 'config.yaml': CONFIG, '.env': ENV_FILE },
    { OTHER_API_KEY: 'from-environment-1', HOME: '/home/me' },
  );
  const secrets = ['box/key+with=signs', 'plain-box-secret-77', 'hunter22', 'quote"and\\slash-9', 'from-environment-1'];
  const text = [
    ...secrets,
    JSON.stringify(secrets),
    ...secrets.map(encodeURIComponent),
    'sk-abcdefghijklmnop1234',
    'visible-value debug /home/me MY_BOX_KEY',
  ].join('\n');
  const masked = await mask(text);
  for (const secret of secrets) {
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]) {
      expect(masked).not.toContain(form);
    }
  }
  expect(masked).not.toContain('sk-abcdefghijklmnop1234');
  expect(masked).toContain('visible-value debug /home/me MY_BOX_KEY');
});

test('a key that is set while the program runs is covered from then on; a broken config leaves the variables', async () => {
  const { paths, mask } = masker({ 'config.yaml': CONFIG, '.env': ENV_FILE });
  expect(await mask('a-new-secret-123')).toBe('a-new-secret-123');
  writeFileSync(paths.env, `${ENV_FILE}LATER_TOKEN=a-new-secret-123\n`);
  expect(await mask('a-new-secret-123')).not.toContain('secret');
  writeFileSync(paths.config, 'model: [unclosed\n');
  await expect(loadConfig(paths, {})).rejects.toThrow();
  expect(await mask('a-new-secret-123 hunter22')).not.toMatch(/secret|hunter/);
});

test('a large text takes one pass', async () => {
  const env = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`S${i}_TOKEN`, `value-of-token-number-${i}`]));
  const { mask } = masker({ 'config.yaml': CONFIG }, env);
  const text = 'nothing to see here, value-of-token, value\n'.repeat(25_000);
  expect(await mask(`${text}value-of-token-number-59`)).toBe(`${text}…r-59`);
});
