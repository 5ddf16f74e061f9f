import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { generated } from '../../scripts/generate.ts';
import { below, configKeys, isCurrent, type Key } from '../../scripts/generate-config-keys.ts';
import { isMapping } from '../../src/config/emit.ts';
import { validateText } from '../../src/config/validate.ts';
import type { ConfigFile } from '../../src/contract/index.ts';
import { ROOT } from '../helpers/cli.ts';

const text = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const { sections, shapes } = configKeys();
const KEYS = [...sections, ...shapes.values()]
  .filter(isCurrent)
  .flatMap((key) => [key, ...below(key)].filter(isCurrent));

test('what is generated is current: run `npm run generate`', async () => {
  for (const { file, content } of await generated()) expect(text(file), file).toBe(content);
});

describe('docs/config.md', () => {
  const page = text('docs/config.md');

  test('says what every key means', () => {
    const named = KEYS.filter(({ path, item }) => path !== '' && !path.endsWith(']') && item === undefined);
    expect(named.length).toBeGreaterThan(1000);
    expect(
      named
        .filter(({ path }) => !page.includes(`\`${path}\``) && !page.includes(`## ${path}\n`))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  test('has no link that leads nowhere', () => {
    const anchors = new Set(
      [...page.matchAll(/^## (.*)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replaceAll(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      ),
    );
    const links = [...page.matchAll(/\]\(#([^)]*)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(100);
    expect(links.filter((link) => !anchors.has(link))).toEqual([]);
    expect(new Set([...page.matchAll(/<a id="([^"]*)"/g)].map(([, id]) => id)).size).toBe(
      [...page.matchAll(/<a id="/g)].length,
    );
  });

  test('has no line that a reader would have to scroll for', () => {
    expect(page.split('\n').filter((line) => line.length > 1000)).toEqual([]);
  });
});

describe('docs/config.example.yaml', () => {
  const example = text('docs/config.example.yaml');
  const all = example.replaceAll(/^# /gm, '');

  test('is valid as it stands', () => {
    expect(validateText(example, 'f', {}).diagnostics).toEqual([]);
  });

  test('has no error with every setting in force', () => {
    const { diagnostics } = validateText(all, 'f', {});
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(diagnostics.filter(({ code }) => /type|enum|range|unknown-key|legacy|no-longer/.test(code))).toEqual([]);
  });

  test('shows every section and key', () => {
    const data: unknown = parse(all);
    const missing = sections
      .filter(isCurrent)
      .flatMap((section) => absent(section, (data as Record<string, unknown>)[section.name]));
    expect(missing).toEqual([]);
    for (const [name, shape] of shapes) {
      const whole = shape.keys.filter(isCurrent).map((key) => key.name);
      expect(
        whole.every((key) => new RegExp(`^# +(- )?${key}:`, 'm').test(example)),
        name,
      ).toBe(true);
    }
  });
});

/** Described keys that the data lacks; alternatives to a text, and what is described elsewhere, are not looked for. */
function absent(key: Key, value: unknown): string[] {
  if (value === undefined) return [key.path];
  if (key.shape || !isMapping(value)) return [];
  return key.keys.filter(isCurrent).flatMap((child) => absent(child, value[child.name]));
}

test('the types take the walkthrough and refuse what the schema refuses', () => {
  const file: ConfigFile = {
    model: {
      default: 'Qwen3.6-27B-GGUF',
      provider: 'custom',
      base_url: 'http://127.0.0.1:8000/v1',
      context_length: 65536,
    },
    compression: { enabled: true, threshold: 0.8 },
    auxiliary: { compression: { provider: 'deepseek', model: 'deepseek-v3-flash' } },
    // @ts-expect-error a map of servers
    servers: 'qwen',
  };
  // @ts-expect-error a number
  file.compression = { threshold: 'much' };
  expect(Object.keys(file)).toHaveLength(4);
});
