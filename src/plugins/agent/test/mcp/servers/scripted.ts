/**
 * An MCP server that does what a file says: `node scripted.ts BEHAVIOUR.json`. It speaks the protocol by hand, so that it can
 * break it. Each kind of misbehaviour is a tool.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, closeSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseExact } from '../../../../../plugin-kit/exact-json.ts';

interface Behaviour {
  tools: { name: string; description?: string; inputSchema?: unknown; annotations?: unknown }[];
  /** What it prints between its messages. */
  garbage?: string;
  /** It never answers `initialize`. */
  silent?: boolean;
  /** ms before it answers `initialize`. */
  slow?: number;
  /** It does not end when its input does, nor at SIGTERM. */
  stubborn?: boolean;
  /** Tools of one page of its list. */
  perPage?: number;
  /** Its list has always one more page. */
  endlessPages?: boolean;
  /** It speaks the protocol of 2026. */
  modern?: boolean;
  /** Where it notes what it was told. */
  notes?: string;
}

const file = process.argv[2] ?? '';
const behaviour = JSON.parse(readFileSync(file, 'utf8')) as Behaviour;
const waiting = new Map<unknown, (answer: unknown) => void>();
let asked = 0;
let received = '';

const write = (message: object): void =>
  void process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const answer = (id: unknown, result: unknown): void => write({ id, result });
const said = (text: string, more: object = {}): object => ({ content: [{ type: 'text', text }], ...more });

function ask(method: string, params: object): Promise<unknown> {
  asked += 1;
  const id = `s${asked}`;
  write({ id, method, params });
  return new Promise((resolve) => waiting.set(id, resolve));
}

const listed = () =>
  (JSON.parse(readFileSync(file, 'utf8')) as Behaviour).tools.map((tool) => ({
    inputSchema: { type: 'object', properties: {} },
    ...tool,
  }));

/** One page of the list; the cursor is where it begins. */
function page({ cursor = '0' }: { cursor?: string } = {}): object {
  const [all, from] = [listed(), Number(cursor)];
  const size = behaviour.perPage ?? all.length;
  const more = behaviour.endlessPages || from + size < all.length;
  return {
    ...(behaviour.modern ? { resultType: 'complete', ttlMs: 0, cacheScope: 'private' } : {}),
    tools: behaviour.endlessPages ? all : all.slice(from, from + size),
    ...(more ? { nextCursor: String(from + size) } : {}),
  };
}

type Call = { arguments?: Record<string, unknown>; _meta?: { progressToken?: unknown } };

const CALLS: Readonly<Record<string, (call: Call) => unknown>> = {
  env: () => said(JSON.stringify({ env: process.env, cwd: process.cwd() })),
  crash: () => process.exit(3),
  mute() {
    process.stdout.destroy();
    closeSync(1);
    setInterval(() => undefined, 1_000);
    return new Promise(() => undefined);
  },
  endless() {
    const more = (): void => {
      while (process.stdout.write('x'.repeat(65_536)));
      process.stdout.once('drain', more);
    };
    more();
    return new Promise(() => undefined);
  },
  /** The request itself, byte for byte. */
  raw: () => said(received),
  never: () => new Promise(() => undefined),
  big: () => said('line of a long answer\n'.repeat(10_000)),
  ansi: () => said('\u001b]52;c;ZXZpbA==\u0007\u001b[2Jplain \u009b31mred\u202e'),
  fail: () => said('it did not work', { isError: true }),
  digits: () => ({ content: [], structuredContent: parseExact('{"id":12345678901234567890,"n":1}') }),
  structured: () => ({ content: [], structuredContent: { degrees: 21 } }),
  both: () => said('{"degrees": 21}', { structuredContent: { degrees: 21 } }),
  mixed: () => ({
    content: [
      { type: 'text', text: 'first' },
      { type: 'image', mimeType: 'image/png', data: 'A'.repeat(4_000) },
      { type: 'audio', mimeType: 'audio/wav', data: 'AAAA' },
      { type: 'resource', resource: { uri: 'file:///a.txt', text: 'inside' } },
      { type: 'resource', resource: { uri: 'file:///b.bin', mimeType: 'application/zip', blob: 'AAAA' } },
      { type: 'resource_link', uri: 'file:///c.txt', name: 'c' },
    ],
  }),
  async progress({ _meta }) {
    for (let step = 1; step <= 6; step += 1) {
      await new Promise((resolve) => setTimeout(resolve, 400));
      const params = { progressToken: _meta?.progressToken, progress: step, total: 6 };
      write({ method: 'notifications/progress', params });
    }
    return said('done');
  },
  change: () => {
    write({ method: 'notifications/tools/list_changed' });
    return said('changed');
  },
  child() {
    const { pid } = spawn('sleep', ['600'], { stdio: 'inherit' });
    return said(JSON.stringify({ own: process.pid, child: pid }));
  },
  roots: async () => said(JSON.stringify(await ask('roots/list', {}))),
  sample: async () => said(JSON.stringify(await ask('sampling/createMessage', { maxTokens: 9, messages: [] }))),
  elicit: async ({ arguments: args }) => {
    const params = { mode: 'form', message: 'Who are you?', requestedSchema: args?.['schema'] };
    return said(JSON.stringify(await ask('elicitation/create', params)));
  },
};

async function receive(message: { id?: unknown; method?: string; params?: never; result?: unknown; error?: unknown }) {
  const { id, method, params, result, error } = message;
  if (behaviour.notes) appendFileSync(behaviour.notes, `${JSON.stringify(message)}\n`);
  if (method === undefined) return waiting.get(id)?.(result ?? { error });
  if (behaviour.garbage) process.stdout.write(`${behaviour.garbage}\n`);
  if (method === 'initialize') {
    if (behaviour.silent) return undefined;
    if (behaviour.slow) await new Promise((resolve) => setTimeout(resolve, behaviour.slow));
    const capabilities = { tools: { listChanged: true } };
    return answer(id, { protocolVersion: '2025-06-18', capabilities, serverInfo: { name: 'scripted', version: '1' } });
  }
  if (method === 'server/discover' && behaviour.modern) {
    const serverInfo = { name: 'scripted', version: '1' };
    const versions = { supportedVersions: ['2026-07-28'], capabilities: { tools: {} } };
    return answer(id, { resultType: 'complete', ttlMs: 0, cacheScope: 'private', ...versions, serverInfo });
  }
  if (method === 'tools/list') return answer(id, page(params));
  if (method !== 'tools/call') return id === undefined ? undefined : answer(id, {});
  const call = params as unknown as Call & { name: string };
  const made = CALLS[call.name] ?? (() => said(`${call.name} ${JSON.stringify(call.arguments)}`));
  const outcome = await made(call);
  return answer(id, behaviour.modern ? { resultType: 'complete', ...(outcome as object) } : outcome);
}

if (behaviour.notes) appendFileSync(behaviour.notes, `${JSON.stringify({ pid: process.pid })}\n`);
process.stderr.write('scripted server \u001b[31mup\u001b[0m\n');
if (behaviour.stubborn) {
  process.on('SIGTERM', () => undefined);
  setInterval(() => undefined, 1_000);
}
createInterface({ input: process.stdin }).on('line', (line) => {
  received = line;
  void receive(JSON.parse(line));
});
