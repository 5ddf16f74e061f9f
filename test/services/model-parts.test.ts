import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sameAddress } from '../../src/catalog/addresses.ts';
import { maskSecret } from '../../src/config/index.ts';
import { aboveDetected, belowFloor, parseContextLength } from '../../src/services/model-context.ts';
import { keyName } from '../../src/services/model-key.ts';
import { parseMode } from '../../src/services/model-mode.ts';
import { defaultModel, filterModels, findModel } from '../../src/services/model-pick.ts';
import { typedUrl } from '../../src/services/model-saved.ts';
import { openQuestions, sourceFromFlags } from '../../src/services/model-source.ts';
import type { Detected } from '../../src/services/model-types.ts';
import { alternatives } from '../../src/services/model-verify.ts';

const numRuns = Number(process.env['HERMES_TEST_N'] ?? 100);

test.each([
  ['65536', 65_536],
  ['65,536', 65_536],
  ['65_536', 65_536],
  ['64k', 64_000],
  [' 128K ', 128_000],
  ['', null],
  ['auto', null],
  ['0', undefined],
  ['-1', undefined],
  ['1.5k', undefined],
  ['64kb', undefined],
  ['many', undefined],
  [',', undefined],
  ['9999999999999', undefined],
])('context length %j is %j', (text, tokens) => {
  expect(parseContextLength(text)).toBe(tokens);
});

test('every whole number that is printed with separators is read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), (tokens) => {
      expect(parseContextLength(tokens.toLocaleString('en-US'))).toBe(tokens);
    }),
    { numRuns },
  );
});

const report = (tokens: number, slots?: number): Detected => ({
  kind: 'llama-server',
  models: { ok: true, url: '', models: [], ms: 1 },
  modes: { chat_completions: 'exists', codex_responses: 'exists', anthropic_messages: 'exists' },
  context: { tokens, source: 'props' },
  ...(slots ? { props: { contextPerSlot: tokens, slots, model: '', modelPath: '', build: '' } } : {}),
});

describe('warnings about the window', () => {
  test('above the detected one, naming the slots that divide it', () => {
    expect(aboveDetected(65_536, report(65_536))).toBeUndefined();
    expect(aboveDetected(null, report(16_384))).toBeUndefined();
    expect(aboveDetected(65_536, undefined)).toBeUndefined();
    expect(aboveDetected(65_536, report(16_384, 1))).not.toMatch(/slots/);
    expect(aboveDetected(65_536, report(16_384, 4))).toMatch(/65,536.*16,384.*4 slots/);
  });

  test.each([
    [null, undefined, false],
    [64_000, undefined, false],
    [63_999, undefined, true],
    [null, 32_768, true],
    [65_536, 32_768, true],
    [32_768, 65_536, true],
    [null, 65_536, false],
  ])('declared %j, detected %j: too small %j', (declared, detected, warns) => {
    expect(belowFloor(declared, detected) !== undefined).toBe(warns);
  });
});

test.each([
  ['1', 'auto'],
  ['2', 'chat_completions'],
  ['3', 'codex_responses'],
  ['4', 'anthropic_messages'],
  ['auto-detect', 'auto'],
  ['Chat Completions', 'chat_completions'],
  ['chat', 'chat_completions'],
  ['Responses / Codex', 'codex_responses'],
  ['codex_responses', 'codex_responses'],
  ['messages', 'anthropic_messages'],
  ['0', undefined],
  ['5', undefined],
  ['soap', undefined],
])('mode %j is %j', (text, mode) => {
  expect(parseMode(text)).toBe(mode);
});

test.each([
  ['http://192.168.5.84:8000/v1', 'HERMES_CUSTOM_192_168_5_84_8000_API_KEY'],
  ['https://my-box.example.com/v1', 'HERMES_CUSTOM_MY_BOX_EXAMPLE_COM_API_KEY'],
  ['http://[::1]:8000/v1', 'HERMES_CUSTOM_1_8000_API_KEY'],
])('key of %s is kept as %s', (url, name) => {
  expect(keyName(url)).toBe(name);
});

