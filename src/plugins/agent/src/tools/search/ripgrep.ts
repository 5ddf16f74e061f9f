import { spawn } from 'node:child_process';
import { access, constants, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { cleanPath, isInside } from '../shell/environment.ts';
import type { Match, Search, SearchEnd } from './search.ts';

const LIMIT_MS = 20_000;

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

export async function ripgrep(program: string, search: Search): Promise<SearchEnd> {
  const globs = search.glob === undefined ? [] : [`--glob=${search.glob}`];
  const child = spawn(program, [...FLAGS, ...globs, `--regexp=${search.pattern}`, '--', search.root], {
    cwd: search.base,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
    signal: search.signal,
  });
  const closed = new Promise<number | undefined>((resolve) => {
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code ?? undefined));
  });
  const complaint = textOf(child.stderr, 2_000);
  const matches: Match[] = [];
  let more = false;
  for await (const line of linesOf(child.stdout)) {
    const match = parse(line);
    if (!match || !search.allowed(match.file)) continue;
    if (matches.length === search.most) {
      more = true;
      break;
    }
    matches.push(match);
  }
  child.kill();
  const code = await closed;
  if (search.signal.aborted) return { ok: false, why: 'interrupted' };
  if (code === 2 && matches.length === 0)
    return { ok: false, why: `pattern cannot be searched: ${(await complaint).trim()}` };
  return { ok: true, matches, more };
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
