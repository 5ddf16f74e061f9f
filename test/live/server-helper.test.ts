import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ensureLlamaServer } from '../../scripts/llama.ts';
import { makeTinyModel } from '../../scripts/tiny-model/make.ts';
import { ROOT } from '../helpers/cli.ts';
import { halt } from '../helpers/halt.ts';
import { describeLive, startLlama } from '../helpers/llama-server.ts';

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('the model maker is deterministic and its command line writes the same bytes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hermes-model-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const out = join(folder, 'm.gguf');
  execFileSync(process.execPath, [`${ROOT}scripts/make-tiny-model.ts`, out, '--call', '1.9', '--name', '小模型 🙂']);
  expect(readFileSync(out).equals(makeTinyModel({ call: 1.9, name: '小模型 🙂' }).file)).toBe(true);
  const plain = createHash('sha256').update(makeTinyModel().file).digest('hex');
  expect(plain).toMatch(/^ef4966fa69329e97/);
});

test('where no llama-server can be had, one line says why', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hermes-cache-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const env of [
    { HERMES_LLAMA_SERVER: join(folder, 'none') },
    { PATH: folder, HERMES_TEST_CACHE: folder, HERMES_OFFLINE: '1' },
  ]) {
    expect(await ensureLlamaServer(env)).toEqual({ ok: false, reason: expect.stringMatching(/^.{20,200}$/) });
  }
});

describeLive('test helper', () => {
  test('starts a server, keeps its log, and ends it even with a request in flight', async () => {
    const llama = await startLlama({ args: ['-n', '100000'] });
    const models = await fetch(`${llama.baseUrl}/models`).then((response) => response.json());
    expect(models).toMatchObject({ data: [{ id: 'tiny-plain.gguf', meta: { n_ctx: 65536 } }] });
    const body = JSON.stringify({ prompt: 'a', n_predict: 50_000, temperature: 0, ignore_eos: true });
    const request = fetch(`${llama.url}/completion`, { method: 'POST', body, signal: llama.signal });
    await expect
      .poll(async () => fetch(`${llama.url}/slots`).then((r) => r.json()))
      .toMatchObject([{ is_processing: true }]);
    await Promise.all([llama.stop(), expect(request).rejects.toThrow()]);
    expect(alive(llama.pid)).toBe(false);
    expect(llama.log()).toContain('listening on http://127.0.0.1');
    await llama.stop();
  });

  test('a stopped process is ended too', async () => {
    const llama = await startLlama();
    await halt(llama.pid);
    await llama.stop();
    expect(alive(llama.pid)).toBe(false);
  });

  test('a server that does not get ready is an error with its log', async () => {
    await expect(startLlama({ args: ['--no-such-flag'] })).rejects.toThrow(/invalid argument: --no-such-flag/);
  });

  test('the model with merges packs at least two bytes of English into a token', async () => {
    const llama = await startLlama({ model: 'bpe' });
    const content =
      'The assistant reads three files, finds the error in the second one, and explains to the user what has to change.';
    const response = await fetch(`${llama.url}/tokenize`, { method: 'POST', body: JSON.stringify({ content }) });
    const { tokens } = (await response.json()) as { tokens: number[] };
    expect(content.length / tokens.length).toBeGreaterThan(2);
  });
});
