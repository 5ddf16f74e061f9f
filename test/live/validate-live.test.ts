import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { ensureTinyModel } from '../../scripts/llama.ts';
import { loadConfig } from '../../src/config/index.ts';
import { checkModelAt, liveFindings } from '../../src/services/validate-live.ts';
import { halt } from '../helpers/halt.ts';
import { tempHome } from '../helpers/home.ts';
import { describeLive, type RunningLlama, startLlama } from '../helpers/llama-server.ts';

const load = (yaml: string, dotenv = '') => loadConfig(tempHome({ 'config.yaml': yaml, '.env': dotenv }), {});

const live = async (yaml: string, dotenv = '') =>
  (await liveFindings(await load(yaml, dotenv), { timeoutMs: 20_000 })).map(
    ({ code, severity, path, line }) => `${code} ${severity} ${path} ${line}`,
  );

const config = ({ baseUrl }: RunningLlama, model: string, more = '') =>
  `model:\n  default: ${model}\n  provider: custom\n  base_url: ${baseUrl}\n${more}`;

/** Tokens that the server has processed and generated since it started. */
async function tokensSpent({ url }: RunningLlama): Promise<number[]> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return ['prompt_tokens_total', 'tokens_predicted_total'].map((name) =>
    Number(new RegExp(`^llamacpp:${name} (\\S+)`, 'm').exec(text)?.[1]),
  );
}

describeLive('a config against a real llama-server', () => {
  test('as it is, with a window that it does not have, under another name', async () => {
    const [llama, model] = [await startLlama({ args: ['-np', '4'] }), basename(await ensureTinyModel('plain'))];
    expect(await live(config(llama, model, '  context_length: 16384\n'))).toEqual([]);
    const found = await liveFindings(await load(config(llama, model, '  context_length: 65536\n')));
    expect(found).toMatchObject([
      { code: 'model.window-smaller', severity: 'error', path: 'model.context_length', line: 5, column: 19 },
    ]);
    expect(found[0]?.message).toMatch(/counts on 65,536 tokens.*16,384.*4 slots/);
    expect(await live(config(llama, 'qwen3.5-9b'))).toEqual(['model.not-listed warning model.default 2']);
    expect(await live(config(llama, model, 'auxiliary: {vision: {provider: custom, model: other}}\n'))).toEqual([
      'model.not-listed warning auxiliary.vision.model 5',
    ]);
    expect(await checkModelAt(await load(config(llama, model)), ['model', 'default'])).toBeUndefined();
    expect(await tokensSpent(llama)).toEqual([0, 0]);
  });

  test('a key: missing, wrong, right', async () => {
    const [llama, model] = [
      await startLlama({ args: ['--api-key', 'right-key-0123'] }),
      basename(await ensureTinyModel('plain')),
    ];
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how config.yaml refers to the environment
    const yaml = config(llama, model, '  api_key: ${MY_BOX_API_KEY}\n');
    expect(await live(config(llama, model))).toEqual(['model.endpoint-unauthorized error model.base_url 4']);
    expect(await live(yaml)).toEqual(['model.key-not-set error model.api_key 5']);
    expect(await live(yaml, 'MY_BOX_API_KEY=wrong\n')).toEqual(['model.endpoint-unauthorized error model.base_url 4']);
    expect(await live(yaml, 'MY_BOX_API_KEY=right-key-0123\n')).toEqual([]);
  });

  test('stopped in its tracks, and killed', async () => {
    const [llama, model] = [await startLlama(), basename(await ensureTinyModel('plain'))];
    await halt(llama.pid);
    const hanging = await liveFindings(await load(config(llama, model)), { timeoutMs: 500 });
    llama.kill('SIGCONT');
    expect(hanging).toMatchObject([{ code: 'model.endpoint-unreachable', path: 'model.base_url', line: 4 }]);
    await llama.stop();
    expect(await live(config(llama, model))).toEqual(['model.endpoint-unreachable error model.base_url 4']);
  });
});
