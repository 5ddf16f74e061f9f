import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { tempHome } from '../helpers/home.ts';
import { describeLive, startLlama } from '../helpers/llama-server.ts';
import { openTerminal } from '../helpers/terminal.ts';

const DEEPSEEK = 'model:\n  default: deepseek-v4-flash # the cheap one\n  provider: deepseek\n';

/** The walkthrough's "connect" chapter. `<...>` differs from machine to machine; everything else is word for word. */
const walkthrough = (baseUrl: string, host: string, model: string) => [
  'Current model: deepseek-v4-flash',
  'Active provider: DeepSeek',
  'Custom OpenAI-compatible endpoint configuration:',
  `API base URL [e.g. https://api.example.com/v1]: ${baseUrl}`,
  'API key [optional]:',
  `Verified endpoint via ${baseUrl}/models (1 model(s) visible)`,
  'Select API compatibility mode:',
  '1. Auto-detect [current]',
  '2. Chat Completions',
  '3. Responses / Codex',
  '4. Anthropic Messages',
  'Choice [1-4, Enter to keep current/detected]:',
  'API mode: auto-detect',
  `Detected model: ${model}`,
  'Use this model? [Y/n]:',
  'Context length in tokens [leave blank for auto-detect]: 65536',
  `Display name [${host}]:`,
  `Default model set to: ${model} (via ${baseUrl})`,
  `💾 Saved to custom providers as "${host}" (edit in config.yaml)`,
];

/** Our own lines: the provider menu, and what was detected. */
const OURS = [
  /^Select a provider:$/,
  /^\d+\. (DeepSeek \[current\]|OpenRouter|Google Gemini|OpenAI|Anthropic|xAI|Ollama .*|LM Studio .*)$/,
  /^\d+\. Custom endpoint \(enter URL\)$/,
  /^Choice \[1-\d+, Enter to keep current\]: custom$/,
  /^Detected server: llama-server \S+$/,
  /^Detected context: 65536 tokens per slot, 1 slot$/,
  /^API modes found: Chat Completions, Responses \/ Codex, Anthropic Messages$/,
];

describeLive('the walkthrough', () => {
  test.each([80, 120])('is replayed line for line on %i columns', async (cols) => {
    const llama = await startLlama();
    const paths = tempHome({ 'config.yaml': DEEPSEEK });
    const terminal = openTerminal(['model'], { home: paths.home, cols });
    const answer = async (prompt: string, keys: string) => {
      await terminal.waitFor(prompt);
      terminal.type(`${keys}\r`);
    };
    await answer('Enter to keep current]:', 'custom');
    await answer('API base URL', llama.baseUrl);
    await answer('API key', '');
    await answer('Choice [1-4', '');
    await answer('Use this model?', '');
    await answer('Context length', '65536');
    await answer('Display name', '');
    expect(await terminal.exit()).toBe(0);

    const host = `127.0.0.1:${llama.port}`;
    const model = 'tiny-plain.gguf';
    const screen = terminal.screen();
    const theirs = screen.filter((line) => !OURS.some((ours) => ours.test(line)));
    expect(theirs).toEqual(walkthrough(llama.baseUrl, host, model));
    expect(screen.length).toBeGreaterThan(theirs.length + OURS.length - 1);

    const text = readFileSync(paths.config, 'utf8');
    expect(text).toContain(`default: ${model} # the cheap one\n`);
    expect(parse(text)).toEqual({
      model: { default: model, provider: 'custom', base_url: llama.baseUrl, context_length: 65536 },
      custom_providers: [
        { name: host, base_url: llama.baseUrl, model, models: { [model]: { context_length: 65536 } } },
      ],
    });
  });
});
