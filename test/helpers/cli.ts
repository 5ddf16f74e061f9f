import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const BIN = `${ROOT}bin/run.js`;

export interface CliResult {
  stdout: string;
  stderr: string;
  /** Exit code, or 128 + signal as a shell shows it. */
  code: number;
  /** The one JSON document on standard output. Throws when it is not exactly that. */
  json(): unknown;
}

export interface CliOptions {
  home: string;
  env?: Record<string, string | undefined>;
  input?: string;
  cwd?: string;
  timeoutMs?: number;
}

/** Runs the built CLI as a process, with a home of its own and nothing of the caller's settings. */
export async function hermes(args: readonly string[], options: CliOptions): Promise<CliResult> {
  const result = await execa(process.execPath, [BIN, ...args], {
    cwd: options.cwd ?? options.home,
    env: { ...cleanEnv(), HERMES_HOME: options.home, ...options.env } as Record<string, string>,
    extendEnv: false,
    input: options.input ?? '',
    reject: false,
    timeout: options.timeoutMs ?? 90_000,
    stripFinalNewline: false,
  });
  if (result.timedOut) throw new Error(`hermes ${args.join(' ')} did not end:\n${result.stdout}\n${result.stderr}`);
  const signals: Record<string, number> = { SIGINT: 130, SIGTERM: 143, SIGKILL: 137 };
  return {
    stdout: result.stdout,
    stderr: result.stderr,
    code: result.exitCode ?? signals[result.signal ?? ''] ?? -1,
    json: () => JSON.parse(result.stdout),
  };
}

/** PATH, HOME and locale only: keys, HERMES_* and proxies of the machine stay out. */
export function cleanEnv(): Record<string, string> {
  const keep = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'HERMES_LLAMA_SERVER', 'NODE_EXTRA_CA_CERTS'];
  return Object.fromEntries(
    keep.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
