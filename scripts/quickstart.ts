/**
 * The main job in one command line: `npm run quickstart [-- --model FILE.gguf] [-- llama-server flags]`.
 * Starts a real llama-server in a temporary home through the product's own commands, echoes each of them, and ends with
 * a summary whose every line is computed from the JSON documents that these commands left.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { freePort } from './free-port.ts';
import { ensureLlamaServer, ensureTinyModel } from './llama.ts';
import { type Documents, summarise } from './quickstart-summary.ts';

const root = dirname(import.meta.dirname);
const bin = join(root, 'bin/run.js');

/** A step that ended without a result document: its error is already on the screen. */
class StepFailed extends Error {
  readonly exitCode: number;

  constructor(command: string, exitCode: number) {
    super(`\`${command}\` ended with code ${exitCode}`);
    this.exitCode = exitCode;
  }
}

interface Options {
  model: string | undefined;
  /** False with `--no-build`: what is in dist/ is taken as it is. */
  build: boolean;
  /** Everything after `--`, handed to llama-server as it is. */
  llamaFlags: string[];
}

function readOptions(argv: string[]): Options | { usage: string; exitCode: number } {
  const split = argv.indexOf('--');
  const own = split === -1 ? argv : argv.slice(0, split);
  const flags = { model: { type: 'string' }, 'no-build': { type: 'boolean' }, help: { type: 'boolean' } } as const;
  let values: { model?: string; 'no-build'?: boolean; help?: boolean };
  try {
    ({ values } = parseArgs({ args: own, options: flags }));
  } catch (error) {
    return { usage: `${(error as Error).message}\n\n${USAGE}`, exitCode: 2 };
  }
  if (values.help) return { usage: USAGE, exitCode: 0 };
  return {
    model: values.model && resolve(process.env['INIT_CWD'] ?? '.', values.model),
    build: !values['no-build'],
    llamaFlags: split === -1 ? [] : argv.slice(split + 1),
  };
}

const USAGE = `Usage: npm run quickstart [-- [--model FILE.gguf] [--no-build] [-- llama-server flags]]

Runs the main job in a temporary home: init, server start, model, doctor, bench, server stop.
  --model FILE.gguf  a model of your own instead of the tiny one
  --no-build         take dist/ as it is`;

const say = (text = ''): void => void process.stdout.write(`${text}\n`);

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if ('usage' in options) {
    say(options.usage);
    return options.exitCode;
  }
  const { model, build, llamaFlags } = options;
  if (build) {
    say(styleText('dim', 'Building ...'));
    execFileSync(process.execPath, [join(root, 'scripts/build.ts')], { stdio: 'inherit' });
  }
  const llama = await ensureLlamaServer();
  if (!llama.ok) {
    say(`No llama-server: ${llama.reason}`);
    return 2;
  }
  say(`llama-server: ${shown(llama.binary)} (${llama.source})`);
  const file = model ?? (await ensureTinyModel('tools'));
  say(
    `model:        ${shown(file)}${model ? '' : ' (tiny, random weights: it can call tools, what it says means nothing)'}`,
  );

  const home = mkdtempSync(join(tmpdir(), 'hermes-quickstart-'));
  const run = runner(home, llama.binary);
  try {
    const port = await freePort();
    const documents = await mainJob(run, file, port, llamaFlags);
    return conclude(documents);
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    say(`\n${styleText('red', 'Stopped')}: ${error.message}. The server is ended.`);
    return error.exitCode;
  } finally {
    await run(['server', 'stop', '--all'], { quiet: true });
    rmSync(home, { recursive: true, force: true });
  }
}

async function mainJob(run: Run, file: string, port: number, llamaFlags: string[]): Promise<Documents> {
  const flags = llamaFlags.length > 0 ? ['--', ...llamaFlags] : [];
  await run(['init']);
  const validate = await run(['config', 'validate']);
  const start = await run(['server', 'start', '-m', file, '--port', String(port), ...flags]);
  const model = await run(['model', '--base-url', `http://127.0.0.1:${port}/v1`, '--yes']);
  const doctor = await run(['doctor']);
  await run(['plugins', 'install', 'benchmark']);
  const bench = await run(['bench']);
  const stop = await run(['server', 'stop']);
  return { validate, start, model, doctor, bench, stop } as Documents;
}

function conclude(documents: Documents): number {
  say(`\n${styleText('bold', 'What was proven')}`);
  const lines = summarise(documents);
  for (const { ok, text } of lines) say(`  ${ok ? styleText('green', '✔') : styleText('red', '✖')} ${text}`);
  say('\nThe same with your own model: npm run quickstart -- --model FILE.gguf');
  return lines.every(({ ok }) => ok) ? 0 : 1;
}

type Run = (args: string[], options?: { quiet?: boolean }) => Promise<unknown>;

/**
 * Runs a hermes command on this terminal and returns its result document. Exit code 1 with a document means that the
 * command worked and found problems; without one, that the step failed. Signals end the running command, not us: the
 * server has to be stopped first.
 */
function runner(home: string, llamaServer: string): Run {
  const result = join(home, 'result.json');
  const env = { ...process.env, HERMES_HOME: home, HERMES_LLAMA_SERVER: llamaServer, HERMES_RESULT_FILE: result };
  let running: ChildProcess | undefined;
  let interrupted = 0;
  // A terminal sends Ctrl-C to the command by itself; SIGTERM comes to us alone.
  process.on('SIGINT', () => (interrupted ||= 130));
  process.on('SIGTERM', () => {
    interrupted ||= 143;
    running?.kill('SIGTERM');
  });
  return async (args, { quiet = false } = {}) => {
    const typed = ['hermes', ...args.map(shown)].join(' ');
    if (!quiet) say(`\n${styleText('bold', `$ ${typed}`)}`);
    rmSync(result, { force: true });
    // The last stop runs in a process group of its own, so that another Ctrl-C does not end it.
    const options = quiet ? { stdio: 'ignore' as const, detached: true } : { stdio: 'inherit' as const };
    const child = spawn(process.execPath, [bin, ...args], { env, cwd: root, ...options });
    running = quiet ? undefined : child;
    const [exit] = (await once(child, 'exit')) as [number | null];
    if (quiet) return undefined;
    if (interrupted) throw new StepFailed(typed, interrupted);
    const code = exit ?? 1;
    if (code > 1 || !existsSync(result)) throw new StepFailed(typed, code || 1);
    return JSON.parse(readFileSync(result, 'utf8'));
  };
}

/** Paths below the checkout are shown relative to it. */
function shown(text: string): string {
  return text.startsWith(`${root}/`) ? relative(root, text) : text;
}

process.exitCode = await main();
