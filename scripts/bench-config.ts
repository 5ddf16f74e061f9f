/**
 * CPU time of `hermes config validate` on a file of 120 KB with 1,000 keys, beside a bare Node, a bundled `yaml` parse of
 * the same file, and ajv-cli with the same schema: `npm run bench:config`. Whole processes, measured in one run; rounds are
 * interleaved, so that a busy moment of the machine hits every row alike.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { bundledSchema } from '../src/config/wide.ts';
import { benchFile } from './bench-config-file.ts';
import { BUNDLE_PLUGINS } from './bundle-plugins.ts';

const ROUNDS = Number(process.env['HERMES_BENCH_ROUNDS'] ?? 15);
const ROOT = dirname(import.meta.dirname);

/** What issue 3 asks for: at most this many times the bundled parse. */
const AIM = 1.5;

const home = mkdtempSync(join(realpathSync(tmpdir()), 'hermes-bench-'));
try {
  const file = join(home, 'config.yaml');
  const schema = join(home, 'config.schema.json');
  const text = benchFile();
  writeFileSync(file, text);
  writeFileSync(join(home, '.env'), 'LOCAL_API_KEY=none\n');
  writeFileSync(schema, JSON.stringify(bundledSchema()));
  const parse = await bundledParse();
  const rows = [
    { name: 'node -e 0', args: ['-e', '0'] },
    { name: 'bundled yaml parse', args: [parse, file] },
    { name: 'hermes config validate', args: [join(ROOT, 'bin/run.js'), 'config', 'validate', file] },
    {
      name: 'ajv-cli validate',
      args: [
        join(ROOT, 'node_modules/@jirutka/ajv-cli/lib/main.js'),
        ...['validate', '--spec=draft2020', '--strict=false', '-s', schema, file],
      ],
    },
  ];
  const samples = rows.map((): number[] => []);
  const cpu = measure();
  for (let round = -2; round < ROUNDS; round++) {
    for (const [at, { args }] of rows.entries()) {
      const ms = cpu(args);
      if (round >= 0) samples[at]?.push(ms);
    }
  }
  const medians = samples.map((all) => all.sort((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN);
  const [bare = 0, yaml = 0, hermes = 0, ajv = 0] = medians;
  console.log(
    `Node ${process.version}, ${text.length} bytes with 1,000 keys, ${ROUNDS} interleaved rounds after 2 to warm up; ` +
      'medians of whole processes, ms of CPU (user + system)\n',
  );
  console.log(
    `${'process'.padEnd(24)} ${['CPU', 'beyond', 'x bare', 'x parse'].map((head) => head.padStart(8)).join(' ')}`,
  );
  for (const [at, { name }] of rows.entries()) {
    const ms = medians[at] ?? Number.NaN;
    const cells = [ms.toFixed(1), (ms - bare).toFixed(1), (ms / bare).toFixed(2), (ms / yaml).toFixed(2)];
    console.log(`${name.padEnd(24)} ${cells.map((cell) => cell.padStart(8)).join(' ')}`);
  }
  const verdict = (met: boolean): string => (met ? 'met' : 'missed');
  console.log(
    `\nAim: at most ${AIM} times the bundled parse: ${verdict(hermes <= AIM * yaml)} (${(hermes / yaml).toFixed(2)})`,
  );
  console.log(`Aim: under ajv-cli: ${verdict(hermes < ajv)} (${(hermes / ajv).toFixed(2)} times its time)`);
} finally {
  rmSync(home, { recursive: true, force: true });
}

/** The same build of `yaml` as in dist/, with nothing around it but reading the file. */
async function bundledParse(): Promise<string> {
  const outfile = join(home, 'parse.mjs');
  await build({
    stdin: {
      contents:
        "import { readFileSync } from 'node:fs';\nimport { parse } from 'yaml';\nparse(readFileSync(process.argv[2], 'utf8'));",
      resolveDir: ROOT,
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    plugins: BUNDLE_PLUGINS,
  });
  return outfile;
}

/** Runs a process and returns its ms of CPU; throws where it fails. */
function measure(): (args: string[]) => number {
  const probe = join(home, 'cpu.cjs');
  // The child reports its own user and system time as it ends: finer than the 10 ms ticks that a parent can read.
  writeFileSync(
    probe,
    "process.on('exit', () => { const { user, system } = process.cpuUsage(); require('fs').writeSync(3, String(user + system)); });",
  );
  const env = { ...process.env, HERMES_HOME: home, NODE_OPTIONS: `--require ${probe}` };
  return (args) => {
    const run = spawnSync(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'], encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`${args.join(' ')} ended with ${run.status}: ${run.stdout}${run.stderr}`);
    return Number(run.output[3]) / 1000;
  };
}
