import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import type { Capture } from './capture.ts';
import { firstEnvironment, parseEnvironment, steeredAs, unaskedEnvironment, type Variables } from './environment.ts';
import { type ShellProcess, startShell } from './process.ts';
import { quoted } from './quote.ts';

/** What one command finds and the next one inherits. */
export interface ShellSession {
  /** Real path of the folder in which the next command starts. */
  cwd(): Promise<string>;
  /**
   * Starts a command. `keep` is to be called once it has ended by itself: the folder and the exported variables that it
   * left behind then hold for the next one. `agreed`: who agreed to this command. To `nobody`, nothing that earlier ones
   * exported is passed on; to one that somebody agreed to `before`, nothing that changes what its words mean.
   */
  start(
    command: string,
    options: { capture: Capture; agreed: 'now' | 'before' | 'nobody' },
  ): Promise<{ process: ShellProcess; keep(): Promise<string | undefined> }>;
  /** Ends everything that was started here and removes what was kept on disk, within about a second. Nothing starts any more. */
  close(): Promise<void>;
  /** The same at once and before it returns, for a process that is about to end. */
  kill(): void;
}

/** What running commands have to end by themselves when the session closes, in ms. */
const CLOSE_MS = 800;
const ENV = '/usr/bin/env';
const SHELLS = ['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash', '/bin/sh'];

export function createShellSession(host: Host, workspace: string): ShellSession {
  let first: Promise<Variables> | undefined;
  let variables: Variables | undefined;
  let folder = workspace;
  let temp: string | undefined;
  let commands = 0;
  let closed = false;
  let started: ShellProcess[] = [];

  async function cwd(): Promise<string> {
    folder = await realpath(folder).catch(() => workspace);
    return folder;
  }

  return {
    cwd,
    async start(command, { capture, agreed }) {
      first ??= firstEnvironment(host, workspace, process.env);
      const before = await first;
      const now = variables ?? before;
      const shell = await findShell();
      const here = await cwd();
      // From here to the entry in `started` nothing else happens, so that no process is missed.
      if (closed) throw new Error('the session has ended');
      temp ??= mkdtempSync(join(tmpdir(), 'hermes-shell-'));
      commands += 1;
      const state = join(temp, `state-${commands}`);
      const process_ = await startShell({
        file: shell.file,
        args: [...shell.flags, '-c', script(state), shell.file, command],
        cwd: here,
        env: { now, before: steeredAs(before, now), nobody: unaskedEnvironment(before) }[agreed],
        capture,
      });
      started = [...started.filter((one) => one.lives()), process_];
      return {
        process: process_,
        async keep() {
          const left = await readState(state);
          await rm(state, { force: true });
          if (!left) return undefined;
          // An unasked command changes nothing, and it did not see what others had exported.
          if (agreed === 'now') variables = left.variables;
          if (agreed === 'before') variables = steeredAs(now, left.variables);
          const moved = left.cwd !== folder;
          folder = left.cwd;
          return moved ? folder : undefined;
        },
      };
    },
    async close() {
      closed = true;
      await Promise.all(started.map((one) => one.stop(CLOSE_MS)));
      if (temp) await rm(temp, { recursive: true, force: true });
    },
    kill() {
      closed = true;
      for (const one of started) one.kill();
      if (temp) rmSync(temp, { recursive: true, force: true });
    },
  };
}

/**
 * Runs its first argument with standard error joined to standard output, and whatever ends it but a signal writes down
 * environment and folder. `command` and the full path keep functions of that name out; `>|` works under `noclobber`.
 */
const script = (state: string): string =>
  [
    'exec 2>&1',
    `trap ${quoted(`__code=$?; trap - EXIT; { ${ENV} -0; command pwd -P; } >| ${quoted(state)} 2>/dev/null; exit $__code`)} EXIT`,
    '__command=$1; shift',
    // The blank keeps a command that begins with a dash from being a flag.
    'eval " $__command"',
  ].join('\n');

async function readState(file: string): Promise<{ variables: Variables; cwd: string } | undefined> {
  const records = (await readFile(file, 'utf8').catch(() => '')).split('\0');
  const cwd = (records.pop() ?? '').replace(/\n$/, '');
  const variables = parseEnvironment(records);
  const found = await stat(cwd).catch(() => undefined);
  return variables && found?.isDirectory() ? { variables, cwd } : undefined;
}

async function findShell(): Promise<{ file: string; flags: string[] }> {
  for (const file of SHELLS) {
    const found = await stat(file).catch(() => undefined);
    if (found) return { file, flags: file.endsWith('bash') ? ['--noprofile', '--norc'] : [] };
  }
  throw new Error(`no shell found: ${SHELLS.join(', ')}`);
}