test.each([
  ['sk-0123456789abcd', 'sk-…abcd'],
  ['0123456789abcd', '…abcd'],
  // A password is no key with a prefix.
  ['rex-hunter2-pw', '…2-pw'],
  ['short', '…'],
])('the key %s is shown as %s', (key, shown) => {
  expect(maskSecret(key)).toBe(shown);
});

test('of a shown key at least eight characters are hidden, of a short one all', () => {
  const prefix = fc.constantFrom('', 'sk-', 'hf_', 'AAA_', 'key-', 'gh-p_');
  fc.assert(
    fc.property(prefix, fc.string({ minLength: 1 }), (start, rest) => {
      const key = start + rest;
      const [head, tail] = maskSecret(key).split('…', 2) as [string, string];
      expect(key.startsWith(head) && key.endsWith(tail) && tail.length <= 4).toBe(true);
      expect(key.length - head.length - tail.length).toBeGreaterThanOrEqual(Math.min(key.length, 8));
    }),
    { numRuns },
  );
});

test.each([
  ['http://h:1/v1', ['http://h:1']],
  ['http://h:1', ['http://h:1/v1']],
  ['http://h:1/api/v1', ['http://h:1/api']],
  ['http://h:1/v1/chat/completions', ['http://h:1/v1', 'http://h:1']],
  ['https://h/v1beta/openai', []],
])('instead of %s is tried %j', (url, others) => {
  expect(alternatives(url)).toEqual(others);
});

test('addresses: kept as typed apart from the slash, compared without it', () => {
  expect(typedUrl(' http://Host:8000/v1// ')).toBe('http://Host:8000/v1');
  expect(typedUrl('HTTP://h/v1')).toBe('HTTP://h/v1');
  for (const wrong of ['', 'h:8000/v1', 'ftp://h/v1', 'http://', 'http:///v1', 'javascript:x']) {
    expect(typedUrl(wrong)).toBeUndefined();
  }
  expect(sameAddress('http://Host:80/v1/', 'http://host/v1')).toBe(true);
  expect(sameAddress('http://h/v1', 'http://h/V1')).toBe(false);
});

describe('models', () => {
  const models = [
    { id: 'a/Qwen-27B', aliases: ['qwen'] },
    { id: 'b', aliases: [], loaded: true },
    { id: 'c', aliases: [], loaded: false },
  ];

  test('are found by id and alias and filtered without case', () => {
    expect(findModel(models, 'qwen')?.id).toBe('a/Qwen-27B');
    expect(findModel(models, 'Qwen')).toBeUndefined();
    expect(filterModels(models, 'QWEN').map(({ id }) => id)).toEqual(['a/Qwen-27B']);
  });

  test('the default is the preferred, the only or the only loaded one', () => {
    expect(defaultModel(models, 'c')).toBe('c');
    expect(defaultModel(models, 'gone')).toBe('b');
    expect(defaultModel(models.slice(0, 1), 'gone')).toBe('a/Qwen-27B');
    expect(defaultModel([...models.slice(0, 1), ...models.slice(2)], undefined)).toBeUndefined();
    expect(defaultModel([], 'gone')).toBeUndefined();
  });
});

describe('flags', () => {
  const base = { yes: false, verify: true };

  test('name the source', () => {
    expect(sourceFromFlags(base, [])).toBeUndefined();
    expect(sourceFromFlags({ ...base, provider: 'gemini' }, [])).toMatchObject({
      kind: 'builtin',
      provider: { id: 'google' },
    });
    expect(sourceFromFlags({ ...base, provider: 'custom', baseUrl: 'http://h/v1/' }, [])).toEqual({
      kind: 'custom',
      baseUrl: 'http://h/v1',
    });
  });

  test('that are missing are named together', () => {
    const custom = { kind: 'custom', baseUrl: 'http://h/v1' } as const;
    expect(openQuestions({ ...base, model: 'm', apiMode: 'auto', contextLength: 'auto' }, custom)).toEqual([
      '--api-key-env or --api-key-stdin',
      '--name',
    ]);
    expect(
      openQuestions({ ...base, model: 'm', apiMode: 'auto', contextLength: 'auto', apiKey: '', name: 'n' }, custom),
    ).toEqual([]);
  });
});
