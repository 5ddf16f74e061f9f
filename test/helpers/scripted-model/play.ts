import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from './emit.ts';
import type { Fault, Step } from './types.ts';

export function sendJson(outgoing: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  outgoing.writeHead(status, {
    server: 'llama.cpp',
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  outgoing.end(text);
}

/** Writes an answer in pieces, or as much of it as the fault allows. Ends early when the client goes away. */
export async function play(
  outgoing: ServerResponse,
  frames: readonly Frame[],
  step: Step,
  fault: Fault | undefined,
  shredBytes?: number,
): Promise<void> {
  if (fault && 'reset' in fault) return void outgoing.socket?.resetAndDestroy();
  if (fault && 'status' in fault) return refuse(outgoing, fault);
  if (fault && 'html' in fault) {
    outgoing.writeHead(200, { 'content-type': 'text/html' });
    return void outgoing.end('<!doctype html><html><body>Please sign in to the network.</body></html>');
  }
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  const wait = (ms: number) => sleep(ms, undefined, { signal: gone.signal }).catch(() => undefined);
  const forever = () => new Promise<void>((resolve) => gone.signal.addEventListener('abort', () => resolve()));
  outgoing.writeHead(200, { server: 'llama.cpp', 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
  outgoing.flushHeaders();
  if (step.hang === 'start') return forever();
  if (step.delayMs) {
    outgoing.write(':\n\n');
    await wait(step.delayMs);
  }
  for (const frame of cutAt(frames, fault)) {
    if (gone.signal.aborted) return;
    if (step.hang === 'after-text' && frame.part === 'end') return forever();
    if (step.until && frame.part === 'end') await Promise.race([step.until, forever()]);
    await write(outgoing, frame.text, shredBytes);
    if (step.paceMs) await wait(step.paceMs);
  }
  if (fault && 'cut' in fault && fault.cut !== 'no-end') outgoing.socket?.destroy();
  else outgoing.end();
}

/** `no-end` keeps everything up to the finish reason; the others stop after the second piece of their part. */
function cutAt(frames: readonly Frame[], fault: Fault | undefined): readonly Frame[] {
  if (!fault || !('cut' in fault)) return frames;
  if (fault.cut === 'no-end') return frames.filter(({ part }) => part !== 'end');
  const places = frames.flatMap(({ part }, at) => (part === fault.cut ? [at] : []));
  return frames.slice(0, (places[1] ?? places[0] ?? 0) + 1);
}

async function write(outgoing: ServerResponse, text: string, shredBytes?: number): Promise<void> {
  const bytes = Buffer.from(text);
  const size = shredBytes ?? bytes.length;
  for (let at = 0; at < bytes.length; at += size) {
    const more = outgoing.write(bytes.subarray(at, at + size));
    if (shredBytes) await new Promise((resolve) => setImmediate(resolve));
    if (!more && !outgoing.destroyed)
      await new Promise((resolve) => outgoing.once('drain', resolve).once('close', resolve));
  }
}

function refuse(outgoing: ServerResponse, fault: Extract<Fault, { status: number }>): void {
  const { status, message = 'try again', type = 'server_error', headers = {}, body } = fault;
  const text = body ?? JSON.stringify({ error: { code: status, message, type } });
  outgoing.writeHead(status, {
    'content-type': body === undefined ? 'application/json' : 'text/html',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  outgoing.end(text);
}
