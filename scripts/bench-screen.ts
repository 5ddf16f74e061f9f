/**
 * What the screen of `hermes chat` costs: `npm run bench:screen`.
 *
 * 1. CPU from the start of the process to the first prompt, and memory (PSS) after eight seconds at rest, beside a peer in the
 *    same terminal (pi, fetched on first use). Rounds are interleaved; medians.
 * 2. Bytes written to the terminal while nobody does anything.
 * 3. CPU while 100 tokens a second stream in, with 2,000 messages of the session behind, in per cent of a core.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type IPty, spawn } from '@lydell/node-pty';
import { GREETER, startScriptedModel } from '../test/helpers/scripted-model.ts';
import { longSession } from './bench-agent-turns.ts';
import { peerCommand } from './bench-peer.ts';

const ROOT = dirname(import.meta.dirname);
const ROUNDS = Number(process.env['HERMES_BENCH_ROUNDS'] ?? 7);
const REST_MS = 8_000;
const STREAM_MS = 10_000;
const PARAGRAPH =
  'The cache of the server holds what came before, so **only the new part** is read. That is `why` it is fast, and why a prompt must not change.\n\n';

const folder = mkdtempSync(join(tmpdir(), 'hermes-bench-screen-'));
const model = await startScriptedModel({
  ...GREETER,
  strict: false,
  nCtx: 1_000_000,
  turns: [{ user: 'stream', steps: [{ say: PARAGRAPH, repeat: 200, paceMs: 10 }] }],
});
try {
  const home = join(folder, 'home');
  mkdirSync(home);
  writeFileSync(
    join(home, 'config.yaml'),
    `model:\n  default: scripted\n  provider: custom\n  base_url: ${model.baseUrl}\n`,
  );
  const hermes = join(ROOT, 'bin/run.js');
  const env = { HERMES_HOME: home };
  execFileSync(process.execPath, [hermes, 'plugins', 'install', 'agent'], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  await starts([{ name: 'hermes chat', argv: [hermes, 'chat'], env, ready: /│ 0m/, cpu: [], pss: [] }, ...peerRow()]);
  const id = await longSession(model.baseUrl, home, 2_000);
  await streaming([hermes, 'chat', '--resume', id], env);
} finally {
  await model.close();
  rmSync(folder, { recursive: true, force: true });
}

interface Row {
  name: string;
  argv: string[];
  env: Record<string, string>;
  /** What stands on the terminal once something can be typed. */
  ready: RegExp;
  cpu: number[];
  pss: number[];
}

function peerRow(): Row[] {
  const peer = peerCommand(folder, model.baseUrl);
  return peer ? [{ ...peer, ready: /scripted/, cpu: [], pss: [] }] : [];
}

async function starts(rows: readonly Row[]): Promise<void> {
  let written = Number.NaN;
  for (let round = -1; round < ROUNDS; round++) {
    for (const row of rows) {
      const terminal = open(row.argv, row.env);
      await until(() => row.ready.test(terminal.said()));
      const cpu = cpuMs(terminal.pty.pid);
      // Memory takes its time to settle; that is seen in one round.
      const last = round === ROUNDS - 1;
      await sleep(last ? REST_MS - 3_000 : 300);
      const before = terminal.said().length;
      if (last) await sleep(3_000);
      if (row.name === 'hermes chat' && last) written = terminal.said().length - before;
      if (round >= 0) row.cpu.push(cpu);
      if (last) row.pss.push(pssMb(terminal.pty.pid));
      await terminal.close();
    }
  }
  console.log(`Node ${process.version}, ${ROUNDS} interleaved rounds after one to warm up; 80x24\n`);
  console.log(`${'start to first prompt'.padEnd(40)} ${'CPU ms'.padStart(8)} ${'PSS MB'.padStart(8)}`);
  for (const { name, cpu, pss } of rows) {
    console.log(`${name.padEnd(40)} ${median(cpu).toFixed(0).padStart(8)} ${median(pss).toFixed(0).padStart(8)}`);
  }
  console.log(
    `\nAim: 350 ms, 120 MB (PSS after ${REST_MS / 1000} s at rest). Written in 3 s at rest: ${written} bytes.\n`,
  );
}

async function streaming(argv: string[], env: Record<string, string>): Promise<void> {
  const terminal = open(argv, env);
  await until(() => /│ 0m/.test(terminal.said()));
  terminal.pty.write('stream\r');
  await until(() => / tok\/s/.test(terminal.said()));
  const [from, cpu, bytes] = [performance.now(), cpuMs(terminal.pty.pid), terminal.said().length];
  await sleep(STREAM_MS);
  const wall = performance.now() - from;
  const share = (cpuMs(terminal.pty.pid) - cpu) / wall;
  const rate = [...terminal.said().matchAll(/([\d.]+) tok\/s/g)].at(-1)?.[1];
  const perSecond = ((terminal.said().length - bytes) / wall) * 1000;
  console.log(
    `streaming ${rate} tok/s behind 2,000 messages: ${(share * 100).toFixed(1)} % of a core (aim: under 10), ${(perSecond / 1024).toFixed(1)} KiB/s to the terminal`,
  );
  await terminal.close();
}

function open(argv: string[], env: Record<string, string>) {
  const pty: IPty = spawn(process.execPath, argv, {
    name: 'xterm-256color',
    cols: 80,
    rows: 24,
    cwd: folder,
    env: { ...process.env, CI: '', ...env },
  });
  let said = '';
  const ended = new Promise<void>((resolve) => pty.onExit(() => resolve()));
  pty.onData((data) => {
    said += data;
  });
  return {
    pty,
    said: () => said,
    async close() {
      pty.kill('SIGKILL');
      await ended;
    },
  };
}

async function until(done: () => boolean): Promise<void> {
  const limit = performance.now() + 30_000;
  while (!done()) {
    if (performance.now() > limit) throw new Error('it did not get ready in 30 s');
    await sleep(5);
  }
}

/** CPU of all threads so far: the kernel's own nanoseconds (`schedstat`), finer than the ticks of `stat`. */
function cpuMs(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).reduce((sum, task) => {
    const [ns = '0'] = readFileSync(join(tasks, task, 'schedstat'), 'utf8').split(' ');
    return sum + Number(ns) / 1e6;
  }, 0);
}

function pssMb(pid: number): number {
  const kb = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  return (Number(kb) * 1024) / 1e6;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
