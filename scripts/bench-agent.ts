/**
 * What an answer of `hermes chat` costs besides the model: `npm run bench:agent`.
 *
 * 1. Whole process: CPU and peak memory of a one-shot answer from a scripted endpoint that answers at once, beside a
 *    peer (pi, fetched on first use) and a bare Node that sends one request. Rounds are interleaved; medians.
 * 2. One turn inside a running process, in a session of 100 and of 2,000 messages, beyond a bare HTTP exchange of the
 *    same bytes with the same endpoint.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { GREETER, startScriptedModel } from '../test/helpers/scripted-model.ts';
import { measureTurns } from './bench-agent-turns.ts';
import { peerCommand } from './bench-peer.ts';

const ROOT = dirname(import.meta.dirname);
const ROUNDS = Number(process.env['HERMES_BENCH_ROUNDS'] ?? 11);

interface Row {
  name: string;
  args: string[];
  env: Record<string, string>;
  cpu: number[];
  rss: number[];
}

const folder = mkdtempSync(join(tmpdir(), 'hermes-bench-agent-'));
// Not strict: the peer sends texts in parts, which strict chat templates refuse. The window holds the long sessions.
const model = await startScriptedModel({ ...GREETER, strict: false, nCtx: 1_000_000 });
try {
  const home = join(folder, 'home');
  mkdirSync(home);
  writeFileSync(
    join(home, 'config.yaml'),
    `model:\n  default: scripted\n  provider: custom\n  base_url: ${model.baseUrl}\n`,
  );
  const hermes = join(ROOT, 'bin/run.js');
  execFileSync(process.execPath, [hermes, 'plugins', 'install', 'agent'], {
    env: { ...process.env, HERMES_HOME: home },
    stdio: 'ignore',
  });
  const probe = join(folder, 'probe.cjs');
  // The child reports its own figures as it ends: finer than the ticks that a parent can read.
  writeFileSync(
    probe,
    "process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage(); require('fs').writeSync(3, JSON.stringify([(userCPUTime + systemCPUTime) / 1000, maxRSS / 1024])); });",
  );
  const bare = join(folder, 'bare.mjs');
  writeFileSync(
    bare,
    `import http from 'node:http';
const body = JSON.stringify({ model: 'scripted', stream: true, max_tokens: 8, messages: [{ role: 'user', content: 'hello' }] });
const request = http.request('${model.baseUrl}/chat/completions', { method: 'POST', agent: false, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (answer) => answer.resume());
request.end(body);\n`,
  );
  const rows: Row[] = [
    { name: 'node, one bare request', args: [bare], env: {}, cpu: [], rss: [] },
    { name: 'hermes chat -q', args: [hermes, 'chat', '-q', 'hello'], env: { HERMES_HOME: home }, cpu: [], rss: [] },
    ...peerRow(),
  ];
  for (let round = -1; round < ROUNDS; round++) {
    for (const row of rows) {
      const [cpu, rss] = await measure(row, probe);
      if (round >= 0) {
        row.cpu.push(cpu);
        row.rss.push(rss);
      }
    }
  }
  console.log(
    `Node ${process.version}, ${ROUNDS} interleaved rounds after one to warm up; medians of whole processes\n`,
  );
  console.log(`${'process'.padEnd(40)} ${'CPU ms'.padStart(8)} ${'RSS MB'.padStart(8)} ${'x peer'.padStart(7)}`);
  const peer = rows.find(({ args }) => args.includes('-p'));
  for (const { name, cpu, rss } of rows) {
    const share = peer ? (median(cpu) / median(peer.cpu)).toFixed(2) : '';
    console.log(
      `${name.padEnd(40)} ${median(cpu).toFixed(0).padStart(8)} ${median(rss).toFixed(0).padStart(8)} ${share.padStart(7)}`,
    );
  }
  console.log('\nAim: 350 ms and 150 MB.\n');
  await measureTurns(model.baseUrl, join(folder, 'turns'));
} finally {
  await model.close();
  rmSync(folder, { recursive: true, force: true });
}

function peerRow(): Row[] {
  const peer = peerCommand(folder, model.baseUrl, '-p', 'hello');
  return peer ? [{ name: peer.name, args: peer.argv, env: peer.env, cpu: [], rss: [] }] : [];
}

function measure({ name, args, env }: Row, probe: string): Promise<[cpu: number, rss: number]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...process.env, ...env, NODE_OPTIONS: `--require ${probe}` },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    let [figures, said] = ['', ''];
    child.stdio[3]?.on('data', (chunk) => (figures += chunk));
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      const last = figures.match(/\[[^[]*\]$/)?.[0];
      if (code === 0 && last) resolve(JSON.parse(last));
      else reject(new Error(`${name} ended with ${code}: ${said}`));
    });
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
