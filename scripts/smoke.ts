/**
 * The built CLI on the oldest supported and the newest Node, and what happens on one that is too old: `npm run
 * test:smoke`. The Nodes come from npm's `node-<platform>` packages into .cache/, so nothing of the machine is touched.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from './free-port.ts';
import { ensureLlamaServer, ensureTinyModel } from './llama.ts';

const root = dirname(import.meta.dirname);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { engines: { node: string } };
const SUPPORTED = [manifest.engines.node.replace('>=', ''), '26.10.0'];
const TOO_OLD = '20.20.2';

function nodeOf(version: string): string {
  const prefix = join(root, '.cache', `node-${version}`);
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const binary = join(prefix, 'node_modules', name, 'bin/node');
  if (!existsSync(binary)) {
    mkdirSync(prefix, { recursive: true });
    execFileSync(
      'npm',
      ['install', '--prefix', prefix, '--no-save', '--no-audit', '--no-fund', '--loglevel=error', `${name}@${version}`],
      { stdio: 'inherit' },
    );
  }
  return binary;
}

/** Command lines and the exit code that each must end with, in this order, in one home. */
function commands(model: string | undefined, port: number): [string[], number][] {
  const server: [string[], number][] = model
    ? [
        [['server', 'start', 'smoke', '-m', model, '--port', String(port), '--', '-t', '1', '-n', '64'], 0],
        [['server', 'status', '--json'], 0],
        [['model', '--base-url', `http://127.0.0.1:${port}/v1`, '--yes'], 0],
        // The tiny model would often say nothing at all.
        [['config', 'set', 'model.extra_body', '{"ignore_eos": true}'], 0],
        [['config', 'set', 'model.max_tokens', '16'], 0],
        [['chat', '-q', 'hello', '--json'], 0],
        [['sessions', 'list', '--json'], 0],
        [['compression', 'status', '--json'], 0],
        [['compression', 'explain'], 0],
        [['server', 'stop', 'smoke'], 0],
      ]
    : [];
  return [
    [['--version'], 0],
    [['--help'], 0],
    [['init'], 0],
    [['config', 'validate', '--json'], 0],
    [['config', 'set', 'auxiliary.compression.provider', 'deepseek'], 0],
    [['config', 'get', 'compression'], 0],
    [['bench'], 2],
    [['plugins', 'install', 'benchmark'], 0],
    [['bench', '--help'], 0],
    [['plugins', 'install', 'agent'], 0],
    [['chat', '--help'], 0],
    [['compression'], 2],
    [['plugins', 'install', 'compression'], 0],
    [['compression', '--help'], 0],
    [['doctor', '--json'], 1],
    ...server,
    [['no-such-command'], 2],
  ];
}

/** In the checkout its own Node takes over; elsewhere one line says what is needed. Returns the number of failures. */
function tooOld(): number {
  const node = nodeOf(TOO_OLD);
  const elsewhere = mkdtempSync(join(tmpdir(), 'hermes-smoke-'));
  for (const file of ['bin/run.js', 'package.json']) cpSync(join(root, file), join(elsewhere, file));
  const run = (folder: string) =>
    spawnSync(node, [join(folder, 'bin/run.js'), 'config', 'path', '--home', elsewhere], { encoding: 'utf8' });
  const [inside, outside] = [run(root), run(elsewhere)];
  rmSync(elsewhere, { recursive: true, force: true });
  const faults = [
    inside.status === 0 ? '' : `in the checkout it ended with ${inside.status}: ${inside.stderr}`,
    outside.status === 2 && /^hermes needs Node .*\n$/.test(outside.stderr)
      ? ''
      : `elsewhere it said: ${outside.stderr}`,
  ].filter(Boolean);
  console.log(
    [`Node ${TOO_OLD}, too old: ${faults.length === 0 ? 'taken over or refused in one line' : ''}`, ...faults].join(
      '\n',
    ),
  );
  return faults.length;
}

let failed = 0;
const llama = await ensureLlamaServer();
const model = llama.ok ? await ensureTinyModel('plain') : undefined;
for (const version of SUPPORTED) {
  const node = nodeOf(version);
  const home = mkdtempSync(join(tmpdir(), 'hermes-smoke-'));
  const env = { ...process.env, HERMES_HOME: home, ...(llama.ok ? { HERMES_LLAMA_SERVER: llama.binary } : {}) };
  const list = commands(model, await freePort());
  for (const [args, expected] of list) {
    const run = spawnSync(node, [join(root, 'bin/run.js'), ...args], { env, encoding: 'utf8', timeout: 60_000 });
    if (run.status === expected) continue;
    failed++;
    console.log(
      `Node ${version}: hermes ${args.join(' ')} ended with ${run.status ?? run.signal}, not ${expected}\n${run.stdout}${run.stderr}`,
    );
  }
  rmSync(home, { recursive: true, force: true });
  console.log(`Node ${version}: ${list.length} command lines${llama.ok ? '' : ` (no server: ${llama.reason})`}`);
}
failed += tooOld();
if (!model && process.env['CI'] === 'true') failed++;
console.log(failed === 0 ? 'smoke: fine' : `smoke: ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
