import { mkdtemp, readFile, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '@hermes-ops/contract';
import type { Capture } from './capture.ts';
import { firstEnvironment, parseEnvironment, unaskedEnvironment, type Variables } from './environment.ts';
import { type ShellProcess, startShell } from './process.ts';

/** What one command finds and the next one inherits. */
export interface ShellSession {
  /** Real path of the folder in which the next command starts. */
  cwd(): Promise<string>;
  /**
   * Starts a command. `keep` is to be called once it has ended by itself: the folder and the exported variables that it
   * left behind then hold for the next one. `asked: false`: nobody agreed to this command, so nothing that earlier ones
   * exported may change what its words mean.
   */
  start(
    command: string,
    options: { capture: Capture; asked: boolean },
  ): Promise<{ process: ShellProcess; keep(): Promise<string | undefined> }>;
  close(): Promise<void>;
}

const ENV = '/usr/bin/env';
const SHELLS = ['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash', '/bin/sh'];

export function createShellSession(host: Host, workspace: string): ShellSession {
  let first: Promise<Variables> | undefined;
  let variables: Variables | undefined;
  let folder = workspace;
  let temp: Promise<string> | undefined;
  let commands = 0;

  async function cwd(): Promise<string> {
    folder = await realpath(folder).catch(() => workspace);
    return folder;
  }

  return {
    cwd,
    async start(command, { capture, asked }) {
      first ??= firstEnvironment(host, workspace, process.env);
      temp ??= mkdtemp(join(tmpdir(), 'hermes-shell-'));
      commands += 1;
      const state = join(await temp, `state-${commands}`);
      const before = await first;
      const now = variables ?? before;
      const shell = await findShell();
      const process_ = await startShell({
        file: shell.file,
        args: [...shell.flags, '-c', script(state), shell.file, command],
        cwd: await cwd(),
        env: asked ? now : unaskedEnvironment(now, before),
        capture,
      });
      return {
        process: process_,
        async keep() {
          const left = await readState(state);
          await rm(state, { force: true });
          if (!left) return undefined;
          // An unasked command changes nothing, and it did not see what others had exported.
          if (asked) variables = left.variables;
          const moved = left.cwd !== folder;
          folder = left.cwd;
          return moved ? folder : undefined;
        },
      };
    },
    async close() {
      if (temp) await rm(await temp, { recursive: true, force: true });
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
    `trap ${quote(`__code=$?; trap - EXIT; { ${ENV} -0; command pwd -P; } >| ${quote(state)} 2>/dev/null; exit $__code`)} EXIT`,
    '__command=$1; shift',
    // The blank keeps a command that begins with a dash from being a flag.
    'eval " $__command"',
  ].join('\n');

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

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
