import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, onTestFinished, TestRunner, test } from 'vitest';
import { freePort } from '../../scripts/free-port.ts';
import { ensureLlamaServer, ensureTinyModel, type LlamaServer, type ModelKind } from '../../scripts/llama.ts';

export interface LlamaOptions {
  model?: ModelKind | { file: string };
  /** Added after the defaults; llama-server takes the last of a repeated flag. */
  args?: string[];
  env?: Record<string, string>;
  /** How long it may take until it serves, ms. */
  readyMs?: number;
}

export interface RunningLlama {
  url: string;
  /** `url` with `/v1`. */
  baseUrl: string;
  port: number;
  pid: number;
  /** Aborted by `stop`, before the signal: a request in flight would keep the server alive. */
  signal: AbortSignal;
  /** Everything it has written so far. */
  log(): string;
  /** Ends it: abort, SIGTERM, 2 s of grace, SIGKILL. Does nothing when it has ended. */
  stop(): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

const DEFAULTS = ['-t', '1', '-n', '512', '-c', '65536', '-np', '1', '--jinja', '--offline', '--metrics'];

/** Whether live tests can run here, and if not why, in one line. */
export const llamaAvailable = (): Promise<LlamaServer> => ensureLlamaServer();

/** `describe` for tests that need a real llama-server: skipped with the reason where there is none, failing with CI. */
export function describeLive(name: string, body: () => void | Promise<void>): void {
  describe(name, async () => {
    const llama = await llamaAvailable();
    if (llama.ok) return body();
    if (!process.env['CI']) {
      console.warn(`skipped ${name}: ${llama.reason}`);
      return test.skip(`needs llama-server: ${llama.reason}`);
    }
    return test('llama-server can be run', () => {
      throw new Error(llama.reason);
    });
  });
}

/**
 * A real llama-server on a free loopback port, serving. It is ended after the current test; a `beforeAll` has to call
 * `stop` itself. Throws with the log when it does not get ready.
 */
export async function startLlama(options: LlamaOptions = {}): Promise<RunningLlama> {
  const llama = await llamaAvailable();
  if (!llama.ok) throw new Error(llama.reason);
  const model = options.model ?? 'plain';
  const file = typeof model === 'string' ? await ensureTinyModel(model) : model.file;
  const port = await freePort();
  const argv = [
    '-m',
    file,
    '--alias',
    basename(file),
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    ...DEFAULTS,
    ...(options.args ?? []),
  ];
  const child = spawn(llama.binary, argv, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (log += text));
  const controller = new AbortController();
  const lastResort = () => void child.kill('SIGKILL');
  process.once('exit', lastResort);
  const stop = async () => {
    controller.abort();
    await end(child);
    process.removeListener('exit', lastResort);
  };
  if (TestRunner.getCurrentTest()) onTestFinished(stop);
  const url = `http://127.0.0.1:${port}`;
  try {
    await untilServing(child, url, options.readyMs ?? 60_000);
  } catch (error) {
    await stop();
    throw new Error(`llama-server ${argv.join(' ')}: ${(error as Error).message}\n${log}`);
  }
  return {
    url,
    baseUrl: `${url}/v1`,
    port,
    pid: child.pid ?? -1,
    signal: controller.signal,
    log: () => log,
    stop,
    kill: (signal) => void child.kill(signal),
  };
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child) || child.pid === undefined) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  child.kill('SIGCONT');
  const timer = setTimeout(() => child.kill('SIGKILL'), 2_000);
  await ended;
  clearTimeout(timer);
}

async function untilServing(child: ChildProcess, url: string, limitMs: number): Promise<void> {
  const failed: { error?: Error } = {};
  child.once('error', (error) => {
    failed.error = error;
  });
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    if (failed.error) throw failed.error;
    if (hasEnded(child)) throw new Error(`ended with ${child.exitCode ?? child.signalCode} before it served`);
    const status = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) }).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    await sleep(20);
  }
  throw new Error(`not ready after ${limitMs} ms`);
}
