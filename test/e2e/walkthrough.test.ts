import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { freePort } from '../../scripts/free-port.ts';
import { ensureLlamaServer, ensureTinyModel } from '../../scripts/llama.ts';
import type { DoctorReport } from '../../src/contract/index.ts';
import { hermes } from '../helpers/cli.ts';
import { tempHome } from '../helpers/home.ts';
import { describeLive } from '../helpers/llama-server.ts';
import { openTerminal } from '../helpers/terminal.ts';

/** The walkthrough's "connect" chapter from end to end, with the product's own server under it. */
describeLive('the walkthrough', () => {
  test('server, wizard, auxiliary model, compression, probes, figures', async () => {
    const found = await ensureLlamaServer();
    const model = await ensureTinyModel('tools');
    const paths = tempHome();
    const env = { HERMES_LLAMA_SERVER: found.ok ? found.binary : '' };
    const run = async (...args: string[]) => {
      const result = await hermes(args, { home: paths.home, env });
      expect(result.code, `hermes ${args.join(' ')}\n${result.stdout}${result.stderr}`).toBe(0);
      return result;
    };
    onTestFinished(async () => void (await hermes(['server', 'stop', '--all'], { home: paths.home, env })));

    await run('init');
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    await run('server', 'start', '-m', model, '--port', String(port), '--', '-t', '1', '-n', '512');

    const terminal = openTerminal(['model'], { home: paths.home });
    const answer = async (prompt: string, keys: string) => {
      await terminal.waitFor(prompt);
      terminal.type(`${keys}\r`);
    };
    await answer('Select a provider:', 'custom');
    await answer('API base URL', `${url}/v1`);
    await answer('API key', '');
    await answer('Choice [1-4', '');
    await answer('Use this model?', '');
    await answer('Context length', '65536');
    await answer('Display name', '');
    expect(await terminal.exit()).toBe(0);

    await run('config', 'set', 'auxiliary.compression.provider', 'deepseek');
    await run('config', 'set', 'auxiliary.compression.model', 'deepseek-v4-flash');
    const compression = await run('config', 'get', 'compression');
    expect(parse(compression.stdout)).toEqual({
      enabled: true,
      threshold: 0.8,
      target_ratio: 0.2,
      protect_last_n: 20,
      hygiene_hard_message_limit: 400,
    });
    expect(parse(readFileSync(paths.config, 'utf8'))).toMatchObject({
      model: { provider: 'custom', base_url: `${url}/v1`, context_length: 65_536 },
      auxiliary: { compression: { provider: 'deepseek', model: 'deepseek-v4-flash' } },
    });
    await run('config', 'validate');

    const probe = async (path: string) => (await fetch(`${url}${path}`)).text();
    expect(JSON.parse(await probe('/health'))).toEqual({ status: 'ok' });
    expect(JSON.parse(await probe('/v1/models'))).toMatchObject({ data: [{ id: 'tiny-tools.gguf' }] });
    expect(await probe('/metrics')).toContain('llamacpp:prompt_tokens_total');

    const report = (await run('doctor', '--json')).json() as DoctorReport;
    expect(report.status).toBe('healthy');
    // Whether some other `hermes` is on PATH is the machine's affair.
    expect(report.checks.filter(({ id, status }) => status !== 'pass' && id !== 'install.path')).toEqual([]);
    await run('plugins', 'install', 'benchmark');
    const figures = await run('bench', '-n', '16', '-r', '1');
    for (const cell of ['(54 tok)', '(2209 tok)', 'PP (Prompt Processing)', 'TG (Token Generation)']) {
      expect(figures.stdout).toContain(cell);
    }
    expect((await run('server', 'stop', '--json')).json()).toMatchObject({ servers: [{ ended: 'stopped' }] });
  });
});
