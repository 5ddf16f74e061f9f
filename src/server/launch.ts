import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeSync } from 'node:fs';
import { commandLine } from '../errors/command-line.ts';
import { userError } from '../errors/hermes-error.ts';
import { processIdentity } from '../state/index.ts';
import type { Exit } from './failure.ts';
import { sizeOf } from './log-file.ts';
import type { ServerPlan } from './plan.ts';

export interface Launched {
  pid: number;
  identity: string;
  /** Offset in the log at which this run's own output begins. */
  logStart: number;
  exit: () => Exit | undefined;
}

/**
 * Starts llama-server in the background: in a session of its own, so that closing the terminal does not end it, with
 * both outputs appended to the log. The environment is ours plus what the plan adds.
 */
export async function launch(
  binary: string,
  plan: ServerPlan,
  options: { log: string; env: NodeJS.ProcessEnv; cwd: string },
): Promise<Launched> {
  const log = openSync(options.log, 'a', 0o600);
  try {
    writeSync(log, `=== ${new Date().toISOString()} hermes starts ${[binary, ...plan.shownArgv].join(' ')}\n`);
    const logStart = await sizeOf(options.log);
    const child = spawn(binary, plan.argv, {
      detached: true,
      cwd: options.cwd,
      env: { ...options.env, ...plan.env },
      stdio: ['ignore', log, log],
      windowsHide: true,
    });
    let exit: Exit | undefined;
    child.once('exit', (code, signal) => {
      exit = { code, signal };
    });
    await once(child, 'spawn').catch((error: NodeJS.ErrnoException) => {
      throw userError('server.start-failed', `${binary} cannot be run: ${error.message}`, {
        where: { file: binary },
        try: [commandLine(binary, '--version')],
        cause: error,
      });
    });
    child.unref();
    const pid = child.pid ?? 0;
    return { pid, identity: processIdentity(pid) ?? 'ended', logStart, exit: () => exit };
  } finally {
    closeSync(log);
  }
}
