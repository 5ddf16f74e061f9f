import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { BIN, cleanEnv, hermes } from '../helpers/cli.ts';
import { tempHome } from '../helpers/home.ts';

/** A process takes about 0.15 s of one core; the numbers that property tests are run with would take hours here. */
const PROCESSES = Math.min(Number(process.env['HERMES_TEST_N'] ?? 60), 600);
const AT_ONCE = 4;

const COMMENT = '# kept, every byte of it: ü\n';

/** Sets `servers.sN.port`; with `killAfterMs` it is killed at that moment, if it still runs. */
async function setPort(home: string, n: number, killAfterMs: number | undefined): Promise<number | 'killed'> {
  const child = spawn(process.execPath, [BIN, 'config', 'set', `servers.s${n}.port`, String(9000 + n)], {
    env: { ...cleanEnv(), HERMES_HOME: home },
    stdio: 'ignore',
  });
  const ended = new Promise<number | 'killed'>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 'killed'));
  });
  if (killAfterMs !== undefined) {
    await Promise.race([ended, sleep(killAfterMs)]);
    child.kill('SIGKILL');
  }
  return ended;
}

test('processes killed at any moment: the file is always whole, and no reported edit is lost', {
  timeout: 60_000 + PROCESSES * 700,
}, async () => {
  const { home, config } = tempHome({ 'config.yaml': `${COMMENT}model: m\n` });
  const start = performance.now();
  expect(await setPort(home, 0, undefined)).toBe(0);
  const usual = performance.now() - start;

  const results = new Map<number, number | 'killed'>([[0, 0]]);
  let next = 1;
  let writing = true;
  const worker = async () => {
    while (next < PROCESSES) {
      const n = next++;
      // Spread over the life of a process that shares two cores with three others.
      const killAfterMs = n % 3 === 0 ? Math.random() * usual * 2.5 : undefined;
      results.set(n, await setPort(home, n, killAfterMs));
    }
  };
  // A reader that looks at any time sees one of the complete versions.
  const reader = async () => {
    let reads = 0;
    for (; writing; reads += 1) {
      const text = readFileSync(config, 'utf8');
      expect(text.startsWith(COMMENT), text).toBe(true);
      for (const [name, { port }] of Object.entries<{ port: number }>(parse(text).servers))
        expect(name).toBe(`s${port - 9000}`);
      await sleep(5);
    }
    return reads;
  };
  const workers = Promise.all(Array.from({ length: AT_ONCE }, worker)).finally(() => {
    writing = false;
  });
  const [, reads] = await Promise.all([workers, reader()]);
  expect(reads).toBeGreaterThan(PROCESSES / 10);

  const { servers, ...rest } = parse(readFileSync(config, 'utf8'));
  expect(rest).toEqual({ model: 'm' });
  for (const [n, result] of results) {
    if (result === 'killed') continue;
    expect(result, `process ${n}`).toBe(0);
    expect(servers[`s${n}`], `process ${n}`).toEqual({ port: 9000 + n });
  }
  const killed = [...results.values()].filter((result) => result === 'killed').length;
  expect(killed).toBeGreaterThan(0);
  expect(results.size - killed).toBeGreaterThan(PROCESSES / 2);

  // What the killed ones left, locks above all, keeps nobody out.
  const last = await hermes(['config', 'set', 'servers.last.port', '8000', '--json'], { home });
  expect(last.code).toBe(0);
  expect(parse(readFileSync(config, 'utf8')).servers.last).toEqual({ port: 8000 });
  expect(readdirSync(dirname(config))).not.toContain('config.yaml.lock');
});
