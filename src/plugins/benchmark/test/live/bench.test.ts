import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hermes } from '../../../../../test/helpers/cli.ts';
import { tempHome } from '../../../../../test/helpers/home.ts';
import { describeLive, startLlama } from '../../../../../test/helpers/llama-server.ts';
import { expectShape } from '../../../../../test/helpers/schema.ts';
import type { BenchResult } from '../../src/bench.ts';

const SCHEMA = new URL('../../schemas/results/bench.schema.json', import.meta.url);

/** A home with the plugin installed and the endpoint configured. */
async function homeFor(baseUrl: string) {
  const paths = tempHome({ 'config.yaml': `model:\n  default: any\n  provider: custom\n  base_url: ${baseUrl}\n` });
  expect((await hermes(['plugins', 'install', 'benchmark'], { home: paths.home })).code).toBe(0);
  return paths;
}

describeLive('hermes bench', () => {
  test('measures exact prompts with an empty cache, on a tokenizer with merges too', async () => {
    const llama = await startLlama({ model: 'bpe' });
    const paths = await homeFor(llama.baseUrl);
    const run = await hermes(['bench', '-n', '16', '-r', '3', '--json'], { home: paths.home });
    expect(run.code, run.stderr).toBe(0);
    expectShape(SCHEMA, run.json());
    const result = run.json() as BenchResult;
    expect(result).toMatchObject({ contextPerSlot: 65_536, slots: 1, repetitions: 3, discardedWarm: 0 });
    expect(result.rows.map((row) => row.promptTokens)).toEqual([54, 2209]);
    for (const { promptProcessing, tokenGeneration } of result.rows) {
      for (const figure of [promptProcessing, tokenGeneration]) {
        expect(figure.samples).toHaveLength(3);
        expect(figure.minPerSecond).toBeLessThanOrEqual(figure.medianPerSecond);
        expect(figure.maxPerSecond).toBeGreaterThanOrEqual(figure.medianPerSecond);
      }
    }
    const [ledger = ''] = readdirSync(join(paths.ops, 'usage'));
    const entries = readFileSync(join(paths.ops, 'usage', ledger), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(entries).toHaveLength(7);
    expect(entries.every((entry) => entry.task === 'bench' && entry.ok)).toBe(true);
  });

  test('the text shows the counted tokens and that the cache was off', async () => {
    const llama = await startLlama({ model: 'plain' });
    const run = await hermes(['bench', '-p', '100', '-n', '8', '-r', '1'], {
      home: (await homeFor(llama.baseUrl)).home,
    });
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toContain('(100 tok)');
    expect(run.stdout).toContain('0 reused tokens');
  });

  test.each([
    { flags: ['-c', '2048'], code: 'bench.context-too-small', exit: 1 },
    { flags: ['--api-key', 'k'], code: 'bench.unreachable', exit: 1 },
  ])('a server started with $flags: $code', async ({ flags, code, exit }) => {
    const llama = await startLlama({ args: flags });
    const run = await hermes(['bench', '--json'], { home: (await homeFor(llama.baseUrl)).home });
    expectShape('error', run.json());
    expect(run.json()).toMatchObject({ error: { code } });
    expect(run.code).toBe(exit);
  });

  test('a server that dies during the run is a failure with its address, not a number', async () => {
    const llama = await startLlama({ model: 'plain' });
    const paths = await homeFor(llama.baseUrl);
    const running = hermes(['bench', '-p', '8000', '-n', '400', '-r', '20', '--json'], { home: paths.home });
    setTimeout(() => llama.kill('SIGKILL'), 1500);
    const run = await running;
    expect(run.code).toBe(1);
    expect(run.json()).toMatchObject({
      error: { code: expect.stringMatching(/^bench\./), where: { url: llama.baseUrl } },
    });
  });
});

test('nothing listens: bench.unreachable', async () => {
  const run = await hermes(['bench', '--json'], {
    home: (await homeFor('http://127.0.0.1:9/v1')).home,
  });
  expect(run.json()).toMatchObject({ error: { code: 'bench.unreachable' } });
  expect(run.code).toBe(1);
});
