import { expect, test } from 'vitest';
import { isModel } from '../../src/catalog/model-names.ts';

const OPENROUTER = 'https://openrouter.ai/api/v1';
const ANTHROPIC = 'https://api.anthropic.com/v1';

test.each([
  ['m', 'm', undefined, true],
  ['m', 'n', undefined, false],
  ['alias', 'm', undefined, true],
  ['qwen3', 'qwen3:latest', undefined, true],
  ['qwen3', 'qwen3:8b', undefined, false],
  ['gemini-x', 'models/gemini-x', undefined, true],
  ['a/m:online', 'a/m', OPENROUTER, true],
  ['a/m:free', 'a/m', OPENROUTER, false],
  ['a/m:online', 'a/m', undefined, false],
  ['claude-x-4', 'claude-x-4-20250929', ANTHROPIC, true],
  ['claude-x-4-latest', 'claude-x-4-20250929', ANTHROPIC, true],
  ['claude-x-3', 'claude-x-4-20250929', ANTHROPIC, false],
  ['claude-x-4', 'claude-x-4-20250929', undefined, false],
])('%s where %s is listed by %s: %s', (wanted, id, baseUrl, expected) => {
  expect(isModel({ id, aliases: ['alias'] }, wanted, baseUrl)).toBe(expected);
});
