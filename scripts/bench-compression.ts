/**
 * What compressing costs without the model: deciding what goes, the account, the changes for the store. `npm run
 * bench:compression`. Conversations of 2,000, 10,000 and 20,000 messages over the real history of this checkout; the floor
 * is reading the same text once, character by character. Medians of interleaved runs, in ms.
 */
import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import type { SessionMessage, ToolSchema } from '../src/contract/index.ts';
import { sizePrompt } from '../src/plugin-kit/estimate.ts';
import { assemble } from '../src/plugins/compression/src/plan/assemble.ts';
import { toEdits } from '../src/plugins/compression/src/plan/items.ts';
import { planFor } from '../src/plugins/compression/src/plan/plan.ts';
import { readSettings } from '../src/plugins/compression/src/settings.ts';

const SIZES = [2_000, 10_000, 20_000];
const RUNS = Number(process.env['HERMES_BENCH_RUNS'] ?? 15);
const ROOT = dirname(import.meta.dirname);

const TOOLS: ToolSchema[] = [
  { type: 'function', function: { name: 'session_search', description: 'Search.', parameters: { type: 'object' } } },
];
const settings = readSettings({ file: '', exists: true, env: {}, value: { compression: {} } as never }, 'bench');

/** Questions, calls, results of about 1,500 characters and answers, cut out of the history at different places. */
function conversation(size: number, history: string): SessionMessage[] {
  const messages: SessionMessage[] = [];
  const add = (message: Omit<SessionMessage, 'seq' | 'time'>): void => {
    messages.push({ ...message, seq: messages.length + 1, time: '2026-01-01T00:00:00.000Z' });
  };
  for (let turn = 0; messages.length < size; turn++) {
    const at = (turn * 1_543) % Math.max(1, history.length - 2_000);
    const call = { id: `call-${turn}`, type: 'function' as const };
    add({ role: 'user', content: `Part ${turn}: ${history.slice(at, at + 90)} What is on port ${8_000 + turn}?` });
    const args = JSON.stringify({ command: `git show HEAD~${turn} -- src/part-${turn}.ts` });
    add({ role: 'assistant', content: '', tool_calls: [{ ...call, function: { name: 'terminal', arguments: args } }] });
    add({
      role: 'tool',
      content: history.slice(at, at + 1_500),
      tool_call_id: call.id,
      toolName: 'terminal',
      status: 'ok',
    });
    add({ role: 'assistant', content: `It changed src/part-${turn}.ts: ${history.slice(at + 400, at + 600)}` });
  }
  add({ role: 'user', content: 'And now?' });
  return messages;
}

function compressOnce(messages: SessionMessage[]): number {
  const beginning = { system: 'You are a benchmark.', tools: TOOLS, messages };
  const promptTokens = sizePrompt(beginning).tokens;
  const state = { ...beginning, promptTokens, contextTokens: 65_536, reason: 'overflow' as const };
  const plan = planFor({ state, settings, seen: undefined });
  if (plan.kind !== 'compress') throw new Error(`nothing was compressed: ${JSON.stringify(plan)}`);
  const assembled = assemble(plan, state, { originals: messages, summary: '' });
  return toEdits(messages, assembled.items).length + assembled.tokensAfter;
}

function readOnce(messages: readonly SessionMessage[]): number {
  let sum = 0;
  for (const { content } of messages) {
    const text = content ?? '';
    for (let i = 0; i < text.length; i++) sum = (sum + text.charCodeAt(i)) | 0;
  }
  return sum;
}

function timed(work: () => number): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const history = execFileSync('git', ['log', '--stat', '-400'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 << 20 });
const conversations = SIZES.map((size) => conversation(size, history));
const rows = SIZES.map(() => ({ ours: [] as number[], floor: [] as number[] }));
for (let run = -2; run < RUNS; run++) {
  for (const [i, messages] of conversations.entries()) {
    const [ours, floor] = [timed(() => compressOnce(messages)), timed(() => readOnce(messages))];
    if (run < 0) continue;
    rows[i]?.ours.push(ours);
    rows[i]?.floor.push(floor);
  }
}
console.log(`${RUNS} runs each, medians in ms; aim: 10,000 messages under 100, and linear`);
console.log(
  `${'messages'.padEnd(10)} ${['MB', 'ours', 'a message, µs', 'floor', 'ratio'].map((name) => name.padStart(14)).join(' ')}`,
);
for (const [i, size] of SIZES.entries()) {
  const [ours, floor] = [median(rows[i]?.ours ?? []), median(rows[i]?.floor ?? [])];
  const bytes = (conversations[i] ?? []).reduce((sum, { content }) => sum + (content?.length ?? 0), 0) / 1e6;
  const cells = [
    bytes.toFixed(1),
    ours.toFixed(1),
    ((ours / size) * 1_000).toFixed(1),
    floor.toFixed(1),
    (ours / floor).toFixed(1),
  ];
  console.log(`${String(size).padEnd(10)} ${cells.map((cell) => cell.padStart(14)).join(' ')}`);
}
