/**
 * CPU time of the light commands beyond a bare Node, measured in the same run: `npm run bench:startup`.
 * Rounds are interleaved, so that a busy moment of the machine hits every row alike; the table shows medians.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROUNDS = Number(process.env['HERMES_BENCH_ROUNDS'] ?? 25);
const BIN = join(dirname(import.meta.dirname), 'bin/run.js');

/** `aim`: ms of CPU beyond bare Node that issue 2 asks for. */
const ROWS: { name: string; args: string[]; aim?: number }[] = [
  { name: 'node -e 0', args: ['-e', '0'] },
  { name: 'hermes --version', args: [BIN, '--version'], aim: 30 },
  { name: 'hermes --help', args: [BIN, '--help'], aim: 90 },
  { name: 'hermes config validate', args: [BIN, 'config', 'validate'], aim: 90 },
];

const CONFIG = `model:
  default: tiny.gguf
  provider: custom
  base_url: http://127.0.0.1:8000/v1
  context_length: 65536
compression:
  enabled: true
  threshold: 0.8
`;

const home = mkdtempSync(join(tmpdir(), 'hermes-bench-'));
try {
  writeFileSync(join(home, 'config.yaml'), CONFIG);
  // The child reports its own user and system time as it ends: finer than the 10 ms ticks that a parent can read.
  const probe = join(home, 'cpu.cjs');
  writeFileSync(
    probe,
    "process.on('exit', () => { const { user, system } = process.cpuUsage(); require('fs').writeSync(3, String(user + system)); });",
  );
  const env = { ...process.env, HERMES_HOME: home, NODE_OPTIONS: `--require ${probe}` };
  const cpu = (args: string[]): number => {
    const run = spawnSync(process.execPath, args, {
      env,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    });
    if (run.status !== 0) throw new Error(`${args.join(' ')} ended with ${run.status}: ${run.stderr}`);
    return Number(run.output[3]) / 1000;
  };
  const samples = new Map(ROWS.map(({ name }) => [name, [] as number[]]));
  for (let round = -2; round < ROUNDS; round++) {
    for (const { name, args } of ROWS) {
      const ms = cpu(args);
      if (round >= 0) samples.get(name)?.push(ms);
    }
  }
  const medianOf = (name: string) => samples.get(name)?.sort((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN;
  const bare = medianOf('node -e 0');
  console.log(
    `Node ${process.version}, ${ROUNDS} interleaved rounds after 2 to warm up; medians, ms of CPU (user + system)\n`,
  );
  console.log(
    `${'command'.padEnd(24)} ${'CPU'.padStart(7)} ${'beyond'.padStart(7)} ${'x bare'.padStart(7)} ${'aim'.padStart(5)}`,
  );
  for (const { name, aim } of ROWS) {
    const ms = medianOf(name);
    const cells = [ms.toFixed(1), (ms - bare).toFixed(1), (ms / bare).toFixed(2)].map((cell) => cell.padStart(7));
    console.log(`${name.padEnd(24)} ${cells.join(' ')} ${(aim === undefined ? '' : String(aim)).padStart(5)}`);
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
