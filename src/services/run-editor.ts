import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { userError } from '../errors/hermes-error.ts';

const SET_EDITOR = 'Set $VISUAL or $EDITOR to your editor, for example: export EDITOR=nano';

/**
 * The user's editor as a command line for the shell, as git takes it: `$VISUAL`, `$EDITOR` (either may have arguments),
 * else the first of nano, vim and vi that is there. Throws `config.editor-failed` where there is none.
 */
export function editorCommand(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const named = [env['VISUAL'], env['EDITOR']].find((it) => it?.trim());
  if (named) return named;
  if (platform === 'win32') return 'notepad';
  const found = ['nano', 'vim', 'vi'].find((name) => isOnPath(name, env['PATH'] ?? ''));
  if (found) return found;
  throw userError('config.editor-failed', 'no editor was found', { try: [SET_EDITOR] });
}

function isOnPath(name: string, path: string): boolean {
  return path.split(delimiter).some((folder) => {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  });
}

/**
 * Runs the editor on a file until it ends; the terminal is its own, and Ctrl-C is a key of the editor. `stdout`: where
 * its screen goes when standard output is not for people. Throws `config.editor-failed`.
 */
export async function runEditor(
  command: string,
  file: string,
  { env, stdout = 'inherit' }: { env: NodeJS.ProcessEnv; stdout?: 'inherit' | number },
): Promise<void> {
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore);
  try {
    const [program, args] = shellCall(command, file);
    const windowsVerbatimArguments = process.platform === 'win32';
    const child = spawn(program, args, { env, stdio: ['inherit', stdout, 'inherit'], windowsVerbatimArguments });
    const end = await new Promise<{ code: number | null; signal: NodeJS.Signals | null; error?: Error }>((resolve) => {
      child.once('error', (error) => resolve({ code: null, signal: null, error }));
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    if (end.code !== 0) throw failed(command, end);
  } finally {
    process.off('SIGINT', ignore);
  }
}

/**
 * The file's name is an argument of the shell, so nothing in it is read as part of the command line. The trap keeps the
 * shell itself alive on Ctrl-C; in the editor it has no effect.
 */
const shellCall = (command: string, file: string): [string, string[]] =>
  process.platform === 'win32'
    ? [process.env['COMSPEC'] ?? 'cmd.exe', ['/d', '/s', '/c', `"${command} "${file}""`]]
    : ['/bin/sh', ['-c', `trap : INT QUIT; ${command} "$@"`, command, file]];

function failed(command: string, end: { code: number | null; signal: string | null; error?: Error }): Error {
  const how =
    end.error?.message ??
    (end.signal
      ? `was ended by ${end.signal}`
      : end.code === 127
        ? 'was not found'
        : `ended with exit code ${end.code}`);
  return userError('config.editor-failed', `the editor \`${command}\` ${how}`, { try: [SET_EDITOR] });
}
