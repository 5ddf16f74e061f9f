import { spawn } from 'node:child_process';
import { access, constants, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { cleanPath, isInside } from '../shell/environment.ts';
import { LIMIT_MS, type Match, type Search, type SearchEnd, stoppedAfter } from './search.ts';

/** Full path of ripgrep. One that lies in the workspace, also behind a link, is somebody's file and not the program. */
export async function findRipgrep(workspace: string, path = process.env['PATH']): Promise<string | undefined> {
  for (const folder of cleanPath(path, workspace).split(':')) {
    const real = await realpath(join(folder, 'rg')).catch(() => undefined);
    if (!real || isInside(real, workspace)) continue;
    if (
      await access(real, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return real;
  }
  return undefined;
}

/** `--no-config`: RIPGREP_CONFIG_PATH may name a program to run on each file (`--pre`). */
const FLAGS = [
  '--no-config',
  '--no-messages',
  '--no-require-git',
  '--hidden',
  '--line-number',
  '--no-heading',
  '--with-filename',
  '--null',
  '--color=never',
  '--max-columns=1000',
  '--max-columns-preview',
  '--max-filesize=5M',
  '--sort=path',
  '--glob=!.git',
  '--glob=!node_modules',
];

export async function ripgrep(program: string, search: Search, limitMs = LIMIT_MS): Promise<SearchEnd> {
  const globs = search.glob === undefined ? [] : [`--glob=${search.glob}`];
  const child = spawn(program, [...FLAGS, ...globs, `--regexp=${search.pattern}`, '--', search.root], {
    cwd: search.base,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: search.signal,
  });
  const closed = new Promise<number | string>((resolve) => {
    child.on('error', ({ message }) => resolve(message));
    child.on('close', (code, signal) => resolve(code ?? `it was ended by ${signal}`));
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, limitMs);
  const complaint = textOf(child.stderr, 2_000);
  const matches: Match[] = [];
  let more = false;
  for await (const line of linesOf(child.stdout)) {
    const match = parse(line);
    if (!match || !search.allowed(match.file)) continue;
    if (matches.length === search.most) {
      more = true;
      child.kill('SIGKILL');
      break;
    }
    matches.push(match);
  }
  const end = await closed;
  clearTimeout(timer);
  if (search.signal.aborted) return { ok: false, why: 'interrupted' };
  const found = { ok: true as const, matches, more };
  if (more) return found;
  if (late) return { ...found, unfinished: stoppedAfter(limitMs) };
  if (typeof end === 'string') return { ...found, unfinished: `ripgrep did not finish: ${end}` };
  if (end !== 2) return found;
  const why = (await complaint).trim();
  // Of files it says nothing with `--no-messages`, of a wrong pattern it does.
  if (why !== '' && matches.length === 0) return { ok: false, why: `pattern cannot be searched: ${why}` };
  return { ...found, unfinished: 'some files could not be read' };
}

/** `FILE NUL LINE : TEXT` */
function parse(line: string): Match | undefined {
  const [, file, number, text] = /^([^\0]+)\0(\d+):(.*)$/s.exec(line) ?? [];
  return file === undefined ? undefined : { file, line: Number(number), text: text ?? '' };
}

async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let open = '';
  for await (const chunk of stream) {
    const lines = (open + decoder.decode(chunk, { stream: true })).split('\n');
    open = lines.pop() ?? '';
    yield* lines;
  }
  if (open !== '') yield open;
}

async function textOf(stream: AsyncIterable<Buffer>, most: number): Promise<string> {
  let text = '';
  try {
    for await (const chunk of stream) text = (text + chunk.toString()).slice(0, most);
  } catch {
    // It was ended.
  }
  return text;
}
