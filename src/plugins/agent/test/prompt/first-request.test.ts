import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import { wireTool } from '../../src/loop/wire-schema.ts';
import { promptParts, systemPrompt } from '../../src/prompt/system-prompt.ts';
import { createTools } from '../../src/tools/registry.ts';

const PARTS = {
  model: './models/qwen3.6/Qwen3.6-27B-GGUF-4.262bpw-imatrix.gguf',
  system: 'Linux x64',
  shell: 'bash',
  workspace: '/home/ann/work/project',
  date: '2026-11-27',
  hint: '',
  instructions: '',
  files: [],
  memory: '',
};

test('the first request stays under 2,000 tokens of o200k', async () => {
  const kit = createTools();
  const tools = JSON.stringify(kit.tools.map(wireTool));
  await kit.close();
  const [system, schemas, greeting] = [systemPrompt(promptParts(PARTS)), tools, 'Hello'].map((text) =>
    countTokens(text),
  );
  console.log(
    `first request, tokens of o200k: system prompt ${system}, ${kit.tools.length} tools ${schemas}, greeting ${greeting}`,
  );
  expect((system ?? 0) + (schemas ?? 0) + (greeting ?? 0)).toBeLessThan(2_000);
});

test('the same parts give the same bytes, and no part holds a time', () => {
  expect(systemPrompt(promptParts(PARTS))).toBe(systemPrompt(promptParts({ ...PARTS })));
  expect(systemPrompt(promptParts(PARTS))).not.toMatch(/\d\d:\d\d/);
});

test('who it is, model and program both, stands in the prompt', () => {
  const prompt = systemPrompt(promptParts(PARTS));
  expect(prompt).toContain('You are Hermes');
  expect(prompt).toContain(PARTS.model);
});

test('no half of a character, which YAML can spell, is in the prompt', () => {
  const parts = { ...PARTS, instructions: 'Be \ud83d kind.', hint: '\ude00' };
  expect(systemPrompt(promptParts(parts)).isWellFormed()).toBe(true);
});
