import { setTimeout as sleep } from 'node:timers/promises';
import type { EndpointRoom } from '../contract/index.ts';
import { isSameProcess } from '../state/index.ts';
import type { Exit } from './failure.ts';
import { listenersOn } from './listeners.ts';

export type WaitResult =
  | { kind: 'serving' }
  | { kind: 'ended'; exit: Exit }
  | { kind: 'timeout' }
  | { kind: 'aborted' };

export interface Watched {
  pid: number;
  identity: string;
  url: string;
  port: number;
  /** Set once the process has ended, where we are its parent. */
  exit?: () => Exit | undefined;
}

export interface WaitOptions {
  endpoint: EndpointRoom;
  timeoutMs: number;
  signal?: AbortSignal;
  progress?: (text: string) => void;
}

/** Polls `/health` until this very process serves, ends, or the time is up. llama-server says 503 while it loads. */
export async function untilServing(server: Watched, options: WaitOptions): Promise<WaitResult> {
  const { endpoint, timeoutMs, signal } = options;
  const begin = performance.now();
  let told = 0;
  for (let pause = 15; ; pause = Math.min(250, pause * 1.5)) {
    if (signal?.aborted) return { kind: 'aborted' };
    const exit = server.exit?.();
    if (exit) return { kind: 'ended', exit };
    if (!isSameProcess(server.pid, server.identity)) return { kind: 'ended', exit: await exitSoon(server) };
    const health = await endpoint.health(
      { baseUrl: `${server.url}/v1` },
      { timeoutMs: 2_000, ...(signal && { signal }) },
    );
    if (health.ok ? health.status === 200 && ownsPort(server) : health.failure === 'tls') return { kind: 'serving' };
    const elapsed = performance.now() - begin;
    if (elapsed > timeoutMs) return { kind: 'timeout' };
    const seconds = Math.floor(elapsed / 1000);
    if (seconds >= told + tellEvery(seconds)) {
      options.progress?.(`${health.ok ? 'loading the model' : 'starting'}, ${seconds} s`);
      told = seconds;
    }
    await sleep(pause, undefined, signal ? { signal } : {}).catch(() => undefined);
  }
}

/** Seconds between two progress texts: in a pipe each of them is a line. */
function tellEvery(seconds: number): number {
  if (seconds < 5) return 1;
  return seconds < 60 ? 5 : 30;
}

/** Guards against another server that took the port first. Where listeners cannot be seen the answer is believed. */
function ownsPort({ pid, port }: Watched): boolean {
  const listeners = listenersOn(port);
  return listeners.length === 0 || listeners.some((listener) => listener.pid === pid || listener.group === pid);
}

/** The process is gone from the table a moment before Node reports how it ended. */
async function exitSoon(server: Watched): Promise<Exit> {
  for (let i = 0; i < 20; i++) {
    const exit = server.exit?.();
    if (exit) return exit;
    await sleep(10);
  }
  return { code: null, signal: null };
}
