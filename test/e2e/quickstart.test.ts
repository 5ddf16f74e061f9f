import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test, vi } from 'vitest';
import { cleanEnv, ROOT } from '../helpers/cli.ts';
import { tempDir } from '../helpers/home.ts';
import { describeLive } from '../helpers/llama-server.ts';

/** Starts the quickstart on the build that is there; its temporary home lands in a folder that the test can look into. */
const spawnQuickstart = (tmp: string, ...args: string[]) =>
  execa(process.execPath, [join(ROOT, 'scripts/quickstart.ts'), '--no-build', ...args], {
    cwd: ROOT,
    env: { ...cleanEnv(), TMPDIR: tmp },
    extendEnv: false,
    reject: false,
    all: true,
    timeout: 150_000,
  });

async function quickstart(...args: string[]) {
  const tmp = tempDir('hermes-qs-');
  const run = await spawnQuickstart(tmp, ...args);
  const summary = run.stdout.split('What was proven')[1] ?? '';
  const marked = (mark: string) => summary.split('\n').filter((line) => line.trim().startsWith(mark));
  return { ...run, green: marked('✔'), red: marked('✖'), left: readdirSync(tmp) };
}

describeLive('the quickstart', () => {
  test('proves the main job, echoes every command and leaves nothing behind', async () => {
    const run = await quickstart('--', '-t', '1');
    expect(run.exitCode, run.all).toBe(0);
    expect(run.red).toEqual([]);
    expect(run.green).toHaveLength(8);
    const echoed = run.stdout.split('\n').filter((line) => line.startsWith('$ hermes '));
    expect(echoed.map((line) => line.split(' ').slice(2, 4).join(' '))).toEqual([
      'init',
      'config validate',
      'server start',
      'model --base-url',
      'doctor',
      'plugins install',
      'bench',
      'server stop',
    ]);
    expect(run.left.filter((name) => name.startsWith('hermes-quickstart-'))).toEqual([]);
  });

  test.each([
    { flags: ['--no-jinja'], line: 'Tool calls work: no.' },
    { flags: ['-np', '4'], line: 'The context window is what an agent needs: no.' },
  ])('a server with $flags turns exactly one line red', async ({ flags, line }) => {
    const run = await quickstart('--', '-t', '1', ...flags);
    expect(run.red, run.all).toHaveLength(1);
    expect(run.red[0]).toContain(line);
    expect(run.green).toHaveLength(7);
    expect(run.exitCode).toBe(1);
  });

  test('a failing step stops it with the error and exit code of that step', async () => {
    const run = await quickstart('--model', '/no/such/model.gguf');
    expect(run.exitCode, run.all).toBe(2);
    expect(run.all).toContain('server.model-missing');
    expect(run.stdout).not.toContain('What was proven');
    expect(run.stdout).not.toContain('$ hermes doctor');
  });

  test('ended by SIGTERM in the middle: exit code 143, and the server is gone', async () => {
    const run = spawnQuickstart(tempDir('hermes-qs-'), '--', '-t', '1');
    let said = '';
    for await (const chunk of run.iterable({ from: 'all', binary: false, preserveNewlines: true })) {
      said += chunk;
      // More than once, as somebody impatient would.
      if (said.includes('$ hermes doctor')) run.kill('SIGTERM');
    }
    expect((await run).exitCode, said).toBe(143);
    const pid = Number(/pid +(\d+)/.exec(said)?.[1]);
    expect(pid).toBeGreaterThan(1);
    // A dead process keeps its pid until init has collected it.
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(/ESRCH/), { timeout: 10_000 });
  });
});
